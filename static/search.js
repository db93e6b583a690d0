// The links to search and the keys `/` and Ctrl-K or Cmd-K lead to search. What searches is loaded when the reader is about to:
// most pages are read without.

const template = document.getElementById("_search");
const form = document.querySelector("main form.search");
const links = document.querySelectorAll("a.search");
const { box } = (form ?? template?.content.querySelector("form.search"))?.dataset ?? {};
const load = () => import(new URL(box, document.baseURI).href);

let opened;

/** What searches, made once. */
function open() {
  opened ??= load().then(({ onPage, inDialog }) => (form ? onPage(form) : inDialog(template)));
  return opened;
}

async function search() {
  try {
    (await open())();
  } catch (error) {
    console.info(`search is not there: ${error.message}`);
    opened = undefined;
    // Its page says what is to be done.
    if (!form) location.assign(links[0].href);
  }
}

function listen() {
  for (const link of links) {
    link.setAttribute("aria-haspopup", "dialog");
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      search();
    });
    // Whoever points at it is about to.
    for (const near of ["pointerenter", "focus"]) link.addEventListener(near, () => load().catch(() => {}), { once: true });
  }
  addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey) return;
    const chord = event.ctrlKey || event.metaKey;
    const writes = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (chord ? event.key.toLowerCase() !== "k" : event.key !== "/" || writes) return;
    event.preventDefault();
    search();
  });
}

if (box) {
  const quiet = (error) => console.info(`search is not there: ${error.message}`);
  if (new URLSearchParams(location.search).has("mark")) load().then(({ markPage }) => markPage(), quiet);
  if (form) open().catch(quiet);
  // Without dialogs the link to search leads to the search page.
  if (form || globalThis.HTMLDialogElement) listen();
}
