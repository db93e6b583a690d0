// In place of the script that registers the service worker: what is written is seen at once, and never from a cache.
navigator.serviceWorker?.getRegistration(new URL("sw.js", import.meta.url)).then((registration) => registration?.update());
