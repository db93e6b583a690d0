// Holds the engine of search, and fetches the pieces of the index that it lacks. It answers the latest question only.

const ROUNDS = 24; // a question that is not answered after so many fetches never is
const PAUSES = [300, 1200]; // before a fetch that failed is tried again, in milliseconds
const PASSING = [408, 429]; // what a host that is busy answers, besides 500 and above
const IDLE = 500; // after an answer, before the whole index is fetched for times without network, in milliseconds
const FORMAT = "deflate"; // how the engine and the pieces of the index are compressed: with a checksum at the end
const MOST_BYTES = 64 << 20; // nothing that is fetched is larger, decompressed

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The compatibility form of a text in lower case, without the accents of Latin letters: nobody types them. */
function normalized(piece) {
  const decomposed = piece.normalize("NFKC").toLowerCase().normalize("NFD");
  return decomposed.replace(/([a-z\u00df-\u024f])[\u0300-\u036f]+/g, "$1").normalize("NFKC");
}

/** Something that the reader is told. */
class Failure extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

async function fetched(address, options) {
  for (let attempt = 0; ; attempt++) {
    try {
      const response = await fetch(address, { cache, ...options });
      if (response.ok) return response;
      // A host that lacks a file which its own manifest names has been published by half.
      if (response.status < 500 && !PASSING.includes(response.status)) throw new Failure("incomplete");
    } catch (error) {
      if (error instanceof Failure) throw error;
    }
    if (attempt === PAUSES.length) throw new Failure("offline");
    await new Promise((resolve) => setTimeout(resolve, PAUSES[attempt]));
  }
}

/** Whether this browser knows how to run the engine, and how it is compressed. */
function isSupported() {
  try {
    return Boolean(WebAssembly && new DecompressionStream(FORMAT));
  } catch {
    return false;
  }
}

/** What a body holds, decompressed. */
async function inflated(body) {
  try {
    const reader = body.pipeThrough(new DecompressionStream(FORMAT)).getReader();
    const pieces = [];
    let length = 0;
    for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
      length += value.length;
      if (length > MOST_BYTES) throw new RangeError();
      pieces.push(value);
    }
    return new Uint8Array(await new Blob(pieces).arrayBuffer());
  } catch {
    throw new Failure("incomplete");
  }
}

/**
 * Does something with files as caches have them; and where these are not what they should be, once more with files that are
 * fetched past all caches, which then keep those.
 */
async function healed(act) {
  try {
    return await act(cache);
  } catch (failure) {
    if (cache === "reload" || ["offline", "unsupported"].includes(failure.reason)) throw failure;
    return act("reload");
  }
}

/** The engine: bytes go in and out through its memory. */
class Engine {
  static async load(address, cache) {
    const text = {
      // What a browser knows of characters, it need not fetch.
      normalize: (at, length, to, room) => {
        const memory = new Uint8Array(engine.memory.buffer);
        const piece = decoder.decode(memory.subarray(at, at + length));
        const normal = encoder.encode(normalized(piece));
        if (normal.length > room) return 0;
        memory.set(normal, to);
        return normal.length;
      },
      character_class: (code) => {
        const character = String.fromCodePoint(code);
        return /\p{M}/u.test(character) + 2 * /\p{Alphabetic}/u.test(character) + 4 * /\p{N}/u.test(character);
      },
    };
    const bytes = await inflated((await fetched(address, { cache })).body);
    const { instance } = await WebAssembly.instantiate(bytes, { text }).catch((error) => {
      // A browser that lacks one of its instructions refuses the engine as a whole.
      throw error instanceof WebAssembly.CompileError ? new Failure("unsupported") : error;
    });
    const engine = instance.exports;
    return new Engine(engine);
  }

  constructor(exports) {
    this.exports = exports;
  }

  write(...parts) {
    const bytes = parts.map((part) => (typeof part === "string" ? encoder.encode(part) : part));
    let at = this.exports.room(bytes.reduce((sum, part) => sum + part.length, 0));
    const memory = new Uint8Array(this.exports.memory.buffer);
    for (const part of bytes) {
      memory.set(part, at);
      at += part.length;
    }
    return bytes.map((part) => part.length);
  }

  open(names, head) {
    const [length] = this.write(names, head);
    if (!this.exports.open(length)) throw new Failure("incomplete");
  }

  provide(name, bytes) {
    const [length] = this.write(name, bytes);
    if (!this.exports.provide(length)) throw new Failure("incomplete");
  }

  find(query, lang, limit) {
    const [length] = this.write(lang, query);
    this.exports.search(length, limit);
    const at = this.exports.answer_at();
    const bytes = new Uint8Array(this.exports.memory.buffer, at, this.exports.answer_length());
    return JSON.parse(decoder.decode(bytes));
  }
}

/** What a host that knows no ranges sent in place of one: the whole file. */
class Whole {
  constructor(bytes) {
    this.bytes = bytes;
  }
}

/** An index: its engine, and the pieces that are on their way. */
class Index {
  #coming = new Map();
  #packs = new Map(); // by address, what was last asked for in a pack, or all of it

  static async open({ root, engine, manifest }) {
    if (!isSupported()) throw new Failure("unsupported");
    return healed(async (cache) => {
      const [{ whole, names, head }, loaded] = await Promise.all([
        Index.#manifest(manifest, cache === "default" ? "no-cache" : cache),
        Engine.load(engine, cache),
      ]);
      loaded.open(names, head);
      return new Index(loaded, new URL("search/", root), whole);
    });
  }

  /** What the manifest says: the file with all pieces, if there is one, the names of the packs, and the head. */
  static async #manifest(address, cache) {
    const response = await fetched(address, { cache });
    try {
      const bytes = await response.arrayBuffer();
      const view = new DataView(bytes);
      const end = 8 + 4 * view.getUint32(4);
      return { whole: view.getUint32(0), names: new Uint8Array(bytes, 8, end - 8), head: await inflated(new Blob([bytes.slice(end)]).stream()) };
    } catch {
      throw new Failure("incomplete");
    }
  }

  constructor(engine, folder, whole) {
    Object.assign(this, { engine, folder, whole });
  }

  #address = (pack) => new URL(`${pack.toString(16).padStart(8, "0")}.bin`, this.folder);

  /** Some bytes of a pack. A host that knows no ranges sends all of it: then all of it is kept, for the other pieces in it. */
  async #range(pack, from, to, cache) {
    const address = this.#address(pack);
    // Whether that is such a host is known when what was asked for before has come.
    const before = cache === "reload" ? undefined : await this.#packs.get(pack)?.catch(() => {});
    if (before instanceof Whole) return before.bytes.slice(from, to);
    const ask = async () => {
      const response = await fetched(address, { cache, headers: { range: `bytes=${from}-${to - 1}` } });
      const bytes = new Uint8Array(await response.arrayBuffer());
      return response.status === 206 ? bytes : new Whole(bytes);
    };
    const asked = ask();
    this.#packs.set(pack, asked);
    const bytes = await asked;
    return bytes instanceof Whole ? bytes.bytes.slice(from, to) : bytes;
  }

  async #bring([name, pack, from, to]) {
    const take = async (cache) => {
      const bytes = await this.#range(pack, from, to, cache);
      this.engine.provide(name, await inflated(new Blob([bytes]).stream()));
    };
    // Without network, what was never asked for may still be in the index that is kept as one file.
    await healed(take).catch(async (failure) => {
      if (!(await this.complete())) throw failure;
    });
  }

  /** Fetches a piece; what is on its way already is not fetched twice. */
  bring(piece) {
    const [name] = piece;
    if (!this.#coming.has(name)) {
      const coming = this.#bring(piece).finally(() => this.#coming.delete(name));
      this.#coming.set(name, coming);
    }
    return this.#coming.get(name);
  }

  /** Answers a question; undefined if a newer one was asked meanwhile. */
  async find({ number, query, lang, limit }) {
    let took = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const start = performance.now();
      const reply = this.engine.find(query, lang, limit);
      took += performance.now() - start;
      if (!reply.missing) return { ...reply, took_us: Math.round(took * 1000) };
      await Promise.all(reply.missing.map((piece) => this.bring(piece)));
      if (number !== latest) return undefined;
    }
    throw new Failure("incomplete");
  }

  /** Takes all pieces from the file that holds them; whether there is one, and it could be fetched. */
  complete() {
    this.completed ??= healed((cache) => this.#complete(cache)).catch(() => {
      this.completed = undefined;
      return false;
    });
    return this.completed;
  }

  async #complete(cache) {
    if (!this.whole) return false;
    const bytes = await inflated((await fetched(this.#address(this.whole), { cache, priority: "low" })).body);
    const view = new DataView(bytes.buffer);
    for (let at = 0; at < bytes.length; ) {
      const [nameLength, length] = [view.getUint8(at), view.getUint32(at + 1)];
      at += 5;
      const name = decoder.decode(bytes.subarray(at, at + nameLength));
      this.engine.provide(name, bytes.subarray(at + nameLength, at + nameLength + length));
      at += nameLength + length;
    }
    return true;
  }
}

let index;
let cache = "default"; // after a failure of what caches may hold, "reload"
let latest = 0;
let idle;

async function answer(question) {
  const { number } = question;
  try {
    const opened = await index;
    if (number !== latest) return;
    const reply = await opened.find(question);
    if (!reply) return;
    postMessage({ type: "reply", number, reply });
    clearTimeout(idle);
    // Whoever searched once may search again where there is no network; if this fails, then not.
    if (!navigator.connection?.saveData) idle = setTimeout(() => opened.complete(), IDLE);
  } catch (error) {
    if (number === latest) postMessage({ type: "failed", number, reason: error.reason ?? "broken" });
  }
}

onmessage = ({ data }) => {
  if (data.type === "open") {
    cache = data.cache ?? cache;
    index = Index.open(data);
    // Whoever asks is told.
    index.catch(() => {});
  } else {
    latest = data.number;
    answer(data);
  }
};
