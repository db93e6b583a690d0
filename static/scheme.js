// The colours that the reader chose, light or dark: set before anything is shown, so it is no module and is waited for.
// Without a choice, those of the system.

(function () {
  const KEY = "wenda-scheme";
  const root = document.documentElement;

  function show(scheme) {
    if (scheme === "light" || scheme === "dark") root.dataset.scheme = scheme;
    else delete root.dataset.scheme;
  }

  // A browser may keep nothing; the choice then holds for the page.
  function remember(scheme) {
    try {
      if (scheme) localStorage.setItem(KEY, scheme);
      else localStorage.removeItem(KEY);
    } catch (error) {
      console.info(`not remembered: ${error.message}`);
    }
  }

  function kept() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  }

  show(kept());
  addEventListener("storage", (event) => event.key === KEY && show(event.newValue));
  addEventListener("DOMContentLoaded", () => {
    const choice = document.querySelector(".scheme");
    if (!choice) return;
    const chosen = root.dataset.scheme ?? "";
    choice.querySelectorAll("input").forEach((input) => (input.checked = input.value === chosen));
    choice.hidden = false;
    choice.addEventListener("change", ({ target }) => {
      show(target.value);
      remember(target.value);
    });
  });
})();
