// Search without a server. The index lies in search/ as scripts, since nothing
// else can be loaded by a page that was opened from a disk; the program's package
// internal/search writes it and tells its form. Everything up to "the dialog" has
// its mirror there, in index.go and query.go.
(() => {
	"use strict";
	const root = document.currentScript.src.replace(/assets\/[^/]*$/, "");
	const PAIRED = "\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}ー";
	const paired = new RegExp(`^[${PAIRED}]`, "u"), piece = new RegExp(`[${PAIRED}]+|[^${PAIRED}]+`, "gu");
	const SPELLED = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", ħ: "h", ı: "i", ł: "l", þ: "th", ς: "σ" };
	const QUERY_MOST = 12, TYPO_FROM = 4, TYPO_TWO = 8, LIKELIEST = 2, LONGER_MOST = 16;

	const fold = text => text.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase().replace(/[ßæœøđðħıłþς]/g, c => SPELLED[c]);

	function tokens(text) {
		const out = [];
		for (const [word] of fold(text).matchAll(/[\p{L}\p{N}]+/gu)) {
			for (const [part] of word.matchAll(piece)) {
				const chars = [...part];
				if (!paired.test(part)) out.push(chars.slice(0, 32).join(""));
				else if (chars.length < 2) out.push(part);
				else for (let i = 1; i < chars.length; i++) out.push(chars[i - 1] + chars[i]);
			}
		}
		return out;
	}

	// Reading the index: each file when it is needed, and once.
	const waiting = {};
	let version = "";
	const api = window.tradeoffSearch = (...file) => waiting[file[1]]?.(file);

	const read = name => new Promise((done, failed) => {
		const script = document.createElement("script");
		waiting[name] = async ([from, , text, head]) => {
			try {
				if (version && from !== version) throw Object.assign(new Error("stale"), { version: from });
				version = from;
				const packed = new Blob([Uint8Array.from(atob(text), c => c.charCodeAt(0))]);
				const data = await new Response(packed.stream().pipeThrough(new DecompressionStream("deflate-raw"))).arrayBuffer();
				done([reader(new Uint8Array(data)), head]);
			} catch (e) { failed(e) }
		};
		script.onload = () => script.remove();
		script.onerror = () => { script.remove(); failed(new Error(name)) };
		script.src = `${root}search/${name}.js${version && "?" + version}`;
		document.head.append(script);
	});

	function reader(data) {
		let at = 0;
		const r = {
			byte: () => data[at++],
			number() {
				let n = 0, unit = 1, b;
				do { b = data[at++]; n += (b & 127) * unit; unit *= 128 } while (b > 127);
				return n;
			},
			text: (n = data.length - at) => new TextDecoder().decode(data.subarray(at, at += n)),
			words() {
				let before = "";
				return r.text(r.number()).split("\n").slice(0, -1).map(line => before = before.slice(0, line.charCodeAt(0) - 32) + line.slice(1));
			},
		};
		return r;
	}

	const caches = [];
	const once = make => {
		const kept = new Map();
		caches.push(kept);
		return key => {
			if (!kept.has(key)) {
				const made = make(key);
				kept.set(key, made);
				made.catch(() => kept.delete(key));
			}
			return kept.get(key);
		};
	};

	const manifest = once(async () => {
		const [r, head] = await read("index");
		const m = { ...head, starts: r.words(), wordStarts: r.words(), numbers: new Map() };
		for (let doc = 0, last = 0; doc < m.documents; doc++) {
			const n = r.number();
			last += n % 2 ? -(n + 1) / 2 : n / 2;
			if (last) m.numbers.set(last - 1, [...m.numbers.get(last - 1) ?? [], doc]);
		}
		return m;
	});

	const shard = once(async i => {
		const m = await manifest(), [r] = await read("terms-" + i);
		const lists = r.words().map(term => ({ term, base: 0 }));
		const common = l => l.holders > m.kept && l.holders > Math.floor(m.documents / 2);
		for (const l of lists) l.holders = r.number();
		for (const l of lists) {
			let last = -1;
			l.docs = Uint32Array.from({ length: common(l) ? m.kept : l.holders }, () => last += r.number() + 1);
		}
		for (const l of lists) {
			if (common(l)) l.base = r.byte() / 255;
			const low = r.byte(), high = l.docs.length > 1 ? r.byte() : low;
			l.impacts = Float32Array.from(l.docs, () => (low + (l.docs.length > 1 ? r.byte() : 0) * (high - low) / 63) / 255);
		}
		return lists;
	});

	const wordsOf = once(async i => {
		const [r] = await read("words-" + i);
		return r.words().map(term => ({ term })).map(w => ({ ...w, size: r.byte() }));
	});

	const group = once(async i => JSON.parse((await read("docs-" + i))[0].text()));
	const result = async doc => {
		const { group: size } = await manifest();
		const [title, number, address, status, date, lead, headings] = (await group(Math.floor(doc / size)))[doc % size];
		return { title, number, address, status, date, lead, headings };
	};

	const columns = once(async () => {
		const m = await manifest(), [r, labels] = await read("facets");
		return labels.map((names, f) => {
			const counts = Array.from({ length: m.documents }, () => r.number());
			const values = counts.map(n => { let last = 0; return Array.from({ length: n }, () => last += r.number()) });
			return { id: m.facets[f], names, values };
		});
	});

	// after is the place of the last range that begins at or before a term.
	const after = (starts, term) => {
		let i = starts.findIndex(s => s > term);
		if (i < 0) i = starts.length;
		return Math.max(0, i - 1);
	};
	const exactly = async term => (await shard(after((await manifest()).starts, term))).find(l => l.term === term);

	async function beginningWith(prefix) {
		const { starts } = await manifest(), first = after(starts, prefix), found = [];
		for (let i = first; i < starts.length && i < first + 2 && (i === first || found.length < LONGER_MOST && starts[i].startsWith(prefix)); i++) {
			found.push(...(await shard(i)).filter(l => l.term.length > prefix.length && l.term.startsWith(prefix)));
		}
		return found;
	}

	// corrections gives the words that a mistyped one may mean.
	async function corrections(mistyped, typing) {
		const m = await manifest(), letter = [...mistyped][0], most = [...mistyped].length < TYPO_TWO ? 1 : 2;
		const correct = words => {
			const near = words.map(w => ({ ...w, edits: distance(mistyped, w.term, typing, most) })).filter(w => w.edits <= most);
			near.sort((a, b) => a.edits - b.edits || b.size - a.size);
			return near.filter(w => w.edits === near[0].edits).slice(0, m.shards === 1 ? LIKELIEST : 1);
		};
		if (m.shards === 1) {
			return correct((await shard(0)).filter(l => l.term[0] !== " " && !paired.test(l.term) && [...l.term].length >= TYPO_FROM && /\p{L}/u.test(l.term))
				.map(l => ({ term: l.term, size: 32 - Math.clz32(l.holders) })));
		}
		const starts = m.wordStarts, at = after(starts, mistyped);
		if (!starts.length) return [];
		const words = await wordsOf(at), found = correct(words);
		if (found.length) return found;
		const before = at && starts[at].startsWith(letter), behind = starts[at + 1]?.startsWith(letter);
		if (before && (!behind || 2 * words.filter(w => w.term < mistyped).length < words.length)) return correct(await wordsOf(at - 1));
		return behind ? correct(await wordsOf(at + 1)) : [];
	}

	function distance(mistyped, word, beginning, most) {
		const a = [...mistyped], b = [...word];
		if (a[0] !== b[0] || a.length > b.length + most || !beginning && b.length > a.length + most) return most + 1;
		b.length = Math.min(b.length, a.length + most);
		let last, before, row = Array.from({ length: b.length + 1 }, (_, j) => j);
		for (let i = 1; i <= a.length; i++) {
			[last, before, row] = [before, row, [i]];
			for (let j = 1; j <= b.length; j++) {
				row[j] = Math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
				if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], last[j - 2] + 1);
			}
		}
		return beginning ? Math.min(...row) : row[b.length];
	}

	// matches gives the terms that a word of the query stands for, with their factors.
	async function matches(word, typing, meant) {
		const { documents: n } = await manifest(), list = [], letters = [...word].length, isPaired = paired.test(word);
		const idf = h => Math.log(1 + (n - h + .5) / (h + .5));
		const exact = await exactly(word);
		if (exact) list.push({ ...exact, factor: idf(exact.holders) });
		if (isPaired && (letters > 1 || !typing)) return list;
		if (!isPaired && letters < 3) {
			const short = typing && await exactly(" " + word);
			if (short) list.push({ ...short, factor: 1 });
			return list;
		}
		if (exact && !typing) return list;
		const longer = await beginningWith(word);
		const weight = exact ? list[0].factor : idf(Math.min(n, longer.reduce((sum, l) => sum + l.holders, 0)));
		for (const l of longer) list.push({ ...l, factor: weight * letters / [...l.term].length });
		if (list.length || letters < TYPO_FROM || !/\p{L}/u.test(word)) return list;
		for (const w of await corrections(word, typing)) {
			const l = await exactly(w.term);
			list.push({ ...l, factor: idf(l.holders) / (1 + w.edits) });
			(meant[word] ??= []).push(w.term);
		}
		return list;
	}

	async function find(query) {
		const m = await manifest(), scores = new Map(), meant = {}, terms = new Set(), telling = new Set();
		const words = [...new Set(tokens(query))].slice(0, QUERY_MOST);
		for (const [i, word] of words.entries()) {
			const best = new Map();
			for (const l of await matches(word, i === words.length - 1 && /[\p{L}\p{N}\p{M}]$/u.test(query), meant)) {
				terms.add(l.term);
				if (l.holders * 2 < m.documents || m.documents < 8) telling.add(l.term);
				l.docs.forEach((doc, j) => {
					const value = l.factor * (l.impacts[j] - l.base);
					if (!(best.get(doc) >= value)) best.set(doc, value);
				});
			}
			for (const [doc, value] of best) scores.set(doc, (scores.get(doc) ?? 0) + value);
		}
		let docs = [...scores.keys()].sort((a, b) => scores.get(b) - scores.get(a) || a - b);
		const number = /^(?:#|adr[-\s]?)?(\d{1,9})$/i.exec(query.trim());
		const first = number && m.numbers.get(Number(number[1]));
		if (first) docs = [...first, ...docs.filter(doc => !first.includes(doc))];
		return { docs, words, meant, terms, telling };
	}

	// Marking: the pieces of a text whose tokens are hits.
	function spans(text, hit) {
		const found = [];
		const add = (from, to) => {
			const last = found.at(-1);
			if (last && last[1] >= from && last[2]) last[1] = to;
			else found.push([from, to]);
		};
		for (const word of text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
			for (const part of word[0].matchAll(piece)) {
				let at = word.index + part.index;
				if (!paired.test(part[0])) {
					if (tokens(part[0]).some(hit)) add(at, at + part[0].length);
					continue;
				}
				const chars = [...part[0]];
				chars.forEach((c, i) => {
					const pair = c + (chars[i + 1] ?? "");
					if (tokens(pair).some(hit)) { add(at, at + pair.length); found.at(-1)[2] = true }
					at += c.length;
				});
			}
		}
		return found;
	}

	// What a link to a page asks to be marked there.
	function markPage() {
		const main = document.querySelector("main article") ?? document.querySelector("main"), asked = tokens(new URLSearchParams(location.search).get("h") ?? "");
		if (!main || !asked.length) return;
		const hit = token => asked.some(w => token === w || w.length > 2 && !paired.test(w) && token.startsWith(w));
		const ranges = [], walk = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
		while (walk.nextNode()) {
			for (const [from, to] of spans(walk.currentNode.data, hit)) {
				const range = new Range();
				range.setStart(walk.currentNode, from);
				range.setEnd(walk.currentNode, to);
				ranges.push(range);
			}
		}
		let marks = [];
		if (CSS.highlights) CSS.highlights.set("search", new Highlight(...ranges));
		else marks = ranges.reverse().filter(r => !r.startContainer.parentElement.closest("svg")).map(r => {
			const mark = el("mark");
			r.surroundContents(mark);
			return mark;
		});
		document.addEventListener("keydown", function clear(e) {
			if (e.key !== "Escape" || document.querySelector("dialog[open]")) return;
			document.removeEventListener("keydown", clear);
			CSS.highlights?.delete("search");
			for (const mark of marks) mark.replaceWith(...mark.childNodes);
			try { history.replaceState(history.state, "", location.pathname + location.hash) } catch { /* the address stays */ }
		});
	}

	// The dialog.
	const SHOWN = 8, LABELS = 12;
	let words = {}, dialog, input, filters, close, panel, status, list, more, limit = SHOWN, turn = 0, timer, chosen = {}, active = -1, shownFor;
	const t = (key, ...args) => (args[0] === 1 && words[key + ".one"] || words[key] || "").replace(/%[ds]/g, () => args.shift());

	function el(tag, attributes, ...children) {
		const e = document.createElement(tag);
		for (const [name, value] of Object.entries(attributes ?? {})) e.setAttribute(name, value);
		e.append(...children.filter(c => c));
		return e;
	}

	function build() {
		input = el("input", { type: "text", class: "search-input", role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": "to.results", autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "go" });
		filters = el("button", { type: "button", class: "search-filters", "aria-expanded": "false", "aria-controls": "to.facets" });
		close = el("button", { type: "button", class: "search-close" });
		panel = el("div", { class: "search-facets", id: "to.facets", hidden: "" });
		status = el("p", { class: "search-status", role: "status" });
		list = el("div", { class: "search-results", role: "listbox", id: "to.results", hidden: "" });
		more = el("button", { type: "button", class: "search-more", hidden: "" });
		dialog = el("dialog", { class: "search" }, el("div", { class: "search-head" }, input, filters, close), panel, status, el("div", { class: "search-scroll" }, list, more));
		document.body.append(dialog);
		input.oninput = () => { clearTimeout(timer); timer = setTimeout(start, 90) };
		input.onkeydown = keys;
		close.onclick = () => dialog.close();
		dialog.onclick = e => { if (e.target === dialog) dialog.close() };
		filters.onclick = () => { panel.hidden = !panel.hidden; filters.setAttribute("aria-expanded", String(!panel.hidden)); run() };
		more.onclick = async () => { const at = limit; limit += SHOWN; await run(); choose(at); input.focus() };
		list.onclick = e => { if (!(e.ctrlKey || e.metaKey || e.shiftKey)) { dialog.close(); input.blur() } };
		try {
			const kept = JSON.parse(sessionStorage.getItem("tradeoff.search"));
			input.value = kept.query;
			chosen = kept.chosen;
		} catch { /* nothing is kept */ }
	}

	async function open(label, failed) {
		if (!dialog) build();
		for (const e of [dialog, input, list]) e.setAttribute("aria-label", label);
		if (!dialog.open) dialog.showModal();
		input.focus();
		input.select();
		try {
			words = (await manifest()).words;
		} catch {
			status.textContent = failed;
			return;
		}
		input.placeholder = t("prompt");
		filters.textContent = t("filters");
		close.textContent = t("close");
		more.textContent = t("more");
		run();
	}

	const start = () => { limit = SHOWN; run() };

	function keys(e) {
		if (e.isComposing) return;
		const options = list.children;
		if (e.key === "ArrowDown" || e.key === "ArrowUp") {
			e.preventDefault();
			if (options.length) choose((active + (e.key === "ArrowDown" ? 1 : -1) + options.length) % options.length);
		} else if (e.key === "Enter" && options[active]) {
			e.preventDefault();
			options[active].dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey: e.ctrlKey, metaKey: e.metaKey, shiftKey: e.shiftKey }));
		}
	}

	function choose(i) {
		const options = list.children;
		options[active]?.setAttribute("aria-selected", "false");
		active = i;
		const option = options[i];
		if (!option) return input.removeAttribute("aria-activedescendant");
		option.setAttribute("aria-selected", "true");
		option.scrollIntoView({ block: "nearest" });
		input.setAttribute("aria-activedescendant", option.id);
	}

	async function run(again) {
		const mine = ++turn, query = input.value;
		try {
			const found = await find(query), picked = Object.values(chosen).some(c => c.length);
			let docs = found.words.length ? found.docs : picked || !panel.hidden ? [...Array((await manifest()).documents).keys()] : [];
			if (picked || !panel.hidden) {
				const all = await columns();
				const passes = (doc, but) => all.every(c => c === but || !chosen[c.id]?.length || c.values[doc].some(v => chosen[c.id].includes(c.names[v])));
				if (mine === turn) showFacets(all, docs, passes);
				docs = docs.filter(doc => passes(doc));
			}
			if (!found.words.length && !picked) docs = [];
			const results = await Promise.all(docs.slice(0, limit).map(result));
			if (mine !== turn) return;
			await show(found, results, docs.length, found.words.length > 0 || picked);
			try { sessionStorage.setItem("tradeoff.search", JSON.stringify({ query, chosen })) } catch { /* it is not kept */ }
		} catch (e) {
			if (mine !== turn) return;
			if (e.version && again !== true) { // the site was built anew: read all of it anew
				version = e.version;
				for (const kept of caches) kept.clear();
				return run(true);
			}
			status.textContent = t("failed");
		}
	}

	const marked = (text, hit) => {
		const out = [];
		let at = 0;
		for (const [from, to] of spans(text, hit)) {
			out.push(text.slice(at, from), el("mark", {}, text.slice(from, to)));
			at = to;
		}
		return [...out, text.slice(at)];
	};

	function show(found, results, total, asked) {
		const short = [...found.terms].filter(term => term[0] === " ").map(term => term.slice(1));
		const hit = token => found.terms.has(token) || short.some(s => token.startsWith(s));
		const h = found.words.length ? "?h=" + encodeURIComponent(found.words.flatMap(w => found.meant[w] ?? w).join(" ")) : "";
		const options = [];
		const option = (href, name, ...children) => options.push(el("a", { role: "option", id: "to.result." + options.length, class: name, href, tabindex: "-1", "aria-selected": "false" }, ...children));
		return manifest().then(m => {
			for (const r of results) {
				const s = m.statuses[r.status - 1];
				option(root + r.address + h, "search-hit",
					el("span", { class: "search-title" }, r.number && el("span", { class: "number" }, r.number + " "), ...marked(r.title, hit)),
					el("span", { class: "search-facts" }, s && el("span", { class: "status " + s.class }, el("span", { class: "sign", "aria-hidden": "true" }, s.sign), s.word), r.date && el("time", { datetime: r.date }, r.date)),
					r.lead && el("span", { class: "search-lead" }, ...marked(r.lead, hit)));
				for (const [id, text] of r.headings.filter(([, text]) => tokens(text).some(w => found.telling.has(w))).slice(0, 3)) {
					option(root + r.address + h + "#" + encodeURIComponent(id), "search-sub", ...marked(text, hit));
				}
			}
			// The same query, read again, leaves the choice where it is.
			const before = shownFor === input.value ? list.children[active]?.href : "";
			shownFor = input.value;
			list.replaceChildren(...options);
			list.hidden = !options.length;
			input.setAttribute("aria-expanded", String(options.length > 0));
			more.hidden = total <= results.length;
			active = -1;
			choose(Math.max(0, options.findIndex(o => o.href === before)));
			const meant = Object.entries(found.meant).map(([w, terms]) => t("meant", w, terms.join(", ")));
			status.textContent = !asked ? t("hint") : [total ? t("count", total) : t("none"), ...meant].join(" ");
		});
	}

	function showFacets(all, docs, passes) {
		const focused = document.activeElement?.dataset.key;
		panel.replaceChildren(...all.filter(c => c.names.length > 1).map(c => {
			const counts = c.names.map(() => 0), on = chosen[c.id] ?? [];
			for (const doc of docs) if (passes(doc, c)) for (const v of c.values[doc]) counts[v]++;
			const labels = c.names.map((name, v) => ({ name, n: counts[v] })).filter(l => l.n || on.includes(l.name)).slice(0, LABELS);
			const buttons = labels.map(({ name, n }) => {
				const b = el("button", { type: "button", "aria-pressed": String(on.includes(name)), "data-key": c.id + " " + name }, name + " ", el("span", { class: "count" }, String(n)));
				b.onclick = () => { chosen[c.id] = on.includes(name) ? on.filter(x => x !== name) : [...on, name]; start() };
				return b;
			});
			return el("div", { role: "group", "aria-label": t("facet." + c.id) }, el("span", { class: "search-facet", "aria-hidden": "true" }, t("facet." + c.id)), el("div", {}, ...buttons));
		}));
		if (focused) [...panel.querySelectorAll("button")].find(b => b.dataset.key === focused)?.focus();
	}

	Object.assign(api, { open, tokens, find, result, warm: () => manifest().catch(() => {}) });
	markPage();
})();
