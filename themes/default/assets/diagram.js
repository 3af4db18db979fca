// Draws the Mermaid diagrams of a page. Mermaid is fetched from the site once a
// diagram comes near; what it cannot draw stays the source that is there.
(() => {
	"use strict";
	const figures = [...document.querySelectorAll("figure.diagram")];
	const words = document.querySelector(".prose")?.dataset;
	const address = new URL("mermaid.min.js", document.currentScript.src);
	const root = document.documentElement;
	const system = matchMedia("(prefers-color-scheme: dark)");
	const dark = () => (root.dataset.theme || (system.matches ? "dark" : "light")) == "dark";
	const wanted = new Set(), drawn = new Set();
	let work = Promise.resolve(), loaded;

	const load = () => loaded ??= new Promise((done, fail) => {
		const script = document.createElement("script");
		script.src = address;
		script.onload = done;
		script.onerror = () => fail(new Error("load"));
		document.head.append(script);
	});
	// Whatever a record asks for in its diagram, these are not its to set.
	const kept = ["secure", "securityLevel", "startOnLoad", "maxTextSize", "maxEdges", "suppressErrorRendering",
		"dompurifyConfig", "themeCSS", "theme", "themeVariables", "darkMode", "fontFamily", "altFontFamily", "htmlLabels"];
	const start = () => mermaid.initialize({
		startOnLoad: false, securityLevel: "strict", secure: kept, suppressErrorRendering: true,
		maxTextSize: 40000, htmlLabels: false, flowchart: { htmlLabels: false }, theme: dark() ? "dark" : "neutral", fontFamily: getComputedStyle(document.body).fontFamily,
	});
	// Mermaid cleans what it draws; this holds it to what a page of ours may have.
	const clean = svg => {
		for (const e of [svg, ...svg.querySelectorAll("*")]) {
			if (/^(script|iframe|object|embed|form|input|button|img|image|video|audio|link|meta|base)$/i.test(e.localName)) { e.remove(); continue; }
			for (const { name, value } of [...e.attributes]) {
				const leads = /(^|:)(href|src)$/i.test(name) && !/^(#|https?:|mailto:)/i.test(value.trim());
				if (/^on/i.test(name) || leads) e.removeAttribute(name);
			}
			if (e.localName == "a") { e.setAttribute("rel", "noopener noreferrer"); e.removeAttribute("target"); }
		}
	};
	// What scrolls can be reached with the keyboard.
	const reach = picture => {
		if (picture.scrollWidth > picture.clientWidth) picture.tabIndex = 0; else picture.removeAttribute("tabindex");
	};
	addEventListener("resize", () => document.querySelectorAll(".diagram-picture").forEach(reach));
	const draw = async figure => {
		const source = figure.querySelector(".mermaid-source");
		try {
			await load();
			start();
			const { svg } = await mermaid.render("to-diagram-" + figures.indexOf(figure), source.textContent);
			const picture = document.createElement("div");
			picture.className = "diagram-picture";
			picture.innerHTML = svg;
			const image = picture.firstElementChild;
			clean(image);
			image.setAttribute("role", "img");
			image.setAttribute("aria-label", figure.getAttribute("aria-label"));
			// A wide drawing scrolls rather than to become too small to read.
			const natural = parseFloat(image.style.maxWidth);
			if (natural) image.style.minInlineSize = Math.round(natural * .7) + "px";
			if (drawn.has(figure)) { figure.firstElementChild.replaceWith(picture); reach(picture); return; }
			const text = document.createElement("details"), summary = document.createElement("summary");
			summary.textContent = words?.diagramSource ?? "";
			text.append(summary, source);
			figure.append(picture, text);
			figure.classList.add("diagram-drawn");
			drawn.add(figure);
			reach(picture);
		} catch {
			if (drawn.has(figure) || figure.querySelector(".diagram-failed")) return;
			const note = document.createElement("p");
			note.className = "diagram-failed";
			note.textContent = words?.diagramFailed ?? "";
			figure.append(note);
		}
	};
	const soon = figure => { work = work.then(() => draw(figure)); };
	const near = new IntersectionObserver(entries => {
		for (const e of entries) {
			if (!e.isIntersecting || wanted.has(e.target)) continue;
			wanted.add(e.target);
			soon(e.target);
		}
	}, { rootMargin: "600px" });
	figures.forEach(f => near.observe(f));
	const again = () => drawn.forEach(soon);
	root.addEventListener("tradeoff:theme", again);
	system.addEventListener("change", again);
})();
