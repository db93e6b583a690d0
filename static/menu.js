// Closes the menu when the reader is done with it: by Escape, or by going elsewhere.

const menu = document.querySelector("details.menu");

function leave({ target }) {
  if (menu.open && !menu.contains(target)) menu.open = false;
}

if (menu) {
  addEventListener("pointerdown", leave);
  addEventListener("focusin", leave);
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
