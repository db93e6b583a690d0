// Search in the browser: what readers download and how long they wait, beside Pagefind.
//
//   benches/browser/run.sh                                    the help center, then 1,200 long Chinese articles
//   benches/browser/run.sh --articles 10000 --only wenda      another number of articles; one engine
//   benches/browser/run.sh --shipped no --latency 50          without the help center; each response 50 ms later
//   benches/browser/run.sh --files yes                        lists the files behind the median query
//
// Both engines search the same built pages: Wenda with the index that `wenda build` made; Pagefind with its own, made from the
// <main> of the pages of articles and rules, without navigation. Pagefind has the least interface that its documentation
// recommends (pagefind.html, pagefind.js). A static server on this machine serves both, compressed as hosts do. Headless
// Chromium works both by the same keys: `/`, then the query, which comes in one piece as from an input method.
//
// Bytes   what the server put on its sockets, headers included, from the shortcut until the first five results stood, and
//         before that all scripts of the page, because the interface may come with it; not its part of the site's style sheet.
//         Each query in a new browser context.
// Cold    from the shortcut in that new context until the first five results stood as they stay, drawn.
// Next    from the query's last character on, with the engine loaded, whatever is still to be fetched for this query.
// Warm    the same for all queries again: everything is there, so this is search and drawing alone.
// Engine  what Wenda's engine itself says it took of that.
// First   how often the first result is right: for titles, that article; for judged queries, one that answers it.
//
// Chromium runs without the rhythm of a screen, so that a time does not hold the wait for the next of its frames.

import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, extname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const { values: options } = parseArgs({
  options: {
    articles: { type: "string", default: "1200" },
    only: { type: "string" },
    shipped: { type: "string", default: "yes" },
    latency: { type: "string", default: "0" },
    files: { type: "string", default: "no" },
    chromium: { type: "string", default: "/usr/bin/chromium" },
  },
});
const engines = ["wenda", "pagefind"].filter((engine) => !options.only || engine === options.only);
const work = mkdtempSync(join(tmpdir(), "wenda-browser-"));
const browser = await chromium.launch({
  executablePath: options.chromium,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-frame-rate-limit", "--disable-gpu-vsync"],
});
try {
  if (options.shipped === "yes") {
    await compare("The help center", root, (pages) => [...titles(pages), ...pieces(pages), ...judged()]);
  }
  const articles = Number(options.articles);
  if (articles > 0) {
    const site = join(work, "generated");
    run("cargo", "bench", "--quiet", "--bench", "build", "--", "--write", site, articles);
    await compare(`${articles} long Chinese articles`, site, (pages) => [...titles(pages), ...pieces(pages)]);
  }
} finally {
  await browser.close();
  rmSync(work, { recursive: true });
}

// Builds a site, has each engine asked all queries, and prints what that took.
async function compare(name, site, ask) {
  const pages = join(work, "pages");
  run(join(root, "target/release/wenda"), "build", "--site", site, "--out", pages);
  const queries = ask(pages);
  console.log(`\n${name}: ${queries.length} queries`);
  const measured = {};
  for (const engine of engines) {
    const folder = engine === "wenda" ? pages : pagefind(pages);
    measured[engine] = await measure(folder, engine === "wenda" ? (lang) => `/${lang}/` : (lang) => `/${lang}.html`, queries);
  }
  print(measured);
  rmSync(pages, { recursive: true });
}

// A folder with Pagefind's index of the pages and an interface in each language.
function pagefind(pages) {
  const folder = join(work, "pagefind");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  run(
    join(here, "node_modules/.bin/pagefind"), "--quiet", "--site", pages, "--output-path", join(folder, "pagefind"),
    "--glob", "*/{faq,rules}/**/*.html", "--root-selector", "main", "--exclude-selectors", "nav",
  );
  for (const lang of ["zh", "en"]) {
    const [, tag] = readFileSync(join(pages, lang, "index.html"), "utf8").match(/<html lang="([^"]+)"/);
    writeFileSync(join(folder, `${lang}.html`), readFileSync(join(here, "pagefind.html"), "utf8").replace("LANG", tag));
  }
  copyFileSync(join(here, "pagefind.js"), join(folder, "search.js"));
  return folder;
}

function run(program, ...args) {
  const { status, stderr, error } = spawnSync(program, args.map(String), { cwd: root, encoding: "utf8", maxBuffer: 1 << 30 });
  if (status !== 0) throw new Error(`${program} failed: ${error ?? stderr}`);
}

// Queries: each with its language, and the paths of pages of which one should come first, if that is known.

function titles(pages) {
  return articles(pages, 30).map(({ id, html }) => ({
    kind: "titles", lang: "zh", text: plain(html.match(/<h1[^>]*>(.*?)<\/h1>/s)[1]), right: [`/zh/faq/${id}/`],
  }));
}

// Two to six characters from anywhere in a text, as readers copy or remember them.
function pieces(pages) {
  return articles(pages, 30).map(({ html }, number) => {
    const length = 2 + (number % 5);
    const text = plain(html.match(/<div class="answer">(.*?)\n<\/div>/s)[1]);
    const runs = text.match(/\p{Script=Han}+/gu).filter((run) => run.length >= length);
    const run = runs[below(runs.length)];
    const start = below(run.length - length + 1);
    return { kind: "pieces", lang: "zh", text: run.slice(start, start + length), right: [] };
  });
}

function judged() {
  const queries = [];
  for (const line of readFileSync(join(root, "content/evals.yaml"), "utf8").split("\n")) {
    const [, text, language, ids] = line.match(/^- \{query: (.+?)(?:, language: (\w+))?, style: .+, answer: \[(.+?)\]/) ?? [];
    const lang = language === "en" ? "en" : "zh";
    const right = ids?.split(", ").map((id) => `/${lang}/faq/${id}/`);
    if (text) queries.push({ kind: "judged", lang, text: text.startsWith('"') ? JSON.parse(text) : text, right });
  }
  return queries;
}

// So many articles in Chinese, each once.
function articles(pages, count) {
  const ids = readdirSync(join(pages, "zh/faq"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const drawn = [];
  while (drawn.length < count && ids.length > 0) {
    const [{ name: id }] = ids.splice(below(ids.length), 1);
    const html = readFileSync(join(pages, "zh/faq", id, "index.html"), "utf8");
    if (html.includes('<div class="answer">')) drawn.push({ id, html });
  }
  return drawn;
}

function plain(html) {
  const entities = { lt: "<", gt: ">", quot: '"', "#39": "'", "#x27": "'", amp: "&" };
  return html.replace(/<[^>]+>/g, "").replace(/&([^;]+);/g, (whole, name) => entities[name] ?? whole).trim();
}

// The same in every run (a linear congruential generator).
function below(end) {
  below.state = (Math.imul(below.state ?? 20181119, 1664525) + 1013904223) >>> 0;
  return Math.floor((below.state / 2 ** 32) * end);
}

// Asks an engine all queries: each in a browser that has seen nothing, then all twice in one page.
async function measure(folder, start, queries) {
  const server = await serve(folder);
  const samples = [];
  for (const query of queries) {
    const page = await open(server, start(query.lang));
    const { timeOrigin, ...result } = await search(page, server, query.text, 300);
    const shown = timeOrigin + (result.at ?? Infinity);
    const files = server.requests.filter(({ at, path }) =>
      at >= timeOrigin + result.pressed ? at <= shown : path.endsWith(".js"));
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    samples.push({ query, files, bytes, found: result.paths, cold: result.at - result.pressed });
    await page.context().close();
  }
  const page = {};
  for (const round of ["next", "warm"]) {
    for (const sample of samples) {
      const { lang, text } = sample.query;
      page[lang] ??= await open(server, start(lang));
      const result = await search(page[lang], server, text, 150);
      sample[round] = result.at - result.typed;
      sample.took = result.took;
    }
  }
  await Promise.all(Object.values(page).map((page) => page.context().close()));
  server.close();
  return samples;
}

async function open(server, path) {
  const context = await browser.newContext({ serviceWorkers: "block" });
  const page = await context.newPage();
  await page.addInitScript({ path: join(here, "observe.js") });
  server.requests.length = 0;
  await page.goto(server.origin + path, { waitUntil: "load" });
  return page;
}

// Types a query, opening the search first if need be, and waits until page and network have been quiet for so many ms.
async function search(page, server, query, quiet) {
  const focused = () => document.activeElement?.matches("[role=combobox]");
  if (!(await page.evaluate(focused))) {
    await page.keyboard.press("/");
    await page.waitForFunction(focused, null, { polling: "raf", timeout: 5_000 }).catch(() => {
      throw new Error(`${page.url()}: \`/\` did not bring the focus to a combobox`);
    });
  } else {
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.press("Delete");
    await sleep(50);
  }
  await page.keyboard.insertText(query);
  return settled(page, server, quiet);
}

async function settled(page, server, quiet) {
  const timeout = Date.now() + 30_000;
  for (let wait = quiet; ; ) {
    await sleep(wait);
    const result = await page.evaluate(() => ({ ...results(), timeOrigin: performance.timeOrigin }));
    const last = Math.max(server.requests.at(-1)?.at ?? 0, result.timeOrigin + result.changed);
    const left = last + quiet - Date.now();
    if ((!result.busy && server.open === 0 && left <= 0) || Date.now() > timeout) return result;
    wait = Math.max(left, 20);
  }
}

// A static host: compresses what is text or WebAssembly, keeps nothing in caches but what is named by its content, and notes
// when each request came and how many bytes the socket took for its response.
async function serve(folder) {
  const types = {
    ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json",
    ".svg": "image/svg+xml", ".wasm": "application/wasm", ".txt": "text/plain", ".xml": "application/xml",
  };
  const bodies = new Map();
  const body = (path, type) => {
    if (!bodies.has(path)) {
      const bytes = readFileSync(join(folder, path));
      bodies.set(path, type ? gzipSync(bytes) : bytes);
    }
    return bodies.get(path);
  };
  const state = { requests: [], open: 0 };
  const server = createServer(async (request, response) => {
    const asked = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const path = asked.endsWith("/") ? `${asked}index.html` : asked;
    const entry = { at: Date.now(), path, bytes: 0 };
    state.requests.push(entry);
    state.open += 1;
    const { socket } = request;
    const before = socket.bytesWritten;
    response.on("close", () => {
      entry.bytes = socket.bytesWritten - before;
      state.open -= 1;
    });
    await sleep(Number(options.latency));
    try {
      const type = types[extname(path)];
      const content = body(path, type);
      const headers = { "content-type": type ?? "application/octet-stream", "content-length": content.length };
      if (type) headers["content-encoding"] = "gzip";
      if (/[0-9a-f]{8}/.test(path)) headers["cache-control"] = "public, max-age=31536000, immutable";
      response.writeHead(200, headers).end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return Object.assign(state, { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() });
}

// The table.

function print(measured) {
  const line = (name, ...cells) => console.log(name.padEnd(28) + cells.map((cell) => String(cell).padStart(12)).join(""));
  const columns = Object.values(measured);
  const figures = (name, part, show, of = (samples) => samples) => {
    const numbers = columns.map((samples) => quantile(of(samples), part, name));
    const ratio = numbers.length === 2 && numbers[1] ? (numbers[0] / numbers[1]).toFixed(2) : "";
    return [...numbers.map((number) => (number === undefined ? "–" : show(number))), ratio];
  };
  const grouped = (number) => Math.round(number).toLocaleString("en");
  line("", ...Object.keys(measured), columns.length === 2 ? "ratio" : "");
  line("bytes, median", ...figures("bytes", 0.5, grouped));
  line("bytes to five, median", ...figures("bytes", 0.5, grouped, (samples) => samples.filter(({ found }) => found.length === 5)));
  line("bytes, most", ...figures("bytes", 1, grouped));
  for (const kind of new Set(columns[0].map(({ query }) => query.kind))) {
    line(`bytes of ${kind}, median`, ...figures("bytes", 0.5, grouped, (samples) => only(samples, kind)));
  }
  for (const round of ["cold", "next", "warm"]) {
    for (const [name, part] of [["median", 0.5], ["p99", 0.99]]) {
      line(`${round} ms, ${name}`, ...figures(round, part, (number) => number.toFixed(1)));
    }
  }
  for (const [name, part] of [["median", 0.5], ["p99", 0.99]]) line(`engine µs, ${name}`, ...figures("took", part, grouped));
  const share = (samples, holds) => `${Math.round((100 * samples.filter(holds).length) / samples.length)} %`;
  line("five results", ...columns.map((samples) => share(samples, ({ found }) => found.length === 5)));
  line("no result", ...columns.map((samples) => share(samples, ({ found }) => found.length === 0)));
  for (const kind of ["titles", "judged"]) {
    if (only(columns[0], kind).length === 0) continue;
    line(`${kind} first`, ...columns.map((samples) => share(only(samples, kind), ({ query, found }) => query.right.includes(found[0]))));
  }
  if (options.files === "yes") for (const [engine, samples] of Object.entries(measured)) files(engine, samples);
}

function files(engine, samples) {
  const sample = samples.toSorted((one, other) => one.bytes - other.bytes)[Math.floor((samples.length - 1) / 2)];
  console.log(`\n${engine}, ${sample.query.text}:`);
  for (const { path, bytes } of sample.files) console.log(`${String(bytes).padStart(9)} ${path}`);
}

function only(samples, kind) {
  return samples.filter(({ query }) => query.kind === kind);
}

// Of the samples that have this figure.
function quantile(samples, part, figure) {
  const numbers = samples.map((sample) => sample[figure]).filter(Number.isFinite).sort((one, other) => one - other);
  return numbers[Math.floor((numbers.length - 1) * part)];
}
