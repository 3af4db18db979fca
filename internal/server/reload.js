// Loads what a build has changed of the page, keeps where the reader was, and shows
// why a build failed. The preview server puts it on every page; no published page
// has it.
//
// built says what the page consists of, in hashes, and so does each event of that
// name. Where a style sheet differs, its link is swapped; where the page differs
// within main alone, main is; anything else is loaded anew.
(() => {
  "use strict";

  const script = document.currentScript;
  const built = JSON.parse(script.dataset.built);
  const address = new URL("events", script.src);
  address.searchParams.set("page", location.pathname);
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
  const show = ({ text, page }) => {
    if (built.failed && page) { // this page says it itself, if it is not an older one
      hide();
      if (page !== built.page) reload();
      return;
    }
    if (!box) {
      box = document.createElement("pre");
      box.setAttribute("role", "alert");
      box.tabIndex = 0; // so that a long text can be scrolled with the keyboard
      // Properties, since the page's policy forbids style attributes.
      Object.assign(box.style, {
        position: "fixed", inset: "auto 0 0 0", zIndex: "2147483647", boxSizing: "border-box",
        maxHeight: "50vh", margin: "0", padding: "1rem", overflow: "auto", whiteSpace: "pre-wrap",
        overflowWrap: "anywhere", font: "14px/1.5 ui-monospace, monospace", textAlign: "start", direction: "ltr",
        color: "#fff", background: "#7f1d1d", border: "0", borderTop: "3px solid #fca5a5", borderRadius: "0",
      });
      document.body.append(box);
    }
    const words = "The build failed; this page is the last good one.\n\n" + text;
    if (box.textContent !== words) box.textContent = words; // a screen reader says it once
  };

  let source = null;
  let again = 0;
  const close = () => {
    clearTimeout(again);
    if (source) source.close();
    source = null;
  };

  let leaving = false;
  const reload = () => {
    if (leaving) return;
    leaving = true;
    close();
    keep();
    location.reload();
  };

  // A picture more or less comes and goes with main; one that is another does not,
  // since the browser has the old one at hand under its name.
  const same = (a = {}, b = {}) => Object.keys(a).every((name) => !(name in b) || a[name] === b[name]);

  // The old sheet goes when the new one is there, so that the page is never bare.
  const swapSheet = (name, hash) => {
    const links = [...document.querySelectorAll("link[rel~=stylesheet]")].filter((link) => (link.dataset.swapped ?? link.getAttribute("href")) === name);
    if (!links.length || !hash) return false;
    const link = links[links.length - 1].cloneNode();
    const to = new URL(name, document.baseURI);
    to.searchParams.set("built", hash);
    link.href = to;
    link.dataset.swapped = name;
    link.addEventListener("load", () => links.forEach((old) => old.remove()));
    link.addEventListener("error", () => link.remove());
    links[links.length - 1].after(link);
    return true;
  };

  // A script that works on what is in main has to say that it does so again. One
  // that stands in the head and waits for nothing has run before there was a main.
  const bearsSwap = (s) =>
    s === script || "swap" in s.dataset ||
    (s.type && !/^(module|text\/javascript)$/.test(s.type)) ||
    (!s.src && document.head.contains(s) && s.type !== "module" && !/addEventListener|\.on[a-z]+\s*=|setTimeout|requestAnimationFrame/.test(s.text));

  // What tells one details element from the others, in the old main and the new.
  const named = (main) => {
    const seen = new Map();
    return [...main.querySelectorAll("details")].map((e) => {
      const words = e.id || e.querySelector("summary")?.textContent.trim() || "";
      const nth = seen.get(words) ?? 0;
      seen.set(words, nth + 1);
      return [words + "\n" + nth, e];
    });
  };

  const only = (root) => {
    const mains = root.querySelectorAll("main");
    return mains.length === 1 ? mains[0] : null;
  };

  // It gives false where main cannot take another's place.
  const swapMain = async () => {
    if (![...document.scripts].every(bearsSwap)) return false;
    const answer = await fetch(location.href, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const ours = [...page.querySelectorAll("script[data-built]")].pop();
    const now = ours && JSON.parse(ours.dataset.built);
    const main = only(document), next = only(page);
    // It may be a later build's than the event told of.
    if (!now?.frame || now.frame !== built.frame || !same(now.others, built.others)) return false;
    if (!main || !next || main.querySelector("script") || next.querySelector("script")) return false;

    const at = { left: scrollX, top: scrollY, behavior: "instant" };
    const focused = main.contains(document.activeElement) ? document.activeElement.id : "";
    const open = new Map(named(main).map(([name, e]) => [name, e.open]));
    const put = document.adoptNode(next);
    for (const [name, e] of named(put)) if (open.has(name)) e.open = open.get(name);
    put.inert = main.inert;
    main.replaceWith(put);
    document.title = page.title;
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    scrollTo(at);
    built.page = now.page;
    built.others = now.others;
    document.documentElement.dispatchEvent(new CustomEvent("tradeoff:swap"));
    return true;
  };

  const follow = async (now) => {
    if (leaving) return;
    if (built.failed || !same(now.others, built.others)) return reload();
    if (now.page !== built.page) {
      if (!now.frame || now.frame !== built.frame || !(await swapMain())) return reload();
    }
    built.sheets ??= {};
    for (const [name, hash] of Object.entries(now.sheets ?? {})) {
      if (built.sheets[name] === hash) continue;
      if (!swapSheet(name, hash)) return reload();
      built.sheets[name] = hash;
    }
  };
  // One after the other, as they come.
  let work = Promise.resolve();
  const soon = (now) => (work = work.then(() => follow(now)).catch(reload));

  const open = () => {
    close();
    source = new EventSource(address);
    source.addEventListener("open", hide); // a failure that lasts is told again
    source.addEventListener("failed", (event) => show(JSON.parse(event.data)));
    source.addEventListener("mended", hide);
    source.addEventListener("built", (event) => soon(JSON.parse(event.data)));
    source.addEventListener("error", () => {
      // The browser tries again by itself, unless it has given up.
      if (source && source.readyState === EventSource.CLOSED) again = setTimeout(open, 2000);
    });
  };

  // A browser allows few connections to one server, so pages that nobody sees
  // give theirs back. What they miss, the first event tells when they return.
  const listen = () => (document.visibilityState === "hidden" ? close() : source || open());
  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", close);
  addEventListener("pageshow", listen);
  listen();
})();
