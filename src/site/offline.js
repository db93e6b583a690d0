// The service worker, after VERSION, KEPT (addresses from the root of the site) and OFFLINE, which the build writes above.
//
// Everything is kept under one version: pages name their scripts and styles by fingerprint, so a page of one version is of
// no use beside the files of another. A version takes over when no page of the one before is open, and removes it.

const ROOT = new URL("./", location).href;
const PREFIX = `wenda ${ROOT} `;
const CACHE = PREFIX + VERSION;

addEventListener("install", (event) => event.waitUntil(prepare()));
addEventListener("activate", (event) => event.waitUntil(takeOver()));
addEventListener("fetch", (event) => {
  const answer = answerTo(event.request);
  if (answer) event.respondWith(answer(event));
});

async function prepare() {
  const cache = await caches.open(CACHE);
  await Promise.all(KEPT.map((address) => fetchAndKeep(cache, ROOT + address)));
  // The page that brought this worker was loaded before it; it is to open without network, too.
  const windows = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const open = windows.map((client) => client.url).filter((address) => address.startsWith(ROOT));
  await Promise.allSettled(open.map((address) => fetchAndKeep(cache, address)));
}

async function takeOver() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await clients.claim();
}

async function fetchAndKeep(cache, address) {
  const response = await fetch(address, { cache: "no-cache" });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  await keep(cache, withoutQuestion(address), response);
}

/** How a request is answered; undefined if that is left to the browser. */
function answerTo(request) {
  const url = new URL(request.url);
  if (request.method !== "GET" || !url.href.startsWith(ROOT)) return undefined;
  if (request.mode === "navigate") return page;
  const path = url.href.slice(ROOT.length);
  if (path === "search/manifest.json" || request.destination === "image") return newest;
  return url.searchParams.has("v") || path.startsWith("search/") ? immutable : undefined;
}

/** A page from the network, or as it was last seen, or that there is no network. */
async function page(event) {
  try {
    return await newest(event);
  } catch {
    return (await caches.match(ROOT + OFFLINE, { cacheName: CACHE })) ?? Response.error();
  }
}

/** From the network, or as it was last seen. */
async function newest(event) {
  const cache = await caches.open(CACHE);
  const address = withoutQuestion(event.request.url);
  try {
    const response = await fetch(event.request);
    if (response.ok) event.waitUntil(keep(cache, address, response.clone()));
    return response;
  } catch (error) {
    const known = await cache.match(address);
    if (known) return known;
    throw error;
  }
}

/** What never changes under its address: as it was first seen, or from the network. */
async function immutable(event) {
  const cache = await caches.open(CACHE);
  // What may have been damaged when it was kept is asked for anew.
  const known = event.request.cache === "reload" ? undefined : await cache.match(event.request.url);
  if (known) return known;
  const response = await fetch(event.request);
  if (response.ok) event.waitUntil(keep(cache, event.request.url, response.clone()));
  return response;
}

/** The address of what is kept: a page is the same whatever it is asked; only a fingerprint tells files apart. */
function withoutQuestion(address) {
  const url = new URL(address);
  url.hash = "";
  if (!url.searchParams.has("v")) url.search = "";
  return url.href;
}

/** Keeps a response so that it can answer a navigation: one that came by a redirect cannot. */
async function keep(cache, address, response) {
  const { status, headers } = response;
  await cache.put(address, response.redirected ? new Response(await response.blob(), { status, headers }) : response);
}
