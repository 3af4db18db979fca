// Loads the page anew after a build, keeps where the reader was, and shows why
// a build failed. The preview server puts it on every page; no published page
// has it.
(() => {
  "use strict";

  const script = document.currentScript;
  const address = new URL("events", script.src);
  address.searchParams.set("build", script.dataset.build || "");
  const key = "tradeoff-scroll:" + location.pathname;

  // Private windows and strict settings refuse storage; the page then starts at its top.
  const keep = () => {
    try {
      sessionStorage.setItem(key, JSON.stringify([scrollX, scrollY]));
    } catch {}
  };
  const restore = () => {
    try {
      const at = JSON.parse(sessionStorage.getItem(key));
      sessionStorage.removeItem(key);
      if (at) scrollTo({ left: at[0], top: at[1], behavior: "instant" });
    } catch {}
  };
  if (document.readyState === "complete") restore();
  else addEventListener("load", restore);

  let box = null;
  const hide = () => {
    if (box) box.remove();
    box = null;
  };
  const show = (text) => {
    if (!box) {
      box = document.createElement("pre");
      box.setAttribute("role", "alert");
      box.tabIndex = 0; // so that a long text can be scrolled with the keyboard
      // Properties, since the page's policy forbids style attributes.
      Object.assign(box.style, {
        position: "fixed", inset: "auto 0 0 0", zIndex: "2147483647", boxSizing: "border-box",
        maxHeight: "50vh", margin: "0", padding: "1rem", overflow: "auto", whiteSpace: "pre-wrap",
        overflowWrap: "anywhere", font: "14px/1.5 ui-monospace, monospace", textAlign: "start",
        color: "#fff", background: "#7f1d1d", border: "0", borderTop: "3px solid #fca5a5", borderRadius: "0",
      });
      document.body.append(box);
    }
    box.textContent = "The build failed; this page is the last good one.\n\n" + text;
  };

  let source = null;
  let again = 0;
  const close = () => {
    clearTimeout(again);
    if (source) source.close();
    source = null;
  };
  const open = () => {
    close();
    source = new EventSource(address);
    source.addEventListener("open", hide); // a failure that lasts is told again
    source.addEventListener("failed", (event) => show(JSON.parse(event.data)));
    source.addEventListener("mended", hide);
    source.addEventListener("reload", () => {
      close();
      keep();
      location.reload();
    });
    source.addEventListener("error", () => {
      // The browser tries again by itself, unless it has given up.
      if (source && source.readyState === EventSource.CLOSED) again = setTimeout(open, 2000);
    });
  };

  // A browser allows few connections to one server, so pages that nobody sees
  // give theirs back. What they miss, the build's name tells when they return.
  const follow = () => (document.visibilityState === "hidden" ? close() : source || open());
  document.addEventListener("visibilitychange", follow);
  addEventListener("pagehide", close);
  addEventListener("pageshow", follow);
  follow();
})();
