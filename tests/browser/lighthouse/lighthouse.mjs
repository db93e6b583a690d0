// What Lighthouse says of the main pages on a phone, in both languages, and a failure where it is less than it has to be.
//
//   node tests/browser/lighthouse/lighthouse.mjs SITE                  accessibility, best practices, search engines; SITE is a built site
//   node tests/browser/lighthouse/lighthouse.mjs --performance 5 SITE  the median speed of so many loads, and of the search page, too
//
// A static server on this machine sends the site, compressed as hosts do. How fast pages are on a slow phone and network is
// computed by Lighthouse from what loads them here.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";

// `tests/run.sh` installs what `package-lock.json` names.
const installed = createRequire(new URL("../../../target/browsers/lighthouse/", import.meta.url));
const { default: lighthouse } = await import(installed.resolve("lighthouse"));
const { launch } = await import(installed.resolve("chrome-launcher"));

const PAGES = ["", "faq/sites-per-server/", "ask/filing/", "rules/provinces/sichuan/", "rules/provinces/"];
const SEARCH = "search/?q=cdn";
const LEAST = 0.98;
const LEAST_OF_SEARCH = 0.95;
const KINDS = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".txt": "text/plain; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};
// Nothing on a page moves once it is there, so Lighthouse need not wait to see whether something does.
const AT_ONCE = {
  disableFullPageScreenshot: true,
  pauseAfterFcpMs: 0,
  pauseAfterLoadMs: 0,
  networkQuietThresholdMs: 100,
  cpuQuietThresholdMs: 100,
};

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { performance: { type: "string" }, chromium: { type: "string", default: "/usr/bin/chromium" } },
});
const site = positionals[0];
const server = createServer(send);
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];
const chromium = await launch({ chromePath: options.chromium, chromeFlags: flags });
let isEnough = true;
try {
  for (const locale of ["zh", "en"]) {
    for (const path of options.performance ? [...PAGES, SEARCH] : PAGES) {
      if (options.performance) await time(`${locale}/${path}`, Number(options.performance));
      else await judge(`${locale}/${path}`);
    }
  }
} finally {
  chromium.kill();
  server.close();
}
process.exitCode = isEnough ? 0 : 1;

async function send(request, response) {
  const path = decodeURI(new URL(request.url, "http://host").pathname);
  try {
    const body = await readFile(join(site, path.endsWith("/") ? `${path}index.html` : path));
    const kind = KINDS[extname(path) || ".html"];
    const isText = kind !== undefined && !/^(image\/png|application\/wasm)$/.test(kind);
    response.setHeader("Content-Type", kind ?? "application/octet-stream");
    if (isText) response.setHeader("Content-Encoding", "gzip");
    response.end(isText ? gzipSync(body) : body);
  } catch {
    response.writeHead(404).end();
  }
}

async function look(page, settings) {
  const address = `http://127.0.0.1:${server.address().port}/${page}`;
  const { lhr } = await lighthouse(address, { port: chromium.port, logLevel: "error", output: "json", ...settings });
  if (lhr.runtimeError) throw new Error(`${page}: ${lhr.runtimeError.message}`);
  return lhr;
}

function tell(page, scores, isGood) {
  isEnough &&= isGood;
  console.log(`/${page}: ${scores.map(([name, score]) => `${name} ${score}`).join(", ")}${isGood ? "" : ": too little"}`);
}

async function judge(page) {
  const { categories, audits } = await look(page, { onlyCategories: ["accessibility", "best-practices", "seo"], ...AT_ONCE });
  const all = Object.values(categories);
  tell(page, all.map(({ id, score }) => [id, score]), all.every(({ score }) => score >= LEAST));
  for (const { id } of all.flatMap(({ auditRefs }) => auditRefs)) {
    const { score, title, details } = audits[id];
    if (score !== null && score < LEAST) console.log(`  ${title}: ${JSON.stringify(details?.items ?? "").slice(0, 400)}`);
  }
}

async function time(page, loads) {
  const all = [];
  for (let load = 0; load < loads; load += 1) all.push(await look(page, { onlyCategories: ["performance"] }));
  const median = (of) => all.map(of).sort((first, second) => first - second)[Math.floor(loads / 2)];
  const metric = (id) => Math.round(median(({ audits }) => audits[id].numericValue * 1000)) / 1000;
  const score = median(({ categories }) => categories.performance.score);
  const scores = [
    ["performance", score],
    ["LCP", `${Math.round(metric("largest-contentful-paint"))} ms`],
    ["TBT", `${Math.round(metric("total-blocking-time"))} ms`],
    ["CLS", metric("cumulative-layout-shift")],
  ];
  tell(page, scores, score >= (page.endsWith(SEARCH) ? LEAST_OF_SEARCH : LEAST));
}
