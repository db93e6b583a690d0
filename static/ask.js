// Walks a decision in place: the diagram says what follows, the page's templates say it in words. What was answered stands
// in the address, `?fact=value`. Without this script the same states are pages of their own, and their links stay as they
// are until it is sure that it works.

const UNKNOWN = -1;

/** So many digits a number may have. */
const MAX_DIGITS = 30;

/** A plain decimal number, zero or more, as a whole number of its last possible digits. */
function scaled(text) {
  const [whole, part = ""] = text.split(".");
  return BigInt(whole + part.padEnd(MAX_DIGITS, "0"));
}

/** Whether a number meets a bound, `>= 3` or `> 3`. */
function meets(text, bound) {
  const [comparison, limit] = bound.split(" ");
  return comparison === ">" ? scaled(text) > scaled(limit) : scaled(text) >= scaled(limit);
}

/** Answers with another one to a fact. */
const changed = (answers, fact, value) => answers.map((answer, place) => (place === fact ? value : answer));

/**
 * A decision's diagram, as `src/site/diagram.rs` writes it. An edge is the place of a node, `-1 - n` for the outcome `n`, or
 * null for what cannot be. Answers are an array by fact: the place of a value, UNKNOWN, or undefined if not asked.
 */
export class Decision {
  constructor(diagram) {
    Object.assign(this, diagram);
  }

  /** The place of the value that a text names: its id, a number in its range, or `unknown`; undefined if there is none. */
  value(fact, text) {
    const { values, bounds, whole } = this.facts[fact];
    if (text === "unknown") return UNKNOWN;
    if (values.includes(text)) return values.indexOf(text);
    const number = whole ? /^(0|[1-9]\d*)$/ : /^(0|[1-9]\d*)(\.\d+)?$/;
    if (!bounds || !number.test(text) || text.length > MAX_DIGITS) return undefined;
    return bounds.filter((bound) => meets(text, bound)).length;
  }

  /** The answers in the parameters of an address, their texts by the ids of the facts, and what is not understood. */
  read(parameters) {
    const given = new Map();
    const invalid = [];
    const answers = this.facts.map(({ id }, fact) => {
      const text = parameters.get(id);
      if (text === null) return undefined;
      const value = this.value(fact, text);
      if (value === undefined) invalid.push(`${id}=${text}`);
      else given.set(id, text);
      return value;
    });
    return { answers, given, invalid };
  }

  /** The edges that paths of these answers go along, each once. */
  *reached(root, answers) {
    const seen = new Set([root]);
    for (const edge of seen) {
      yield edge;
      if (edge === null || edge < 0) continue;
      const [fact, ...edges] = this.questions[edge];
      if (answers[fact] >= 0) seen.add(edges[answers[fact]]);
      else edges.forEach((next) => seen.add(next));
    }
  }

  /** The outcomes that are possible, in no order. */
  *possible(answers) {
    for (const edge of this.reached(this.begin[0], answers)) if (edge !== null && edge < 0) yield -1 - edge;
  }

  /** The facts without a value on which the outcome depends, in the order of the facts. */
  open(answers) {
    const facts = new Set();
    for (const edge of this.reached(this.begin[1], answers)) if (edge !== null && edge >= 0) facts.add(this.questions[edge][0]);
    return [...facts].filter((fact) => !(answers[fact] >= 0)).sort((a, b) => a - b);
  }

  /** Whether answers can be together. */
  isPossible(answers) {
    return !this.possible(answers).next().done;
  }

  /** The outcome, if there is one only, whatever is not answered. */
  outcome(answers) {
    const [outcome, other] = this.possible(answers);
    return other === undefined ? outcome : undefined;
  }

  /** What follows from answers: an outcome, the next question, or what is possible. */
  state(answers) {
    const possible = [...this.possible(answers)].sort((a, b) => a - b);
    if (possible.length === 0) return { status: "impossible" };
    if (possible.length === 1) return { status: "answered", outcome: possible[0] };
    const open = this.open(answers);
    const fact = open.find((place) => answers[place] === undefined);
    if (fact !== undefined) return { status: "question", fact, possible };
    return { status: "undetermined", possible, settledBy: open };
  }

  /** Answers that suffice for the outcome, and none of them can be left out. The latest is left out first. */
  because(answers) {
    const outcome = this.outcome(answers);
    const kept = answers.map((answer) => (answer >= 0 ? answer : undefined));
    for (let fact = kept.length - 1; fact >= 0; fact--) {
      const answer = kept[fact];
      kept[fact] = undefined;
      if (answer !== undefined && this.outcome(kept) !== outcome) kept[fact] = answer;
    }
    return kept.flatMap((answer, fact) => (answer === undefined ? [] : [fact]));
  }

  /** Whether another value of a fact would lead to another state. */
  matters(answers, fact) {
    const outcome = this.outcome(answers);
    return this.facts[fact].values.some((_, value) => this.outcome(changed(answers, fact, value)) !== outcome);
  }

  /** What another answer to one question would lead to, where that is another outcome: fact, values, outcome. */
  changes(answers) {
    const outcome = this.outcome(answers);
    return answers.flatMap((given, fact) => {
      const byOutcome = new Map();
      if (given >= 0) {
        this.facts[fact].values.forEach((_, value) => {
          const other = this.outcome(changed(answers, fact, value));
          if (other !== undefined && other !== outcome) byOutcome.set(other, [...(byOutcome.get(other) ?? []), value]);
        });
      }
      return [...byOutcome].map(([other, values]) => ({ fact, values, outcome: other }));
    });
  }
}

const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

/** The page on which a decision is walked in place. */
class Page {
  constructor(root, decision) {
    this.root = root;
    this.decision = decision;
    this.words = root.dataset;
    /** The ids of the facts. */
    this.ids = decision.facts.map((fact) => fact.id);
  }

  listen() {
    addEventListener("popstate", () => this.follow());
    // On paper nothing can be unfolded.
    addEventListener("beforeprint", () => this.root.querySelectorAll("details.answers").forEach((folded) => (folded.open = true)));
    this.root.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='?']");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      this.go(link.getAttribute("href"));
    });
    this.root.addEventListener("submit", (event) => {
      event.preventDefault();
      const [[fact, value]] = new FormData(event.target);
      this.go(this.link(fact, value));
    });
  }

  go(address) {
    history.pushState(null, "", address === "?" ? location.pathname : address);
    this.follow();
  }

  /** Shows what the address now says; if that fails, as a page that is opened with it. */
  follow() {
    try {
      this.show(true);
    } catch {
      location.reload();
    }
  }

  /** Takes the answers from the address. What is not known is left out, and told. */
  read() {
    Object.assign(this, this.decision.read(new URLSearchParams(location.search)));
  }

  /** The address with another answer to a fact; `undefined` takes one back. */
  link(changedId, changedText) {
    const answers = new Map(this.given).set(changedId, changedText);
    const known = this.ids.filter((id) => answers.get(id) !== undefined).map((id) => [id, answers.get(id)]);
    return `?${new URLSearchParams(known)}`;
  }

  template(fact) {
    return document.querySelector(`template[data-fact="${this.ids[fact]}"]`);
  }

  outcomeTemplate(outcome) {
    return document.querySelector(`template[data-outcome="${this.decision.outcomes[outcome][0]}"]`);
  }

  titleOf(outcome) {
    return this.outcomeTemplate(outcome).content.querySelector("h2").textContent;
  }

  /** An outcome in words. Its lists name the places of what they hold among what all outcomes share. */
  told(outcome) {
    const shared = document.getElementById("_shared").content;
    const told = this.outcomeTemplate(outcome).content.cloneNode(true);
    for (const list of told.querySelectorAll("[data-items]")) {
      const { children } = shared.querySelector(list.className ? `.${list.className}` : list.localName);
      list.append(...list.dataset.items.split(" ").map((place) => children[place].cloneNode(true)));
    }
    return told;
  }

  label(fact) {
    return this.template(fact).dataset.label;
  }

  /** What a value is called. */
  name(fact, text) {
    if (text === "unknown") return this.words.unknown;
    const template = this.template(fact);
    const choice = [...template.content.querySelectorAll("[data-value]")].find((link) => link.dataset.value === text);
    if (choice) return choice.textContent;
    const forms = JSON.parse(template.dataset.quantities ?? '{"other":"{number}"}');
    const form = new Intl.PluralRules(document.documentElement.lang).select(Number(text));
    return (forms[form] ?? forms.other).replace("{number}", text);
  }

  /** What several values are called; of several ranges the first and the last. */
  names(fact, values) {
    const names = values.map((value) => this.name(fact, value));
    if (!this.decision.facts[fact].bounds || names.length < 2) return names.join(this.words.separator);
    return `${names[0]} – ${names.at(-1)}`;
  }

  show(moved) {
    this.read();
    const state = this.decision.state(this.answers);
    const summary = this.summary(state);
    const shown = [...this.problems(), ...this[state.status](state)];
    const step = this.part("step");
    // All or nothing: until here the page is whole as it is.
    this.part("answers").replaceChildren(...summary);
    step.replaceChildren(...shown);
    this.tellAge(state);
    forgetAddress();
    document.querySelector("[data-restart]").hidden = !location.search;
    document.querySelectorAll("a.language").forEach((link) => (link.search = location.search));
    this.announce(step, moved);
  }

  /** Names the state in the title; what it asks or answers stands at the top of the screen, and is heard. */
  announce(step, moved) {
    const begun = this.given.size > 0;
    const head = document.querySelector("[data-part=asked]");
    head?.classList.toggle("begun", begun);
    const heading = step.querySelector("h2");
    const action = step.querySelector(".action");
    if (action) {
      action.id = "_action";
      heading.setAttribute("aria-describedby", action.id);
    }
    const name = document.querySelector("h1").textContent;
    this.title ??= document.title;
    document.title = begun ? this.title.replace(name, () => `${name} · ${heading.textContent}`) : this.title;
    if (!moved) return;
    // At the start again, the page begins where it begins.
    if (begun) step.scrollIntoView({ block: "start", behavior: "instant" });
    else scrollTo({ top: 0, behavior: "instant" });
    heading.focus({ preventScroll: true });
  }

  /** Tells how old the outcome is; before there is one, the oldest of all. */
  tellAge({ outcome }) {
    const time = document.querySelector("p.age time");
    if (!time) return;
    // What rests on no source has no age.
    this.oldest ??= { day: time.dateTime, date: time.textContent };
    const { day, date } = outcome === undefined ? this.oldest : this.outcomeTemplate(outcome).dataset;
    time.closest("p").hidden = !day;
    time.dateTime = day;
    time.textContent = date;
  }

  part(name) {
    return this.root.querySelector(`[data-part="${name}"]`);
  }

  problems() {
    if (!this.invalid.length) return [];
    const text = `${this.words.invalid}${this.words.colon}${this.invalid.join(this.words.separator)}`;
    return [element("p", { className: "notice", role: "alert", textContent: text })];
  }

  summary(state) {
    const given = this.ids.flatMap((id, fact) => (this.given.has(id) ? [fact] : []));
    if (!given.length) return [];
    const idle = state.status === "answered" ? given.filter((fact) => !this.decision.matters(this.answers, fact)) : [];
    const rows = given.map((fact) => {
      const id = this.ids[fact];
      const change = element("a", { href: this.link(id, undefined), textContent: this.words.change });
      change.setAttribute("aria-label", `${this.words.change}${this.words.colon}${this.label(fact)}`);
      const value = element("dd", {}, element("span", { textContent: this.name(fact, this.given.get(id)) }), change);
      if (idle.includes(fact)) change.before(element("small", { textContent: this.words.idle }));
      return element("div", {}, element("dt", { textContent: this.label(fact) }), value);
    });
    const count = element("span", { textContent: rows.length });
    // What the reader has opened stays open.
    const { open = matchMedia("(min-width: 60rem)").matches } = this.part("answers").querySelector("details") ?? {};
    const told = element("summary", {}, `${this.words.answers} `, count);
    return [element("details", { className: "answers", open }, told, element("dl", { className: "cells" }, ...rows))];
  }

  question({ fact }) {
    const id = this.ids[fact];
    const shown = this.template(fact).content.cloneNode(true);
    const list = shown.querySelector(".options");
    const form = shown.querySelector("form");
    this.decision.facts[fact].values.forEach((value, place) => {
      const link = list.children[place].firstElementChild;
      link.href = this.link(id, value);
      const possible = this.decision.isPossible(changed(this.answers, fact, place));
      list.children[place].hidden = Boolean(form) || !possible;
    });
    const unknown = element("a", { href: this.link(id, "unknown"), textContent: this.words.unknown });
    unknown.dataset.value = "unknown";
    list.append(element("li", {}, unknown));
    if (form) list.before(form);
    return [shown];
  }

  answered({ outcome }) {
    const shown = this.told(outcome);
    const because = this.decision.because(this.answers).map((fact) => this.pair(fact, this.given.get(this.ids[fact])));
    const changes = this.decision.changes(this.answers).map(({ fact, values, outcome: other }) => {
      const named = values.map((value) => this.decision.facts[fact].values[value]);
      const link = element("a", { href: this.link(this.ids[fact], named[0]), textContent: this.titleOf(other) });
      const names = this.names(fact, named);
      return element("li", {}, `${this.label(fact)}${this.words.colon}${names} → `, link);
    });
    shown.querySelector("article").append(...this.list("because", because), ...this.list("changes", changes));
    return [shown];
  }

  pair(fact, text) {
    return element("li", { textContent: `${this.label(fact)}${this.words.colon}${this.name(fact, text)}` });
  }

  list(name, items) {
    if (!items.length) return [];
    return [element("section", {}, element("h3", { textContent: this.words[name] }), element("ul", {}, ...items))];
  }

  undetermined({ possible, settledBy }) {
    const { outcomes } = this.decision;
    const [, verdicts] = outcomes[possible[0]];
    const told = [...this.told(possible[0]).querySelector(".verdicts").children];
    const agreed = told.filter((_, verdict) => {
      const said = verdicts[verdict];
      return said !== undefined && possible.every((outcome) => outcomes[outcome][1][verdict] === said);
    });
    const titles = possible.map((outcome) => element("li", { textContent: this.titleOf(outcome) }));
    const open = settledBy.map((fact) =>
      element("li", {}, element("a", { href: this.link(this.ids[fact], undefined), textContent: this.label(fact) })),
    );
    return [
      element(
        "article",
        { className: "outcome" },
        element("h2", { tabIndex: -1, textContent: this.words.undetermined }),
        element("dl", { className: "verdicts" }, ...agreed),
        ...this.list("settled", open),
        ...this.list("possible", titles),
      ),
    ];
  }

  impossible() {
    return [element("article", { className: "outcome" }, element("h2", { tabIndex: -1, textContent: this.words.impossible }))];
  }
}

/** Copies the address, or lays it ready to be copied; whether it is copied. Only what came by HTTPS may use the clipboard. */
async function copied(field) {
  try {
    await navigator.clipboard.writeText(location.href);
    return true;
  } catch {
    field.hidden = false;
    field.value = location.href;
    field.select();
    return document.execCommand("copy");
  }
}

/** Buttons that only a script can make work. */
function enable() {
  for (const button of document.querySelectorAll("[data-copy]")) {
    const field = element("input", { readOnly: true, hidden: true });
    field.setAttribute("aria-label", button.textContent);
    button.after(field);
    button.hidden = false;
    button.addEventListener("click", async () => {
      field.hidden = await copied(field);
      if (field.hidden) button.focus();
      document.querySelector(".actions [role='status']").textContent = field.hidden ? button.dataset.copy : "";
    });
  }
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
}

/** An address that lies ready to be copied is no longer that of the page. */
function forgetAddress() {
  document.querySelectorAll(".actions input").forEach((field) => (field.hidden = true));
}

async function diagramOf({ dataset }) {
  const response = await fetch(dataset.diagram);
  if (!response.ok) throw new Error(`${dataset.diagram}: ${response.status}`);
  return new Decision(await response.json());
}

/** From a page of the table of all answers, the walk goes on where the decision begins, with these answers. */
async function leadOn(section) {
  const { start, given, fact } = section.dataset;
  const decision = await diagramOf(section);
  // What the walk needs of a browser: where that is missing, this fails, and the plain links stay.
  decision.changes(decision.read(new URLSearchParams(given)).answers);
  for (const link of section.querySelectorAll("a[data-value]")) link.href = `${start}?${given}&${fact}=${link.dataset.value}`;
}

/** Walks on the page where a decision begins; if that fails, the page stays as it was sent, and says so. */
async function walk(root) {
  // From here on this script tells of what fails (see `ask-guard.js`).
  root.dataset.walked = "";
  try {
    const page = new Page(root, await diagramOf(root));
    page.show(false);
    page.listen();
  } catch (error) {
    console.error(error);
    const notice = document.getElementById("_unread");
    if (notice) notice.hidden = !location.search;
  }
  document.documentElement.removeAttribute("data-asking");
}

enable();
const root = document.getElementById("_ask");
const section = document.querySelector("[data-diagram][data-given]");
if (root) walk(root);
else if (section) leadOn(section).catch((error) => console.error(error));
