// The bills of a catalog's example, moved by sliders. The first picture is drawn
// without a script; this one takes its place once a slider has moved.
(() => {
	"use strict";
	const play = document.querySelector(".play");
	if (!play) return;
	const model = JSON.parse(play.dataset.model);
	const form = play.querySelector("form"), list = play.querySelector(".crossings");
	const fill = (text, ...values) => text.replace(/%s/g, () => values.shift());
	const first = new Map([...play.querySelectorAll("svg"), list].map(e => [e, e.innerHTML]));

	// The model, as package rule has it: a quantity is a product, divided, with a
	// bound below; a bill is the sum of its terms, each with what is free taken off.
	const amount = (id, profile) => {
		const q = model.quantities[id];
		if (!q) return profile[id] ?? model.least[id] ?? 0;
		let n = q.scale;
		for (const t of q.times) n *= amount(t, profile);
		for (const f of q.over) {
			if (profile[f] === undefined) return amount(q.atLeast, profile);
			n /= profile[f];
		}
		return q.atLeast ? Math.max(n, amount(q.atLeast, profile)) : n;
	};
	const bill = (option, profile) => option.terms.reduce((sum, t) =>
		sum + t.price * Math.max(0, t.times.reduce((n, id) => n * amount(id, profile), t.scale) - t.free), 0);

	// What a quantity takes for granted while a field of it is not answered: that it
	// is its bound all the same, in the catalog's words.
	const assumed = (option, profile) => option.terms.flatMap(t => t.times).map(id => {
		const q = model.quantities[id];
		if (!q?.assumes || q.over.every(f => profile[f] !== undefined)) return "";
		const n = q.times.reduce((n, id) => n * amount(id, profile), q.scale) / amount(q.atLeast, profile);
		const text = q.assumes.replace(/\{[^}]*\}/, words(n));
		return text[0].toUpperCase() + text.slice(1) + ".";
	}).find(Boolean) || "";

	const short = (n, digits = 4) => Number(n.toPrecision(digits));
	const words = n =>
		n >= 1e9 ? fill(play.dataset.billion, short(n / 1e9)) :
		n >= 1e6 ? fill(play.dataset.million, short(n / 1e6)) : short(n).toLocaleString("en-US");

	// Crossings: where the sign of the difference changes, halved until it is near.
	const crossings = at => {
		const found = [];
		const steps = 240, ratio = (model.to / model.from) ** (1 / steps);
		model.options.forEach((a, i) => model.options.slice(i + 1).forEach(b => {
			const difference = x => bill(a, at(x)) - bill(b, at(x));
			for (let s = 0, x = model.from; s < steps; s++, x *= ratio) {
				let low = x, high = x * ratio;
				if (difference(low) * difference(high) >= 0) continue;
				for (let n = 0; n < 50; n++) {
					const middle = Math.sqrt(low * high);
					if (difference(low) * difference(middle) <= 0) high = middle; else low = middle;
				}
				found.push({ a, b, x: high });
			}
		}));
		return found.sort((p, q) => p.x - q.x);
	};

	const node = (name, attributes, text) => {
		const e = document.createElementNS("http://www.w3.org/2000/svg", name);
		for (const key in attributes) e.setAttribute(key, attributes[key]);
		if (text) e.textContent = text;
		return e;
	};
	const draw = (svg, chart, at, found) => {
		const log = (v, low, high, from, to) => from + (to - from) * Math.log(v / low) / Math.log(high / low);
		const x = v => log(v, model.from, model.to, chart.left, chart.right);
		const y = v => Math.max(log(v, chart.low, chart.high, chart.bottom, chart.top), chart.top);
		svg.querySelectorAll(".chart-label, .chart-letter, .chart-ring, .chart-leader, .chart-span, .curve-band, .curve-high").forEach(e => e.remove());
		const ends = [];
		model.options.forEach((option, i) => {
			let path = "", end;
			for (let px = chart.left; px <= chart.right + .1; px += 4) {
				const v = bill(option, at(model.from * (model.to / model.from) ** ((px - chart.left) / (chart.right - chart.left))));
				if (!(v >= chart.low)) { path += " "; end = undefined; continue; }
				const py = y(v);
				path += (end ? "L" : "M") + px.toFixed(1) + " " + py.toFixed(1);
				end = [px, py];
			}
			svg.querySelectorAll(".curve-line")[i]?.setAttribute("d", path.trim() || "M0 0");
			if (end) ends.push({ title: option.title, y: end[1] });
		});
		// Labels stand above their curves' ends, and give way downwards.
		let height = 0;
		for (const end of ends.sort((a, b) => a.y - b.y)) {
			height = Math.max(end.y - 6, chart.top + chart.font, height + chart.font * 1.3);
			svg.append(node("text", { class: "chart-label", x: chart.right - 4, y: height.toFixed(1), "text-anchor": "end" }, end.title));
		}
		found.forEach((c, i) => {
			const px = x(c.x), v = bill(c.a, at(c.x));
			if (!(v >= chart.low)) return;
			svg.append(node("path", { class: "chart-ring", d: `M${px - 4.5} ${y(v)}a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0Z` }));
			svg.append(node("text", { class: "chart-letter", x: px.toFixed(1), y: (y(v) - 10).toFixed(1), "text-anchor": "middle" }, String.fromCharCode(65 + i)));
		});
	};
	const tell = (found, at) => {
		list.replaceChildren(...found.map((c, i) => {
			const li = document.createElement("li"), letter = document.createElement("strong"), text = document.createElement("span");
			letter.textContent = String.fromCharCode(65 + i);
			text.textContent = fill(play.dataset.crossing, c.a.title, c.b.title, words(c.x), model.unit);
			const taken = assumed(c.a, at(c.x)) || assumed(c.b, at(c.x));
			if (taken) {
				const small = document.createElement("span");
				small.className = "quiet";
				small.textContent = taken;
				text.append(" ", small);
			}
			li.append(letter, text);
			return li;
		}));
		if (!found.length) {
			const li = document.createElement("li");
			li.textContent = play.dataset.none;
			list.append(li);
		}
	};
	const move = () => {
		const profile = { ...model.profile };
		for (const input of form.querySelectorAll("input")) {
			const moved = input.value != input.defaultValue;
			const value = moved ? short(10 ** (input.value / 1000), 3) : model.profile[input.name], output = form.querySelector(`output[for="${CSS.escape(input.id)}"]`);
			profile[input.name] = value;
			output.value = words(value) + " " + output.dataset.unit;
			input.setAttribute("aria-valuetext", output.value);
		}
		const at = x => ({ ...profile, [model.along]: x });
		const found = crossings(at).slice(0, 26);
		for (const chart of model.charts) {
			const svg = play.querySelector(`svg[aria-labelledby^="${CSS.escape(chart.id)}"]`);
			if (svg) draw(svg, chart, at, found);
		}
		tell(found, at);
	};
	let due = false;
	form.addEventListener("input", () => { if (!due) { due = true; requestAnimationFrame(() => { due = false; move(); }); } });
	form.addEventListener("reset", () => setTimeout(() => {
		move();
		for (const [e, html] of first) e.innerHTML = html; // what the page itself holds
	}));
	form.addEventListener("submit", e => e.preventDefault());
})();
