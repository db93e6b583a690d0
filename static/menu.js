// Closes a menu when the reader is done with it: by Escape, or by going elsewhere.

for (const menu of document.querySelectorAll("details.menu")) {
  const leave = ({ target }) => {
    if (menu.open && !menu.contains(target)) menu.open = false;
  };
  addEventListener("pointerdown", leave);
  addEventListener("focusin", leave);
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
