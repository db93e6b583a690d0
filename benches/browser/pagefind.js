// The least interface that Pagefind's documentation recommends: its module is imported and set up when the search gets the
// focus, a query is searched, and the first five results are loaded at once and shown with their excerpts.

const dialog = document.querySelector("dialog");
const input = document.querySelector("input");
const list = document.querySelector("ul");
let engine;

addEventListener("keydown", (event) => {
  if (event.key !== "/" || dialog.open) return;
  event.preventDefault();
  dialog.showModal();
  input.focus();
  engine = load();
});

input.addEventListener("input", async () => {
  const query = input.value;
  list.ariaBusy = "true";
  const shown = query ? await find(query) : [];
  if (query !== input.value) return;
  list.replaceChildren(...shown.map(option));
  list.ariaBusy = "false";
});

async function load() {
  const pagefind = await import("./pagefind/pagefind.js");
  await pagefind.init();
  return pagefind;
}

async function find(query) {
  const { results } = await (await engine).search(query);
  return Promise.all(results.slice(0, 5).map((result) => result.data()));
}

function option(result) {
  const link = Object.assign(document.createElement("a"), { href: result.url, textContent: result.meta.title });
  const excerpt = Object.assign(document.createElement("p"), { innerHTML: result.excerpt });
  const item = document.createElement("li");
  item.role = "option";
  item.append(link, excerpt);
  return item;
}
