// What every page of the site can do with JavaScript. Each part leaves a page
// alone that lacks what it needs; without any of it the page reads as well.
(() => {
	"use strict";
})();
