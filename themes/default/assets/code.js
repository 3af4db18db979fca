// A button on each block of code that copies it. Copying itself is site.js's.
(() => {
	"use strict";
	if (!window.tradeoff) return;
	const begin = () => {
		const words = document.querySelector(".prose")?.dataset;
		for (const pre of words ? document.querySelectorAll(".code > pre") : []) {
			const button = document.createElement("button");
			button.type = "button";
			button.className = "copy";
			button.textContent = words.copy;
			button.addEventListener("click", () => {
				tradeoff.copy(pre.textContent.replace(/\n$/, ""))
					.then(() => tradeoff.say(button, words.copied), () => tradeoff.say(button, words.copyFailed));
			});
			pre.after(button);
		}
	};
	document.currentScript.dataset.swap = ""; // as site.js has it
	document.documentElement.addEventListener("tradeoff:swap", begin);
	begin();
})();
