// Holds the one connection by which all open pages of this server hear of changes: a browser keeps six to a host, and pages
// that each held one would leave none for the rest.
const RETRY_MS = 1000;
const LATE_MS = 100; // those that nobody looks at come after those that somebody does
const pages = new BroadcastChannel("wenda live");
let known;

addEventListener("connect", ({ ports: [port] }) => {
  port.onmessage = ({ data: { run, build } }) => {
    if (!known) {
      known = { run, build };
      listen();
    } else if (known.run === run && known.build > build) {
      // It was told while that page was on its way. What changed in between is not known here.
      port.postMessage({ ...known, changed: known.problems ? [] : null, since: build, late: true });
    }
  };
});

async function listen() {
  for (;;) {
    try {
      const { run, build } = known;
      const response = await fetch(`/__wenda/live?seen=${build}&run=${run}`, { cache: "no-store" });
      if (response.status === 200) {
        known = { ...(await response.json()), since: build };
        const late = { ...known, late: true };
        pages.postMessage(known);
        setTimeout(() => pages.postMessage(late), LATE_MS);
      } else if (response.status !== 204) {
        throw new Error(`status ${response.status}`);
      }
    } catch {
      // The server is gone or restarts.
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}
