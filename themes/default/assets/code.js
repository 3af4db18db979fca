// A button on each block of code that copies it. Copying itself is site.js's.
(() => {
	"use strict";
	const words = document.querySelector(".prose")?.dataset;
	if (!words || !window.tradeoff) return;
	for (const pre of document.querySelectorAll(".code > pre")) {
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
})();
