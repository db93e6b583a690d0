// Keeps the reader's place on the way to another language: the query, and the anchor if the page there has it.

const links = document.querySelectorAll("a.language");

function follow(link) {
  // The anchors that the page in the other language lacks; `*` for all, where it is another page.
  const lacks = (link.dataset.lacks ?? "").split(" ");
  const anchor = location.hash.slice(1);
  link.hash = lacks.includes("*") || lacks.includes(decoded(anchor)) ? "" : anchor;
}

function decoded(anchor) {
  try {
    return decodeURIComponent(anchor);
  } catch {
    return anchor;
  }
}

for (const link of links) {
  // Scripts that know the query better have set it already.
  if (!link.search && link.dataset.lacks !== "*") link.search = location.search;
  follow(link);
  addEventListener("hashchange", () => follow(link));
}
