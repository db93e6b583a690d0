// Registers the service worker, which keeps what was read for when there is no network: a while after the page is there, when its
// reader needs nothing else. It stands beside this script.

const worker = new URL("sw.js", import.meta.url);

function register() {
  navigator.serviceWorker?.register(worker, { updateViaCache: "none" }).catch((error) => {
    // A browser may refuse, in a private window for instance; the site works without.
    console.info(`not kept for offline: ${error.message}`);
  });
}

const later = () => setTimeout(register, 500);
if (document.readyState === "complete") later();
else addEventListener("load", later);
