// The worker of search under Node: takes queries as JSON, and prints the replies, asked for one after the other.
//
//   node tests/browser/engine.mjs SITE <queries.json >replies.json        SITE is a built site

import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";

const root = pathToFileURL(join(resolve(process.argv[2]), "/"));
const absolute = (path) => new URL(path, root).href;

// What a worker finds in a browser, and Node has not or has otherwise.
const browser = {
  onmessage: undefined,
  postMessage: (message) => receive(message),
  // The whole index is not fetched ahead.
  navigator: { connection: { saveData: true } },
  fetch: async (address) => new Response(await readFile(new URL(address))),
};
for (const [name, value] of Object.entries(browser)) {
  Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
}

// What the theme links is named by what it holds.
const names = await readdir(root);
const hashed = (name) => absolute(names.find((each) => each.replace(/\.[0-9a-f]{10}\./, ".") === name));

let receive;
await import(hashed("search-worker.js"));
onmessage({ data: { type: "open", root: root.href, engine: hashed("engine.bin"), manifest: absolute("search.bin") } });
const replies = [];
for (const [number, query] of JSON.parse(await text(process.stdin)).entries()) {
  const reply = new Promise((resolve) => (receive = resolve));
  onmessage({ data: { type: "find", number, limit: 10, ...query } });
  const message = await reply;
  replies.push(message.reply ?? message);
}
console.log(JSON.stringify(replies));
