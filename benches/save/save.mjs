// From the write of a file until the change is on the screen of a reader who has `wenda serve` open.
//
//   benches/save/run.sh                                  150, 1,200 and 10,000 long Chinese articles
//   benches/save/run.sh --articles 150,5000 --saves 25   other numbers of articles; so many saves of each kind
//
// Headless Chromium shows an article. Each kind of file is saved in turn, so that something on that page changes: the article, a
// cell of a rule table that it quotes, its template, a word of the theme, the style sheet. How the page comes to know of it is
// not looked at, only what it shows (observe.js).
//
// Time    from before the write until after the frame with the change was painted.
// CPU     what the process of `wenda serve` used from the write until then; and until it was idle for a second, as its search
//         follows. Linux counts it in hundredths of a second, so the mean is told.
// Memory  the most that `wenda serve` had resident, from its start on.
//
// Chromium runs without the rhythm of a screen, so that a time does not hold the wait for the next of its frames.

import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const { values: options } = parseArgs({
  options: {
    articles: { type: "string", default: "150,1200,10000" },
    saves: { type: "string", default: "9" },
    chromium: { type: "string", default: "/usr/bin/chromium" },
  },
});
const TICKS_PER_SECOND = 100; // of /proc, on every Linux
const TIMEOUT = 120_000;
const ARTICLE = 7;
const article = `content/faq/c${ARTICLE}/q${ARTICLE}.zh.md`; // benches/generated/ puts it there

// What is saved: the file, and its text with a mark that the page then shows. `product` is the row that the article quotes.
const kinds = {
  "an article": [article, (text, mark) => `${text}\n${mark}\n`],
  "a cell of a rule table": [
    "content/rules/products.yaml",
    (text, mark, product) => text.replace(new RegExp(`(- id: ${product}\n.*\n  months: )\\d+`), `$1${mark}`),
  ],
  "a template": ["templates/article.html", (text, mark) => text.replace("<article", `<p>${mark}</p>\n<article`)],
  "a word of the theme": ["templates/strings.zh.yaml", (text, mark) => text.replace(/^related: .*/m, `related: "${mark}"`)],
  "the style sheet": [
    "static/site.css",
    (text, mark) => `${text}\n:root { --mark: ${mark}; background: rgb(250, 250, ${200 + (mark % 50)}); }\n`,
  ],
};

const work = mkdtempSync(join(tmpdir(), "wenda-save-"));
const browser = await chromium.launch({
  executablePath: options.chromium,
  args: ["--no-sandbox", "--disable-gpu", "--disable-frame-rate-limit", "--disable-gpu-vsync"],
});
try {
  const columns = {};
  for (const articles of options.articles.split(",").map(Number)) {
    const site = join(work, String(articles));
    generate(site, articles);
    columns[articles] = await measure(site);
    rmSync(site, { recursive: true });
  }
  print(columns);
} finally {
  await browser.close();
  rmSync(work, { recursive: true });
}

// A site with its own copy of what is saved of the theme.
function generate(site, articles) {
  const generator = ["bench", "--quiet", "--bench", "build", "--", "--write", site, String(articles), "--chinese"];
  const { status, stderr, error } = spawnSync("cargo", generator, { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(`the pages cannot be made: ${error ?? stderr}`);
  for (const [file] of Object.values(kinds)) {
    if (file.startsWith("content/")) continue;
    mkdirSync(dirname(join(site, file)), { recursive: true });
    cpSync(join(root, file), join(site, file));
  }
}

// Saves each kind in turn, so many times, while the site is served to a page.
async function measure(site) {
  const [, product] = readFileSync(join(site, article), "utf8").match(/\{\{products\.(p\d+)\./);
  const texts = Object.fromEntries(Object.values(kinds).map(([file]) => [file, readFileSync(join(site, file), "utf8")]));
  const server = spawn(join(root, "target/release/wenda"), ["serve", "--site", site, "--port", "0"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  try {
    const origin = await addressOf(server);
    const page = await browser.newPage();
    const shown = new Map();
    await page.exposeFunction("painted", (mark, time) => shown.get(mark)?.(time));
    await page.addInitScript({ path: join(here, "observe.js") });
    await page.goto(`${origin}/zh/faq/q${ARTICLE}/`, { timeout: TIMEOUT });
    await page.waitForSelector(".answer", { timeout: TIMEOUT });
    await idle(server);
    const samples = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, []]));
    let mark = 7_700_000;
    for (let round = 0; round < Number(options.saves); round++) {
      for (const [kind, [file, edit]] of Object.entries(kinds)) {
        mark += 1;
        const text = edit(texts[file], mark, product);
        const used = cpu(server);
        const painted = new Promise((resolve) => shown.set(mark, resolve));
        const saved = performance.timeOrigin + performance.now();
        writeFileSync(join(site, file), text);
        const time = await Promise.race([painted, sleep(TIMEOUT, undefined, { ref: false })]);
        if (time === undefined) throw new Error(`a save of ${kind} (${file}) was not shown within ${TIMEOUT / 1000} s`);
        const usedUntilShown = cpu(server) - used;
        await idle(server);
        samples[kind].push({ time: time - saved, usedUntilShown, used: cpu(server) - used });
      }
    }
    await page.close();
    return { samples, memory: peakMemory(server) };
  } finally {
    server.kill();
  }
}

// Where it listens; what else it tells is read, too, so that it need not wait.
function addressOf(server) {
  return new Promise((resolve, reject) => {
    let told = "";
    server.stderr.setEncoding("utf8").on("data", (text) => {
      told += text;
      const address = told.match(/http:\/\/[\d.:]+/);
      if (address) resolve(address[0]);
    });
    server.on("exit", () => reject(new Error(`wenda serve ended: ${told}`)));
    server.on("error", reject);
  });
}

// Milliseconds of all processors that a process has used.
function cpu({ pid }) {
  const [, fields] = readFileSync(`/proc/${pid}/stat`, "utf8").match(/\) (.*)/);
  const [user, system] = fields.split(" ").slice(11, 13).map(Number);
  return ((user + system) * 1000) / TICKS_PER_SECOND;
}

async function idle(server) {
  for (let used = -1; used !== cpu(server); ) {
    used = cpu(server);
    await sleep(1000);
  }
}

// MiB.
function peakMemory({ pid }) {
  return Number(readFileSync(`/proc/${pid}/status`, "utf8").match(/VmHWM:\s+(\d+) kB/)[1]) / 1024;
}

function print(columns) {
  const row = (name, cell) => console.log(`| ${[name, ...Object.values(columns).map(cell)].join(" | ")} |`);
  const headings = Object.keys(columns).map((articles) => `${Number(articles).toLocaleString("en")} articles`);
  const header = (name) => {
    console.log(`| ${[name, ...headings].join(" | ")} |`);
    console.log(`|---|${"---:|".repeat(headings.length)}`);
  };
  const ms = (number) => `${Math.round(number)} ms`;
  header("saved");
  for (const kind of Object.keys(kinds)) row(kind, ({ samples }) => ms(quantile(samples[kind], 0.5)));
  const ofArticles = (figure) => ({ samples }) => ms(mean(samples["an article"], figure));
  row("CPU of a saved article until it is shown", ofArticles("usedUntilShown"));
  row("the same, until search has followed", ofArticles("used"));
  row("memory", ({ memory }) => `${Math.round(memory)} MiB`);
  console.log(`\nMedians of ${options.saves} saves. The slowest, and CPU until shown / in all:\n`);
  header("saved");
  for (const kind of Object.keys(kinds)) {
    row(kind, ({ samples: { [kind]: of } }) =>
      `${ms(quantile(of, 1))}, ${ms(mean(of, "usedUntilShown"))} / ${ms(mean(of, "used"))}`);
  }
}

function quantile(samples, part) {
  const times = samples.map(({ time }) => time).sort((one, other) => one - other);
  return times[Math.floor((times.length - 1) * part)];
}

function mean(samples, figure) {
  return samples.reduce((sum, sample) => sum + sample[figure], 0) / samples.length;
}
