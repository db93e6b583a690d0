// The links to search and the keys `/` and Ctrl-K or Cmd-K lead to search. What searches is loaded when the reader is about to:
// most pages are read without. The search page has its form; on other pages it stands in a dialog, which has a page of its own.

const form = document.querySelector("main form.search");
const links = document.querySelectorAll("a.search");
const dialog = document.querySelector("a.search[data-dialog]")?.dataset.dialog;
/** The page that the form stands on. */
const page = form ? location.href : dialog && new URL(dialog, location.href).href;

let loaded;
let opened;

async function fetched() {
  const response = await fetch(page);
  const text = await response.text();
  return new DOMParser().parseFromString(text, "text/html").querySelector("form.search");
}

/** The form of search, and the module that it names. */
async function found() {
  const search = form ?? (await fetched());
  return { search, ...(await import(new URL(search.dataset.box, page).href)) };
}

function load() {
  loaded ??= found();
  // What could not be had is tried again.
  loaded.catch(() => (loaded = undefined));
  return loaded;
}

/** What searches, made once. */
function open() {
  opened ??= load().then(({ search, onPage, inDialog }) => (form ? onPage(search) : inDialog(search, page)));
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

if (page) {
  const quiet = (error) => console.info(`search is not there: ${error.message}`);
  if (new URLSearchParams(location.search).has("mark")) load().then(({ markPage }) => markPage(), quiet);
  if (form) open().catch(quiet);
  // Without dialogs the link to search leads to the search page.
  if (form || globalThis.HTMLDialogElement) listen();
}
