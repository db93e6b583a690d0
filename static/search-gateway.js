// The worker of search where the site has an engine (`search: {engine: …}` in `site.yaml`): asks that, and where it does not
// answer in time, as it should or at all, the index in files, whose worker is loaded only then.
{
  const PATIENCE = 3000; // an engine that says nothing for so long, in milliseconds, does not answer
  const REST = 30000; // and is left alone for so long
  const DAY = /^\d{4}-\d\d-\d\d$/;

  const parameters = new URL(location).searchParams;
  let opening; // what the page says of the index in files
  let files; // asks the index in files
  let rested = 0; // when the engine is asked again
  let request;

  const isText = (value) => typeof value === "string";
  const has = (holder, ...names) => names.every((name) => isText(holder?.[name]));
  const isList = (list, isItem) => list === undefined || (Array.isArray(list) && list.every(isItem));
  // A result is a page of the site.
  const leads = ({ url }) => new URL(url, opening.root).href.startsWith(opening.root);
  const isHit = (hit) =>
    has(hit, "kind", "lang", "url", "title", "snippet") &&
    leads(hit) &&
    [hit.category ?? "", hit.anchor ?? ""].every(isText) &&
    DAY.test(hit.as_of ?? "2000-01-01");
  const isGuide = (guide) =>
    has(guide, "title", "url") && leads(guide) && isText(guide.action ?? "") && Array.isArray(guide.given) && guide.given.every((answer) => has(answer, "label", "value"));
  const isReply = (reply) =>
    has(reply, "lang") &&
    Number.isInteger(reply.total) &&
    Array.isArray(reply.hits) &&
    [reply.hits, reply.suggestions].every((hits) => isList(hits, isHit)) &&
    isList(reply.corrections, isText) &&
    (!reply.guide || isGuide(reply.guide)) &&
    (!reply.not_covered || has(reply.not_covered, "title", "text"));

  const fromEngine = async ({ query, lang, limit }, { signal }) => {
    const address = new URL(parameters.get("engine"), location);
    Object.entries({ q: query, lang, limit }).forEach(([name, value]) => address.searchParams.set(name, value));
    const response = await fetch(address, { signal });
    const reply = response.ok && (await response.json());
    if (!isReply(reply)) throw new TypeError();
    return reply;
  };

  const fromFiles = (question) => {
    if (!files) {
      importScripts(new URL(parameters.get("files"), location));
      files = onmessage;
      onmessage = receive;
      files({ data: opening });
    }
    files({ data: question });
  };

  const answer = async (question) => {
    request?.abort();
    const asked = new AbortController();
    request = asked;
    const late = setTimeout(() => asked.abort(), PATIENCE);
    const { number } = question;
    try {
      if (Date.now() < rested) throw new TypeError();
      const reply = await fromEngine(question, asked);
      if (asked === request) postMessage({ type: "reply", number, reply });
    } catch {
      if (asked !== request) return;
      if (Date.now() >= rested) rested = Date.now() + REST;
      try {
        fromFiles(question);
      } catch {
        postMessage({ type: "failed", number, reason: "offline" });
      }
    } finally {
      clearTimeout(late);
    }
  };

  const receive = ({ data }) => {
    if (data.type === "open") opening = data;
    else answer(data);
  };
  onmessage = receive;
}
