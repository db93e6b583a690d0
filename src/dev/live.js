// Keeps an open page up to date: what changed of it is put in its place, and what is wrong is shown over it. It runs before the
// scripts that wait for the page, so that it knows the page as it was sent.
"use strict";
{
  const PANEL = "wenda-problems";
  const LIVE = 'script[src="/__wenda/live.js"]';
  const RETRY_MS = 1000;
  const HASHED = /\.(?=[0-9]*[a-f])[0-9a-f]{10}\.\w+/; // a file that is named by what it holds
  const inert = document.implementation.createHTMLDocument();
  const live = new WeakMap(); // what is shown, by its place in the page as it was sent
  const sent = inert.importNode(document.documentElement, true);
  let { run, page } = document.currentScript.dataset;
  let build = Number(document.currentScript.dataset.build);
  let problems;
  let changed = []; // the files that changed since the page was last brought up to date; null if nobody knows
  let done = build;
  let busy = false;

  const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

  /** Takes note of what there is to be told. */
  function hear(news) {
    if (news.run === run && news.build <= build) return;
    if (document.hidden && !news.late) return;
    const missed = news.run !== run || news.since > build;
    changed = missed || !changed || !news.changed ? null : changed.concat(news.changed);
    ({ run, build, problems } = news);
    follow();
  }

  /** Brings the page up to date, once for all that was told meanwhile. */
  async function follow() {
    if (busy) return;
    busy = true;
    while (done !== build) {
      done = build;
      try {
        await update();
      } catch (error) {
        // What cannot be put in place is loaded anew. Where no answer came, the server is gone or restarts.
        if (!(error instanceof TypeError)) return location.reload();
        await pause(RETRY_MS);
        done = undefined;
      }
    }
    busy = false;
  }

  async function update() {
    if (problems) return showProblems("The site has errors; this is the last good page", problems);
    const address = location.pathname + location.search;
    const response = await fetch(address, { cache: "no-store", headers: { "If-None-Match": `"${page}"` } });
    const text = await response.text();
    try {
      if (response.status === 304) {
        document.getElementById(PANEL)?.remove();
      } else if (response.status === 500) {
        const panel = parsed(text).querySelector(`#${PANEL}`);
        return showProblems(panel.querySelector("h1").textContent, panel.querySelector("pre").textContent);
      } else if (response.ok) {
        replace(text);
        page = response.headers.get("etag").replaceAll('"', "");
        document.getElementById(PANEL)?.remove();
      } else {
        return location.reload();
      }
      refreshFiles();
    } catch (error) {
      // Whatever it is, it has nothing to do with the server.
      throw new Error("the page cannot be brought up to date", { cause: error });
    }
  }

  function showProblems(title, problems) {
    document.getElementById(PANEL)?.remove();
    if (!document.querySelector('link[href="/__wenda/live.css"]')) {
      const style = document.createElement("link");
      style.rel = "stylesheet";
      style.href = "/__wenda/live.css";
      document.head.append(style);
    }
    const panel = document.createElement("section");
    panel.id = PANEL;
    panel.setAttribute("role", "alert");
    const heading = document.createElement("h1");
    heading.textContent = title;
    const text = document.createElement("pre");
    text.textContent = problems;
    panel.append(heading, text);
    document.body.append(panel);
  }

  const parsed = (text) => new DOMParser().parseFromString(text, "text/html").documentElement;

  /** Takes out of a page what is not of the site: this script, and the white space around it; and what is for no scripts. */
  function tidy(root) {
    root.querySelector(LIVE)?.remove();
    root.querySelectorAll("noscript").forEach((element) => element.replaceChildren());
    const body = root.querySelector("body");
    while (body.lastChild?.nodeType === Node.TEXT_NODE && !body.lastChild.data.trim()) body.lastChild.remove();
    return root;
  }

  /** Remembers where the parts of a page are shown. */
  function pair(part, node) {
    live.set(part, node);
    part.childNodes.forEach((child, place) => pair(child, node.childNodes[place]));
  }

  /** All that scripts take from a page when they begin: where it differs, they have to begin anew. */
  function scripted(root) {
    const scripts = root.querySelectorAll('script:not([type="application/ld+json"]), template');
    const attributes = [...root.querySelectorAll("*")].flatMap((element) => [...element.attributes]);
    const named = attributes.filter(({ name, value }) => name.startsWith("data-") && HASHED.test(value));
    return [...scripts].map((script) => script.outerHTML).concat(named.map(({ value }) => value)).join("\n");
  }

  /** Puts what changed of a page in its place. Fails where a script has changed the same. */
  function replace(text) {
    const next = tidy(parsed(text));
    if (scripted(next) !== scripted(sent)) throw new Error("its scripts changed");
    const [left, top] = [scrollX, scrollY];
    const focused = document.activeElement;
    const way = wayTo(focused);
    replaceWithin(sent, next);
    if (!focused.isConnected) elementAt(way)?.focus({ preventScroll: true });
    scrollTo({ left, top, behavior: "instant" });
  }

  const isStyle = (node) => node.nodeName === "LINK" && node.rel === "stylesheet";

  function assertUntouched(isUntouched) {
    if (!isUntouched) throw new Error("a script changed what is to be replaced");
  }

  function replaceWithin(old, next) {
    const shown = live.get(old);
    if (old.nodeType !== Node.ELEMENT_NODE) {
      assertUntouched(shown.data === old.data);
      shown.data = old.data = next.data;
      return;
    }
    for (const { name } of [...old.attributes, ...next.attributes]) {
      const value = next.getAttribute(name);
      if (value === old.getAttribute(name)) continue;
      assertUntouched(shown.getAttribute(name) === old.getAttribute(name));
      for (const element of [old, shown]) {
        if (value === null) element.removeAttribute(name);
        else element.setAttribute(name, value);
      }
    }
    replaceChildren(old, next, shown);
  }

  function replaceChildren(old, next, shown) {
    const [were, are] = [[...old.childNodes], [...next.childNodes]];
    const most = Math.min(were.length, are.length);
    let before = 0;
    while (before < most && were[before].isEqualNode(are[before])) before++;
    let after = 0;
    while (after < most - before && were.at(-1 - after).isEqualNode(are.at(-1 - after))) after++;
    const gone = were.slice(before, were.length - after);
    const come = are.slice(before, are.length - after);
    if (gone.length === come.length && gone.every((node, place) => node.nodeName === come[place].nodeName)) {
      gone.forEach((node, place) => {
        if (node.isEqualNode(come[place])) return;
        if (isStyle(node) && isStyle(come[place])) replaceStyle(node, come[place].getAttribute("href"));
        else replaceWithin(node, come[place]);
      });
      return;
    }
    const follower = were[were.length - after];
    const place = follower ? live.get(follower) : null;
    assertUntouched(!place || place.parentNode === shown);
    for (const node of gone) {
      assertUntouched(live.get(node).parentNode === shown && live.get(node).isEqualNode(node));
      live.get(node).remove();
      node.remove();
    }
    for (const node of come) {
      const copy = document.importNode(node, true);
      old.insertBefore(node, follower ?? null);
      shown.insertBefore(copy, place);
      pair(node, copy);
    }
  }

  /** Loads a style, and takes the one before it away when it is there: the page is never without. */
  function replaceStyle(part, address) {
    const before = live.get(part);
    const style = before.cloneNode();
    style.setAttribute("href", address);
    style.onload = style.onerror = () => before.remove();
    before.after(style);
    part.setAttribute("href", address);
    live.set(part, style);
  }

  /** The way from the root to an element: the place of each among its siblings. */
  function wayTo(element) {
    const way = [];
    for (let at = element; at?.parentElement; at = at.parentElement) way.unshift([...at.parentElement.children].indexOf(at));
    return way;
  }

  const elementAt = (way) => way.reduce((at, place) => at?.children[place], document.documentElement);

  /** The path of a file of the site, from its root. */
  function pathOf(address) {
    try {
      return decodeURIComponent(new URL(address, document.baseURI).pathname).slice(1);
    } catch {
      return "";
    }
  }

  /** Loads the files anew that changed and that the page names by the same name as before, or its styles and scripts do. */
  function refreshFiles() {
    const files = new Set(changed);
    const isLost = changed === null;
    changed = [];
    if (isLost || [...files].some((file) => /\.(m?js|bin|wasm)$/.test(file) && !file.startsWith("files/"))) {
      location.reload();
      return;
    }
    for (const image of document.images) {
      const path = pathOf(image.src);
      if (files.has(path)) image.src = `${image.src.split("?")[0]}?build=${build}`;
    }
    // Attachments are named by pages, and styles by what they hold; what else changed may be named by a style.
    const styles = [...sent.querySelectorAll("link[rel=stylesheet]")];
    if (![...files].some((file) => !file.startsWith("files/") && !HASHED.test(file))) return;
    for (const style of styles) {
      const address = style.getAttribute("href");
      replaceStyle(style, `${address}${address.includes("?") ? "&" : "?"}build=${build}`);
      style.setAttribute("href", address);
    }
  }

  /** Hears of changes by the one connection of all pages. */
  function connect() {
    const pages = new BroadcastChannel("wenda live");
    pages.onmessage = ({ data }) => hear(data);
    const worker = new SharedWorker("/__wenda/live-worker.js", "wenda live");
    worker.onerror = () => listen();
    worker.port.onmessage = ({ data }) => hear(data);
    worker.port.postMessage({ run, build });
  }

  /** Hears of changes by a connection of its own, as long as somebody looks at the page: where no worker can be shared. */
  async function listen() {
    for (;;) {
      const turned = new Promise((resolve) => document.addEventListener("visibilitychange", resolve, { once: true }));
      if (document.hidden) {
        await turned;
        continue;
      }
      const left = new AbortController();
      turned.then(() => left.abort());
      try {
        const since = build;
        const options = { cache: "no-store", signal: left.signal };
        const response = await fetch(`/__wenda/live?seen=${since}&run=${run}`, options);
        if (response.status === 200) hear({ ...(await response.json()), since, late: true });
        else if (response.status !== 204) throw new Error(`status ${response.status}`);
      } catch {
        if (!left.signal.aborted) await pause(RETRY_MS);
      }
    }
  }

  pair(sent, document.documentElement);
  tidy(sent);
  // A page that was left and is come back to heard nothing meanwhile.
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
  try {
    connect();
  } catch {
    listen();
  }
}
