// Search: a dialog on every page, and a page of its own, for `search.js`, which loads this when it is needed. A worker holds the
// index and the ranking; it is started when the reader is about to search. All words come from the page.

const ROOT = new URL("./", import.meta.url);
const FIRST = 5; // hits that are shown before the rest is fetched
const MOST_CHARACTERS = 200; // of a query are searched for
const FINGERS = matchMedia("(hover: none) and (pointer: coarse)"); // what the reader works with
const PAUSE = 200; // after the first hits, in milliseconds: whoever goes on typing wants no rest of them

const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

/** Sets attributes; what ARIA says has no properties yet in many browsers. */
const describe = (described, attributes) => {
  Object.entries(attributes).forEach(([name, value]) => described.setAttribute(name, value));
  return described;
};

/** The worker: it answers the latest question only. */
class Engine {
  number = 0;
  cache = "default";

  /** `page` is where the form stands that names the paths. */
  constructor({ worker, engine }, page, receive) {
    Object.assign(this, { page, receive });
    this.paths = { worker, engine };
  }

  open() {
    if (this.worker) return;
    const absolute = (path) => new URL(path, this.page).href;
    this.worker = new Worker(absolute(this.paths.worker));
    this.worker.onmessage = ({ data }) => {
      if (data.number === undefined || data.number === this.number) this.receive(data);
    };
    // A script that could not be fetched is a plain event; one that failed says where.
    this.worker.onerror = (event) => this.receive({ type: "failed", reason: event instanceof ErrorEvent ? "broken" : "offline" });
    const manifest = new URL("search.bin", ROOT).href;
    this.worker.postMessage({ type: "open", root: ROOT.href, engine: absolute(this.paths.engine), manifest, cache: this.cache });
  }

  find(query, lang, limit) {
    this.open();
    this.worker.postMessage({ type: "find", number: ++this.number, query, lang, limit });
  }

  /** Nothing that is still to come is wanted. */
  forget() {
    this.number++;
  }

  /** Takes the addresses that the page has by now: it may be older than the site. Whether they are others. */
  async renew() {
    const before = Object.values(this.paths).join();
    const page = await fetch(this.page, { cache: "no-cache" }).then((response) => response.text(), () => "");
    const form = new DOMParser().parseFromString(page, "text/html").querySelector("form.search");
    if (form) this.paths = { worker: form.dataset.worker, engine: form.dataset.engine };
    return Object.values(this.paths).join() !== before;
  }

  /** Ends the worker, after a failure; the next question begins anew. */
  close() {
    this.worker?.terminate();
    this.worker = undefined;
  }
}

/** The field, and the list of what is found: a combobox. */
class Box {
  /** `eager`: the first hit is chosen at once, so that Enter opens it, but not the search key of a phone, by which readers only
   * want to see what is found. `page`: where the form stands. */
  constructor(form, { limit, eager, page }) {
    Object.assign(this, { form, limit, page, eager: eager && !FINGERS.matches, words: form.dataset });
    this.input = form.elements.q;
    this.filters = [...form.querySelectorAll("select")];
    this.list = form.querySelector("[role=listbox]");
    this.status = form.querySelector("[role=status]");
    this.ways = form.querySelector("[data-part=ways]");
    this.age = form.querySelector("[data-part=age]");
    this.notice = form.querySelector("[data-part=notice]");
    this.guide = form.querySelector("[data-part=guide]");
    this.popular = [...this.list.children];
    // The tag of each language, by its code.
    this.tags = Object.fromEntries(form.dataset.languages.split(" ").map((language) => language.split(":")));
    this.engine = new Engine(form.dataset, page, (message) => this.receive(message));
    this.input.addEventListener("focus", () => this.engine.open());
    // What an input method composes is no query before it is done.
    this.input.addEventListener("input", (event) => event.isComposing || this.ask());
    this.input.addEventListener("compositionend", () => this.ask());
    this.input.addEventListener("keydown", (event) => this.press(event));
    // Firefox submits the form by Ctrl-Enter although the key was taken.
    form.addEventListener("submit", (event) => this.taken && event.preventDefault());
    this.filters.forEach((filter) => filter.addEventListener("change", () => this.ask()));
    addEventListener("online", () => this.failed === "offline" && this.retry());
    this.offer(this.popular);
  }

  get query() {
    const facets = this.filters.map((filter) => filter.selectedOptions[0]?.dataset.facet);
    // What is too long is cut, and no choice is lost by it.
    return [...facets, this.input.value.trim()].filter(Boolean).join(" ");
  }

  ask() {
    const { query } = this;
    if (query === this.asked) return;
    this.asked = query;
    this.shown = undefined;
    this.failed = undefined;
    this.choose(undefined);
    this.form.dispatchEvent(new CustomEvent("asked", { detail: query }));
    if (!query) {
      this.engine.forget();
      this.say("");
      this.tell(undefined);
      this.showGuide(undefined);
      this.offer(this.popular);
      return;
    }
    // What was found before stays until there is something else, but can no longer be opened by Enter.
    this.stale = true;
    describe(this.list, { "aria-busy": true });
    clearTimeout(this.late);
    this.late = setTimeout(() => {
      this.say(this.words.loading);
      // The first hits may be there already, and are none of an earlier query.
      this.list.classList.toggle("stale", this.stale);
    }, 400);
    this.engine.find(query, this.words.lang, Math.min(FIRST, this.limit));
  }

  /** Asks for the rest, unless the reader goes on meanwhile. */
  goOn() {
    const { number } = this.engine;
    setTimeout(() => number === this.engine.number && this.engine.find(this.asked, this.words.lang, this.limit), PAUSE);
  }

  retry() {
    this.asked = undefined;
    this.ask();
  }

  receive({ type, reply, reason }) {
    if (type === "failed") this.fail(reason);
    else if (type === "reply") this.show(reply);
  }

  show({ hits, total, lang, not_covered: notCovered, no_answer: isUnanswered, guide, corrections = [], suggestions = [] }) {
    // Fewer are all that there are.
    const isFirst = this.shown !== this.asked;
    const partial = hits.length === FIRST && FIRST < this.limit && isFirst;
    this.shown = this.asked;
    // What was found for another query does not move to where this is found.
    if (isFirst) this.renewList();
    const found = hits.length ? hits : suggestions;
    const title = !hits.length ? "suggestions" : isUnanswered ? "nearest" : undefined;
    // What answers stands in one list, as it is ranked; what is in other languages comes last.
    const others = title ? [] : found.filter((hit) => hit.lang !== lang);
    const own = found.filter((hit) => !others.includes(hit));
    const chosen = this.chosen?.href;
    const listed = title ? [this.group(title, own)] : own.map((hit) => this.option(hit));
    this.offer(others.length ? [...listed, this.group("other", others)] : listed);
    this.tellAge(hits);
    describe(this.list, { "aria-busy": partial });
    this.tell(notCovered);
    this.showGuide(guide);
    const first = this.eager && hits.length ? this.options[0] : undefined;
    this.choose(this.options.find((option) => option.href === chosen) ?? first);
    if (partial) return this.goOn();
    const counts = JSON.parse(this.words.count);
    const form = new Intl.PluralRules(document.documentElement.lang).select(total);
    const count = total > hits.length ? this.words.first : counts[form] ?? counts.other;
    const told = !hits.length
      ? this.words.none
      : isUnanswered
        ? this.words.unanswered
        : count.replace("{count}", total).replace("{shown}", hits.length);
    const isCut = [...this.asked].length > MOST_CHARACTERS;
    this.say(isCut ? `${this.words.long.replace("{most}", MOST_CHARACTERS)} ${told}` : told, notCovered);
    if (!hits.length || isUnanswered) this.ways.replaceChildren(...this.meant(corrections), this.index());
  }

  /** Tells how old the oldest of what is shown is. */
  tellAge(hits) {
    // A theme may leave it out.
    const place = this.age?.querySelector("[data-form]");
    // What rests on no source has no age.
    const day = hits.flatMap((hit) => hit.as_of || []).sort()[0];
    if (!place || !day) return;
    this.age.hidden = false;
    place.replaceChildren(element("time", { dateTime: day, textContent: dated(day, place.dataset) }));
  }

  async fail(reason) {
    this.engine.close();
    // What was fetched by half may be kept by half.
    this.engine.cache = reason === "incomplete" ? "reload" : "default";
    // If loading ahead failed, the reader has not asked yet, and is told when that fails, too.
    if (!this.asked) return;
    if (reason !== "unsupported" && (await this.engine.renew())) {
      this.engine.close();
      return this.retry();
    }
    this.failed = reason;
    // What was found stays, if only its rest failed.
    if (this.shown !== this.asked) {
      this.tell(undefined);
      this.showGuide(undefined);
      this.offer([]);
    }
    describe(this.list, { "aria-busy": false });
    this.say(this.words[reason] ?? this.words.broken);
    const again = element("button", { type: "button", textContent: this.words.retry });
    again.addEventListener("click", () => this.retry());
    this.ways.replaceChildren(...(reason === "unsupported" ? [] : [again]), this.index());
  }

  /** Says how it stands; before that, to those who hear it, what the notice shows. */
  say(text, notCovered) {
    clearTimeout(this.late);
    const heard = notCovered && element("span", { className: "visually-hidden", textContent: `${notCovered.title} ${notCovered.text} ` });
    this.status.replaceChildren(...(heard ? [heard, text] : [text]));
    this.ways.replaceChildren();
  }

  /** Shows that what was asked about is not covered, whatever is found. */
  tell(notCovered) {
    const lines = notCovered ? [element("b", { textContent: notCovered.title }), element("p", { textContent: notCovered.text })] : [];
    this.notice?.replaceChildren(...lines);
  }

  /** Shows the decision that was asked, with the answers that the query gives and what follows from them. */
  showGuide(guide) {
    // A theme may leave it out.
    if (!this.guide) return;
    this.guide.hidden = !guide;
    if (!guide) return this.guide.replaceChildren();
    const { title, given, action, url } = guide;
    const link = element("a", { href: new URL(url, ROOT).href, textContent: title });
    const answers = given.map(({ label, value }) =>
      element("div", {}, element("dt", { textContent: label }), element("dd", { textContent: value })),
    );
    const told = action ? [element("b", { textContent: action })] : [];
    this.guide.replaceChildren(link, ...(answers.length ? [element("dl", { className: "cells" }, ...answers)] : []), ...told);
  }

  /** Fills the list. */
  offer(groups) {
    this.stale = false;
    if (this.age) this.age.hidden = true;
    describe(this.list, { "aria-busy": false });
    this.list.classList.remove("stale");
    this.list.replaceChildren(...groups);
    this.options = [...this.list.querySelectorAll("[role=option]")];
    this.options.forEach((option, place) => (option.id = `_hit-${place}`));
    describe(this.input, { "aria-expanded": this.options.length > 0 });
    this.choose(undefined);
  }

  /** Puts another list in the place of the list, at its beginning. */
  renewList() {
    const list = this.list.cloneNode(false);
    this.list.replaceWith(list);
    this.list = list;
  }

  group(name, hits) {
    // A list box holds options and groups of them, no headings: the title names its group, and is nothing else.
    const title = describe(element("p", { id: `_hits-${name}`, textContent: this.words[name] }), { role: "presentation" });
    const group = element("div", {}, title, ...hits.map((hit) => this.option(hit)));
    return describe(group, { role: "group", "aria-labelledby": title.id });
  }

  option({ kind, url, anchor, lang, title, category, snippet }) {
    const passage = marked(snippet);
    const found = passage.filter((piece) => piece.nodeName === "MARK").map((mark) => mark.textContent.toLowerCase());
    const words = [...new Set(found.length ? found : this.typed)].slice(0, 8);
    const [path, fragment] = url.split("#");
    const address = new URL(path, ROOT);
    words.forEach((word) => address.searchParams.append("mark", word));
    address.hash = anchor ?? fragment ?? "";
    // Questions, the most of all, are told apart by their category.
    const tag = this.words[kind] ? [element("span", { className: "kind", textContent: this.words[kind] }), " "] : [];
    const place = !category || title.endsWith(category) ? [] : [element("b", { textContent: category }), " "];
    const option = element(
      "a",
      { tabIndex: -1, href: address.href, lang: this.tags[lang] ?? lang },
      element("span", { className: "title" }, ...marking(title, words)),
      element("span", { className: "snippet" }, ...tag, ...place, ...passage),
    );
    return describe(option, { role: "option", "aria-selected": false });
  }

  /** The words of the query, without its operators. */
  get typed() {
    return this.input.value.toLowerCase().split(/\s+/).filter((word) => word && !/^-|[:："]/.test(word));
  }

  meant(corrections) {
    const buttons = corrections.map((correction) => {
      const button = element("button", { type: "button", textContent: correction });
      button.addEventListener("click", () => {
        this.input.value = correction;
        this.input.focus();
        this.ask();
      });
      return button;
    });
    return buttons.length ? [element("span", { textContent: this.words.meant }), ...buttons] : [];
  }

  index() {
    return element("a", { href: new URL(this.words.questions, this.page).href, textContent: this.words.index });
  }

  press(event) {
    this.taken = false;
    // The Enter that ends a composition opens nothing; Safari tells of it by the key code alone.
    if (event.isComposing || event.keyCode === 229) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.options.length) {
      const at = this.options.indexOf(this.chosen);
      const next = at < 0 && step < 0 ? -1 : (at + step) % this.options.length;
      this.choose(this.options.at(next));
    } else if (event.key === "Enter" && this.chosen && !this.stale) {
      if (event.ctrlKey || event.metaKey) open(this.chosen.href, "_blank", "noopener");
      else this.chosen.click();
    } else if (event.key === "Enter" && FINGERS.matches) {
      // The keyboard would lie over what is found.
      this.input.blur();
    } else if (event.key === "Escape") {
      this.form.dispatchEvent(new CustomEvent("left"));
    } else {
      return;
    }
    this.taken = true;
    event.preventDefault();
  }

  choose(option) {
    if (this.chosen) describe(this.chosen, { "aria-selected": false });
    this.chosen = option;
    if (!option) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    describe(option, { "aria-selected": true });
    describe(this.input, { "aria-activedescendant": option.id });
    option.scrollIntoView({ block: "nearest" });
  }

  focus() {
    this.input.focus();
    this.input.select();
  }
}

/** A day as pages write it. What browsers know of dates takes a slow phone a tenth of a second to load. */
function dated(day, { form, months }) {
  const [year, month, date] = day.split("-");
  const names = months ? months.split("|") : [];
  const said = { year, month: names[month - 1] ?? month, day: names.length ? Number(date) : date };
  return form.replace(/\{(year|month|day)\}/g, (_, part) => said[part]);
}

/** A snippet as nodes: text, and `mark` elements. */
function marked(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  return [...body.childNodes].map(({ nodeName, textContent }) =>
    nodeName === "MARK" ? element("mark", { textContent }) : new Text(textContent),
  );
}

/** A text as nodes, with some words marked. */
function marking(text, words) {
  const nodes = [];
  let at = 0;
  for (const [begin, end] of occurrences(text, words)) {
    nodes.push(text.slice(at, begin), element("mark", { textContent: text.slice(begin, end) }));
    at = end;
  }
  return [...nodes, text.slice(at)];
}

/** Where words stand in a text, the longest that fits; those of Latin letters only as a whole. */
function occurrences(text, words) {
  if (!words.length) return [];
  const escaped = (word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  const end = (word) => (/[a-z0-9]$/i.test(word) ? "(?![a-z0-9])" : "");
  const longest = [...words].sort((one, other) => other.length - one.length);
  const pattern = new RegExp(longest.map((word) => escaped(word) + end(word)).join("|"), "giu");
  const found = [];
  for (let match; (match = pattern.exec(text)); ) {
    // What stands before it is looked at here: a pattern that looks back is an error in older browsers.
    const within = /^[a-z0-9]/i.test(match[0]) && /[a-z0-9]/i.test(text[match.index - 1] ?? "");
    if (within) pattern.lastIndex = match.index + 1;
    else found.push([match.index, pattern.lastIndex]);
  }
  return found;
}

/** Shows on a page that search led to what was searched for, and takes it out of the address. */
export function markPage() {
  const address = new URL(location.href);
  if (!address.searchParams.has("mark")) return;
  const words = address.searchParams.getAll("mark").filter(Boolean);
  address.searchParams.delete("mark");
  history.replaceState(history.state, "", address);
  if (!words.length || !CSS.highlights) return;
  const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const ranges = [];
  while (texts.nextNode()) {
    const { currentNode: text } = texts;
    if (text.parentElement.closest("nav")) continue;
    for (const [begin, end] of occurrences(text.data, words)) {
      const range = new Range();
      range.setStart(text, begin);
      range.setEnd(text, end);
      ranges.push(range);
    }
  }
  CSS.highlights.set("found", new Highlight(...ranges));
}

/** The search page: what is asked stands in its address. */
export function onPage(form) {
  const box = new Box(form, { limit: 50, eager: false, page: location.href });
  const languages = document.querySelectorAll("a.language");
  const parameters = new URLSearchParams(location.search);
  // What was typed before this script was there stays.
  box.input.value ||= parameters.get("q") ?? "";
  box.filters.forEach((filter) => {
    const known = [...filter.options].some((option) => option.value === parameters.get(filter.name));
    filter.value = known ? parameters.get(filter.name) : "";
  });
  const count = form.querySelector("[data-part=count]");
  let soon;
  const remember = () => {
    clearTimeout(soon);
    const asked = [...new FormData(form)].filter(([, value]) => value.trim());
    const search = new URLSearchParams(asked).toString();
    languages.forEach((language) => (language.search = search));
    // Browsers refuse an address that changes with every key.
    soon = setTimeout(() => history.replaceState(null, "", search ? `?${search}` : location.pathname), 200);
  };
  form.addEventListener("asked", ({ detail: query }) => {
    document.getElementById("_questions").hidden = Boolean(query);
    const chosen = box.filters.filter((filter) => filter.value).length;
    if (count) count.textContent = chosen || "";
    remember();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    box.ask();
  });
  form.addEventListener("left", () => {
    if (box.chosen) return box.choose(undefined);
    box.input.value = "";
    box.ask();
  });
  // What comes in the place of what is often asked would move the page.
  if (box.query) box.offer([]);
  box.ask();
  if (!box.input.value) box.input.focus({ preventScroll: true });
  return () => box.focus();
}

/** The dialog around a form of another page, made when it is first opened. */
export function inDialog(form, page) {
  const root = document.documentElement;
  const dialog = form.closest("dialog");
  let box;
  const make = () => {
    for (const link of form.querySelectorAll("[href]")) link.href = new URL(link.getAttribute("href"), page).href;
    form.action = new URL(form.getAttribute("action"), page).href;
    document.body.append(dialog);
    const all = form.querySelector("[data-part=all]");
    box = new Box(form, { limit: 10, eager: true, page });
    form.addEventListener("asked", () => {
      all.hidden = !box.input.value.trim();
      all.search = new URLSearchParams({ q: box.input.value.trim() });
    });
    dialog.addEventListener("close", () => root.classList.remove("searching"));
    form.addEventListener("left", () => dialog.close());
    form.querySelector("[data-part=close]").addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  };
  return () => {
    if (!box) make();
    if (!dialog.open) dialog.showModal();
    root.classList.add("searching");
    box.focus();
  };
}
