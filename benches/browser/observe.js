// Runs in a page before its own scripts, and notes when the results of a search stand.
//
// `searching` holds times of this page's clock in ms: when the shortcut was pressed, when the query was last typed, each state
// of the first five results with the time at which it was drawn, and what the engine in the worker said it took, in µs.

const searching = { pressed: 0, typed: 0, changed: 0, states: [], took: undefined };

addEventListener("keydown", (event) => {
  if (event.key === "/") searching.pressed = event.timeStamp;
}, true);

addEventListener("input", (event) => {
  Object.assign(searching, { typed: event.timeStamp, changed: event.timeStamp, states: [], took: undefined });
}, true);

// The browser is started without the rhythm of a screen: the frame that a change asks for is drawn at once.
const drawn = new MessageChannel();
const waiting = [];
drawn.port1.onmessage = () => searching.states.push({ ...waiting.shift(), at: performance.now() });

new MutationObserver(() => {
  searching.changed = performance.now();
  const options = [...document.querySelectorAll("[role=option]")].filter((option) => option.getClientRects().length > 0);
  const first = options.slice(0, 5);
  waiting.push({ text: first.map((option) => option.textContent).join("\n"), paths: first.map(path) });
  requestAnimationFrame(() => drawn.port2.postMessage(null));
}).observe(document, { subtree: true, childList: true, characterData: true });

function path(option) {
  const link = option.closest("a[href]") ?? option.querySelector("a[href]");
  return link && new URL(link.href).pathname;
}

// The five results as they finally are, and the first time since which nothing about them changed; none if there are none.
globalThis.results = () => {
  const { pressed, typed, changed, states, took } = searching;
  const busy = document.querySelector("[role=listbox][aria-busy=true]") !== null;
  const last = states.at(-1);
  const others = states.findLastIndex((state) => state.text !== last.text);
  return { busy, pressed, typed, changed, took, paths: last?.paths ?? [], at: last?.text ? states[others + 1].at : undefined };
};

globalThis.Worker = class extends Worker {
  constructor(...options) {
    super(...options);
    this.addEventListener("message", ({ data }) => {
      searching.took = data?.reply?.took_us ?? searching.took;
    });
  }
};
