// Filters and sorts the log where it stands. The words above it are links to pages
// of their own and stay that: a plain click on one narrows the list instead, and
// the address keeps what was chosen. The rows are in a file, loaded on first use.
(() => {
	"use strict";
	const box = document.getElementById("to.log"), count = document.getElementById("to.count");
	if (!box) return;
	const one = (selector, from = box) => from.querySelector(selector);
	const every = (selector, from = box) => [...from.querySelectorAll(selector)];
	const all = one(".log-all"), found = one(".log-found"), list = document.createElement("ol"), more = one(".log-more button");
	const filters = one(".filters", document), clears = every(".log-clear", document), sorts = every("[data-sort]");
	const [form, closed] = every("template"), told = count.textContent, portion = 200;
	list.className = "log";
	one("h2", found).after(list);
	const {compare} = new Intl.Collator(document.documentElement.lang, {numeric: true});

	// A term is a facet and a name, as in tag/cost: what a link to its page says.
	const facets = {status: "status", tags: "tag", years: "year", people: "person", folders: "folder"};
	const facetOf = term => term.split("/", 1)[0];
	const termOf = a => {
		const [dir, name] = a.getAttribute("href").split(/\/|\.html$/);
		return name && facets[dir] && facets[dir] + "/" + decodeURIComponent(name);
	};
	let words = every("a", filters).filter(termOf).map(a => ({a, term: termOf(a), number: one(".count", a), told: one(".count", a).textContent}));

	// A term of the file is [term, label, address, sign, faded]; a row is
	// [number, title, address, date, lead, and the places of its terms, its status first].
	let terms, rows, loading;
	const load = () => loading ??= new Promise((done, failed) => {
		const script = document.createElement("script");
		script.src = box.dataset.rows;
		script.onload = () => {
			({terms, rows} = self.tradeoffLog);
			rows = rows.map(row => ({row, is: row.slice(5).map(n => terms[n][0]), terms: row.slice(5).map(n => terms[n])}));
			done();
		};
		script.onerror = failed;
		document.head.append(script);
	});

	const nodeOf = ({row: [number, title, href, date, lead], terms}) => {
		const e = (title ? form : closed).content.querySelector("li").cloneNode(true);
		const put = (selector, rest) => Object.assign(one(selector, e) ?? {}, rest);
		put(".row-number", {textContent: number});
		if (!title) return e;
		put(".row-title", {textContent: title, href});
		put(".row-lead", {textContent: lead});
		put(".row-date", {textContent: date, dateTime: date});
		const [term, label, , sign, faded] = terms[0];
		put(".status", {className: "status " + term.replace("/", "-")}).lastChild.data = label;
		put(".sign", {textContent: sign});
		e.classList.toggle("row-faded", !!faded);
		for (const p of every(".row-tags, .row-people", e)) {
			const a = one("a", p), mine = terms.filter(t => facetOf(t[0]) == facets[p.className.slice(4)]);
			p.replaceChildren(...mine.flatMap(t => [Object.assign(a.cloneNode(), {textContent: t[1], href: t[2]}), " "]));
		}
		return e;
	};

	// What the address says.
	const falls = {number: true, title: false, status: false, date: true}; // the order that one expects first
	let q, chosen, sort, down, hits, shown, turn = 0;
	const say = (text, ...numbers) => text.replace(/%(?:\[(\d)\])?d/g, (_, at) => at ? numbers[at - 1] : numbers.shift());

	// Each word counts what there would be with it in place of its facet's.
	const narrow = () => {
		const counts = {}, way = down == falls[sort] ? 1 : -1, at = {title: 1, date: 3, status: 5}[sort];
		hits = rows.filter(({is}) => {
			const [missed, ...others] = chosen.filter(t => !is.includes(t));
			if (others.length) return;
			for (const t of is) if (!missed || facetOf(t) == facetOf(missed)) counts[t] = (counts[t] ?? 0) + 1;
			return !missed;
		});
		for (const w of words) w.number.textContent = counts[w.term] ?? 0;
		if (at) hits.sort(({row: x}, {row: y}) => !x[1] - !y[1] || at == 3 && !x[3] - !y[3] || (at == 3 ? compare(y[3], x[3]) : compare(x[at], y[at])) * way);
		else if (way < 0) hits.reverse();
	};

	const next = () => {
		const nodes = hits.slice(shown, shown += portion).map(nodeOf), left = hits.length - shown;
		list.append(...nodes);
		more.parentNode.hidden = left <= 0;
		more.textContent = say(more.dataset.more, Math.min(portion, left));
		return nodes[0];
	};

	// mark tells the words and buttons what is chosen. A chosen term that has no
	// word gets one for the time.
	const mark = () => {
		words = words.filter(w => w.told || chosen.includes(w.term) || w.a.parentNode.remove());
		for (const term of chosen) {
			const near = words.find(w => facetOf(w.term) == facetOf(term)), known = terms?.find(t => t[0] == term);
			if (!near || !known || words.some(w => w.term == term)) continue;
			const li = near.a.parentNode.cloneNode(true), a = one("a", li);
			a.firstChild.data = known[1] + " ";
			a.href = known[2];
			near.a.closest("ul").append(li);
			words.push({a, term, number: one(".count", a)});
		}
		for (const w of words) {
			if (chosen.includes(w.term)) w.a.setAttribute("aria-current", "true");
			else w.a.removeAttribute("aria-current");
			w.number.textContent = w.told;
		}
		for (const b of sorts) {
			b.ariaPressed = b.dataset.sort == sort;
			b.title = b.ariaPressed == "true" ? b.parentNode.dataset[down ? "down" : "up"] : "";
			b.dataset.down = down;
		}
		clears[0].hidden = !chosen.length;
	};

	const show = async () => {
		q = new URLSearchParams(location.search);
		chosen = Object.values(facets).filter(f => q.get(f)).map(f => f + "/" + q.get(f));
		sort = q.get("sort") in falls ? q.get("sort") : "number";
		down = q.has("order") ? q.get("order") == "desc" : falls[sort];
		const mine = ++turn, plain = !chosen.length && sort == "number" && down;
		if (!plain) {
			box.ariaBusy = true;
			await load();
			if (mine != turn) return;
		}
		mark();
		if (!plain) {
			narrow();
			found.style.minBlockSize = Math.min(found.offsetHeight || all.offsetHeight, innerHeight) + "px";
			list.replaceChildren();
			shown = 0;
			next();
			one(".log-none").hidden = hits.length;
		}
		count.textContent = chosen.length ? say(count.dataset.found, hits.length, rows.length) : told;
		all.hidden = !plain;
		found.hidden = plain;
		box.ariaBusy = null;
	};
	const write = () => {
		history.pushState(null, "", location.pathname + (q.size ? "?" + q : ""));
		show();
	};

	document.addEventListener("click", e => {
		const a = e.target.closest("a"), inside = box.contains(a);
		const term = a && (inside || filters?.contains(a)) && termOf(a);
		if (!term || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
		e.preventDefault();
		const facet = facetOf(term), name = term.slice(facet.length + 1);
		if (q.get(facet) == name && !inside) q.delete(facet);
		else q.set(facet, name);
		write();
		if (inside) count.focus(); // the link goes with its row
	});
	for (const b of sorts) b.onclick = () => {
		const by = b.dataset.sort, turned = by == sort && down == falls[by];
		q.set("sort", by);
		if (turned) q.set("order", down ? "asc" : "desc");
		else q.delete("order");
		if (by == "number") q.delete("sort");
		write();
	};
	for (const b of clears) b.onclick = () => {
		for (const f of Object.values(facets)) q.delete(f);
		write();
		count.focus();
	};
	more.onclick = () => one("a", next())?.focus();
	addEventListener("popstate", show);
	show();
})();
