// What every page of the site can do with JavaScript. Each part leaves a page
// alone that lacks what it needs; without any of it the page reads as well.
(() => {
	"use strict";
	const root = document.documentElement;
	const byID = id => document.getElementById(id);

	// The preview puts a new main in the old one's place while its writer writes, if
	// the page's scripts say that they then begin anew with what is in it.
	document.currentScript.dataset.swap = "";
	const withMain = begin => { begin(); root.addEventListener("tradeoff:swap", begin); };

	// Colours: as the system has them, light or dark. The choice is kept on this
	// device; the script in the head sets it before the page is painted.
	const colours = byID("to.colours");
	if (colours) {
		const kept = "tradeoff.theme", order = ["auto", "light", "dark"];
		const now = () => root.dataset.theme || "auto";
		const dress = () => {
			const words = colours.dataset[now()];
			colours.dataset.now = now();
			colours.setAttribute("aria-label", words);
			colours.title = words;
			for (const meta of document.querySelectorAll("meta[name=theme-color]")) {
				meta.content = meta.dataset[root.dataset.theme || meta.dataset.auto];
			}
		};
		const choose = theme => {
			if (theme == "auto") delete root.dataset.theme; else root.dataset.theme = theme;
			dress();
			root.dispatchEvent(new CustomEvent("tradeoff:theme"));
		};
		colours.addEventListener("click", () => {
			const next = order[(order.indexOf(now()) + 1) % 3];
			try { if (next == "auto") localStorage.removeItem(kept); else localStorage.setItem(kept, next); } catch { /* it holds for this page */ }
			choose(next);
		});
		// Another tab's choice is this one's too.
		addEventListener("storage", e => { if (e.key == kept) choose(order.includes(e.newValue) ? e.newValue : "auto"); });
		dress();
	}

	// The menu of a narrow page. While it is open nothing behind it can be reached.
	const menu = byID("to.menu"), nav = byID("to.nav");
	if (menu && nav) {
		const behind = () => [...document.body.children].filter(e => !e.contains(menu) && e.tagName != "SCRIPT");
		const set = open => {
			menu.setAttribute("aria-expanded", open);
			nav.classList.toggle("open", open);
			for (const e of behind()) e.inert = open;
		};
		const isOpen = () => menu.getAttribute("aria-expanded") == "true";
		menu.addEventListener("click", () => set(!isOpen()));
		addEventListener("keydown", e => { if (e.key == "Escape" && isOpen()) { set(false); menu.focus(); } });
		addEventListener("pageshow", () => set(false)); // back to a page that was left with its menu open
		matchMedia("(min-width: 56rem)").addEventListener("change", () => set(false));
	}

	// The contents mark the section that is read: the last whose heading has
	// passed the upper third of the window.
	let links, heads, current, due = false;
	const mark = () => {
		due = false;
		if (links.length < 2) return;
		let at = -1;
		const atEnd = innerHeight + scrollY >= root.scrollHeight - 2;
		heads.forEach((h, i) => { if (h && h.getBoundingClientRect().top < innerHeight / (atEnd ? 1 : 3)) at = i; });
		if (current == links[at]) return;
		current?.removeAttribute("aria-current");
		current = links[at];
		current?.setAttribute("aria-current", "true");
		// In a long list of contents the mark stays in sight.
		const box = current?.closest(".margin");
		if (box && box.scrollHeight > box.clientHeight) {
			const a = current.getBoundingClientRect(), b = box.getBoundingClientRect();
			if (a.top < b.top || a.bottom > b.bottom) box.scrollTop += a.top - b.top - b.height / 2;
		}
	};
	withMain(() => {
		links = [...document.querySelectorAll(".contents a[href^='#']")];
		heads = links.map(a => byID(decodeURIComponent(a.hash.slice(1))));
		current = undefined;
		mark();
	});
	const soon = () => { if (!due && links.length > 1) { due = true; requestAnimationFrame(mark); } };
	addEventListener("scroll", soon, { passive: true });
	addEventListener("resize", soon);

	// Copying. text is a string, or a promise of one; some browsers want it handed
	// over within the click, and pages that are not secure have only the old way.
	const copy = async text => {
		if (navigator.clipboard && isSecureContext) {
			try {
				if (typeof text == "string") return await navigator.clipboard.writeText(text);
				const blob = text.then(t => new Blob([t], { type: "text/plain" }));
				return await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
			} catch { /* the old way, below */ }
		}
		const field = document.createElement("textarea"), at = document.activeElement;
		field.value = await text;
		field.className = "unseen";
		field.readOnly = true;
		(at.closest("dialog") || document.body).append(field);
		field.select();
		const done = document.execCommand("copy");
		field.remove();
		at.focus();
		if (!done) throw new Error("copy");
	};
	// say tells it to the ear as well as to the eye, and takes it back.
	const say = (button, words) => {
		const before = button.dataset.words ??= button.textContent;
		let told = byID("to.told");
		if (!told) {
			told = document.createElement("p");
			told.id = "to.told";
			told.className = "unseen";
			told.setAttribute("role", "status");
			document.querySelector("main").append(told);
		}
		told.textContent = "";
		setTimeout(() => { told.textContent = words; }, 50);
		button.textContent = words;
		clearTimeout(button.timer);
		button.timer = setTimeout(() => { button.textContent = before; told.textContent = ""; }, 2000);
	};
	window.tradeoff = { copy, say };
	withMain(() => {
		for (const button of document.querySelectorAll("button[data-copy]")) {
			const twin = button.dataset.copy;
			button.onclick = () => {
				const text = twin
					? fetch(twin).then(r => r.ok ? r.text() : Promise.reject(new Error(r.status)))
					: location.href.replace(/[?#].*/, "") + location.hash;
				copy(text).then(() => say(button, button.dataset.done), () => say(button, button.dataset.failed));
			};
		}
	});

	// search: what it needs is loaded when somebody reaches for it.
	{
		const src = new URL("search.js", document.currentScript.src).href;
		let buttons, loaded;
		const search = () => loaded ??= new Promise((done, failed) => {
			const script = document.createElement("script");
			script.onload = () => done(window.tradeoffSearch);
			script.onerror = failed;
			script.dataset.swap = ""; // its dialog lies outside main
			script.src = src;
			document.head.append(script);
		});
		const open = async () => {
			const { search: label, failed } = buttons[0].dataset;
			(await search()).open(label, failed);
		};
		const typing = e => e.target.closest?.("input, textarea, select, [contenteditable]");
		const warm = async () => (await search()).warm();
		withMain(() => {
			buttons = document.querySelectorAll("[data-search]");
			for (const button of buttons) {
				button.addEventListener("click", open);
				for (const near of ["pointerenter", "focus"]) button.addEventListener(near, warm, { once: true });
			}
		});
		if (buttons.length) document.addEventListener("keydown", e => {
			const key = e.key.toLowerCase(), control = e.ctrlKey || e.metaKey;
			if (e.altKey || e.shiftKey && control || e.isComposing) return;
			if (control ? key !== "k" : key !== "/" || typing(e)) return;
			e.preventDefault();
			const swallow = e => e.preventDefault(); // the field must not get the key that opened it
			addEventListener("keypress", swallow, true);
			addEventListener("keyup", () => removeEventListener("keypress", swallow, true), { once: true });
			open();
		});
		if (buttons.length && new URLSearchParams(location.search).has("h")) search(); // it marks what was found
	}
})();
