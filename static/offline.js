// Registers the service worker, which keeps what was read for when there is no network. It stands beside this script.

const worker = new URL("sw.js", import.meta.url);
navigator.serviceWorker?.register(worker, { updateViaCache: "none" }).catch((error) => {
  // A browser may refuse, in a private window for instance; the site works without.
  console.info(`not kept for offline: ${error.message}`);
});
