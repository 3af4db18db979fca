// On the page of the graph: what a pointer or the focus is on shows with its
// relations, and with the decisions at their other ends.
(() => {
	"use strict";
	for (const picture of document.querySelectorAll(".graphs svg")) {
		const lit = (event) => {
			const node = event.target.closest(".node");
			picture.classList.toggle("graph-lit", !!node);
			const at = node && node.dataset.at, near = new Set([at]);
			for (const edge of picture.querySelectorAll("[data-ends]")) {
				const ends = edge.dataset.ends.split(" "), on = ends.includes(at);
				edge.classList.toggle("lit", on);
				if (on) ends.forEach((end) => near.add(end));
			}
			for (const other of picture.querySelectorAll(".node")) other.classList.toggle("lit", near.has(other.dataset.at));
		};
		picture.addEventListener("pointerover", lit);
		picture.addEventListener("focusin", lit);
		picture.addEventListener("pointerleave", lit);
		picture.addEventListener("focusout", lit);
	}
})();
