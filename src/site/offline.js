// The service worker, after VERSION (by which browsers tell that there is a new one), OFFLINE, KEPT (addresses from the root of
// the site) and LANGUAGES (by language, the pages that its readers get first, and those that they get then, once they go on),
// which the build writes above.
//
// What was read stays: a page names its scripts and styles by what they hold, and these are kept as long as a page that is kept
// names them. So pages and their scripts belong together, of whatever version they are. A new version fetches anew what was
// read; it takes over when no page of the one before is open, and then removes what no page names any more.

const ROOT = new URL("./", location).href;
const PREFIX = `wenda ${ROOT} `;
const CACHE = `${PREFIX}pages`;
const MANIFEST = `${ROOT}search.bin`;
const PAGES = 100; // so many are kept: those that were read last
const ALWAYS = [...KEPT, ...LANGUAGES.flatMap(([, { first, then }]) => [...first, ...then])];

addEventListener("install", (event) => event.waitUntil(prepare()));
addEventListener("activate", (event) => event.waitUntil(takeOver()));
addEventListener("fetch", (event) => {
  const answer = answerTo(event.request);
  if (answer) event.respondWith(answer(event));
});

/** Fetches what every reader of a language needs, wholly or not at all, and then anew what was read before. */
async function prepare() {
  const cache = await caches.open(CACHE);
  const open = await openPages();
  const known = (await cache.keys()).map(({ url }) => url).filter(isPage);
  const needed = [...KEPT, ...languagesOf([...open, ...known]).flatMap(({ first }) => first)].map((path) => ROOT + path);
  await keepAll(cache, await gathered(cache, needed, "no-cache"));
  // The page that brought this worker was loaded before it; it is to open without network, too. The browser has it at hand.
  const isFirst = known.length === 0;
  const read = navigator.connection?.saveData ? [] : known.slice(-PAGES);
  // One after the other: the reader's own requests come first. What cannot be fetched stays as it was.
  for (const address of new Set([...open, ...read])) {
    if (!needed.includes(address)) await refresh(cache, address, isFirst ? "force-cache" : "no-cache").catch(() => {});
  }
}

/** What is asked for next, of readers who go on: search, and the guide. */
async function goOn(addresses) {
  if (navigator.connection?.saveData) return;
  const cache = await caches.open(CACHE);
  const missing = [];
  for (const path of languagesOf(addresses).flatMap(({ then }) => then)) {
    if (!(await cache.match(ROOT + path))) missing.push(ROOT + path);
  }
  await keepAll(cache, await gathered(cache, missing, "no-cache"));
}

async function openPages() {
  const windows = await clients.matchAll({ type: "window", includeUncontrolled: true });
  return windows.map(({ url }) => withoutQuestion(url)).filter((address) => address.startsWith(ROOT));
}

/** Those that pages are in; the first one of the site, if they are in none. */
function languagesOf(addresses) {
  const codes = new Set(addresses.map((address) => address.slice(ROOT.length).split("/")[0]));
  const known = LANGUAGES.filter(([code]) => codes.has(code));
  return (known.length ? known : LANGUAGES.slice(0, 1)).map(([, pages]) => pages);
}

/** Responses by their addresses, those of the scripts and styles that pages name among them. Fails if one cannot be had. */
async function gathered(cache, addresses, mode) {
  const found = new Map();
  const fetched = async (address, mode) => {
    const response = await fetch(address, { cache: mode });
    if (!response.ok) throw Object.assign(new Error(`${address}: ${response.status}`), { status: response.status });
    found.set(address, response);
    return response;
  };
  for (const address of addresses) {
    const response = await fetched(address, mode);
    if (!isPage(address)) continue;
    const named = namedBy(await response.clone().text(), address);
    for (const file of named.filter((file) => file.startsWith(ROOT) && isHashed(new URL(file)) && !file.endsWith(".bin"))) {
      if (!found.has(file) && !(await cache.match(file))) await fetched(file, "default");
    }
  }
  return found;
}

async function keepAll(cache, responses) {
  await Promise.all([...responses].map(([address, response]) => keep(cache, withoutQuestion(address), response)));
}

async function refresh(cache, address, mode) {
  try {
    await keepAll(cache, await gathered(cache, [address], mode));
  } catch (error) {
    if (error.status === 404 || error.status === 410) await cache.delete(address);
    throw error;
  }
}

/** Removes what no page that is kept names, and what other versions kept elsewhere. */
async function takeOver() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  const cache = await caches.open(CACHE);
  const addresses = (await cache.keys()).map(({ url }) => url);
  const pages = addresses.filter(isPage).slice(-PAGES);
  const needed = new Set([...ALWAYS.map((path) => ROOT + path), ...pages, MANIFEST]);
  for (const page of addresses.filter((address) => isPage(address) && needed.has(address))) {
    namedBy(await (await cache.match(page)).text(), page).forEach((address) => needed.add(address));
  }
  const isOfIndex = await indexFiles(cache);
  const unneeded = addresses.filter((address) => !needed.has(address) && !isOfIndex(address));
  await Promise.all(unneeded.map((address) => cache.delete(address)));
  await clients.claim();
}

const isPage = (address) => /(\/|\.html)$/.test(address);

/** What a page names, but for other pages. */
function namedBy(text, page) {
  const named = [...text.matchAll(/ (?:href|src|data-[a-z]+)="([^"]+)"/g)].map(([, address]) => absolute(address, page));
  return named.filter((address) => address && !isPage(address));
}

function absolute(address, page) {
  try {
    return withoutQuestion(new URL(address, page));
  } catch {
    return undefined;
  }
}

/** Tells the files of the index that the manifest names, if that is kept: each by a number of four bytes. */
async function indexFiles(cache) {
  const manifest = await cache.match(MANIFEST);
  if (!manifest) return () => false;
  const view = new DataView(await manifest.arrayBuffer());
  const places = Array.from({ length: view.getUint32(4) }, (_, place) => 8 + 4 * place);
  const name = (at) => view.getUint32(at).toString(16).padStart(8, "0");
  const names = new Set([0, ...places].map((at) => `${ROOT}search/${name(at)}.bin`));
  return (address) => names.has(withoutQuestion(address));
}

/** Removes what belongs to the indexes before the one that was just asked for, unless another page may still search them. */
async function forgetIndexes(cache) {
  if ((await clients.matchAll({ type: "window", includeUncontrolled: true })).length > 1) return;
  const isOfIndex = await indexFiles(cache);
  const isPack = ({ url }) => url.startsWith(`${ROOT}search/`) && withoutQuestion(url).endsWith(".bin") && url !== MANIFEST;
  const old = (await cache.keys()).filter((request) => isPack(request) && !isOfIndex(request.url));
  await Promise.all(old.map((request) => cache.delete(request)));
}

/** How a request is answered; undefined if that is left to the browser. */
function answerTo(request) {
  const url = new URL(request.url);
  if (request.method !== "GET" || !url.href.startsWith(ROOT)) return undefined;
  if (request.mode === "navigate") return page;
  if (withoutQuestion(url) === MANIFEST) return manifest;
  const path = url.href.slice(ROOT.length);
  if (request.destination === "image") return newest;
  if (isHashed(url) || path.startsWith("search/")) return immutable;
  return ALWAYS.includes(path) ? newest : undefined;
}

/** A page from the network, or as it was last seen, or that there is no network. */
async function page(event) {
  try {
    const response = await newest(event);
    event.waitUntil(goOn([event.request.url]).catch(() => {}));
    return response;
  } catch {
    return (await caches.match(ROOT + OFFLINE, { cacheName: CACHE })) ?? Response.error();
  }
}

/** Which index there is: from the network, or as it was last seen. */
async function manifest(event) {
  event.waitUntil(openPages().then(goOn).catch(() => {}));
  return newest(event, forgetIndexes);
}

/** From the network, or as it was last seen. `then` is called with what is kept, after that. */
async function newest(event, then = () => {}) {
  const cache = await caches.open(CACHE);
  const address = withoutQuestion(event.request.url);
  try {
    const response = await fetch(event.request);
    if (response.ok) event.waitUntil(keep(cache, address, response.clone()).then(() => then(cache)));
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
  const { request } = event;
  const range = request.headers.get("range");
  // A cache keeps whole responses only: a range is kept as one, under an address of its own.
  const address = range ? `${request.url}?${range}` : request.url;
  // What may have been damaged when it was kept is asked for anew.
  const known = request.cache === "reload" ? undefined : await cache.match(address);
  if (known) return range ? new Response(known.body, { status: 206, headers: known.headers }) : known;
  const response = await fetch(request);
  if (response.status === 206) {
    const { headers } = response;
    event.waitUntil(response.clone().blob().then((bytes) => cache.put(address, new Response(bytes, { headers }))));
  } else if (response.ok) event.waitUntil(keep(cache, request.url, response.clone()));
  return response;
}

/** Whether a file is named by what it holds. */
const isHashed = ({ pathname }) => /\.(?=[0-9]*[a-f])[0-9a-f]{10}\.(css|js|bin|json)$/.test(pathname);

/** The address of what is kept: a page is the same whatever it is asked; a script that never changes may read its question. */
function withoutQuestion(address) {
  const url = new URL(address);
  url.hash = "";
  if (!isHashed(url)) url.search = "";
  return url.href;
}

/** Keeps a response so that it can answer a navigation: one that came by a redirect cannot. */
async function keep(cache, address, response) {
  const { status, headers } = response;
  await cache.put(address, response.redirected ? new Response(await response.blob(), { status, headers }) : response);
}
