// Menus are <details>; this closes them on Escape and on a click elsewhere, one open at a time.
const menus = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
    event.stopPropagation();
  }
});

document.addEventListener("keydown", (event) => {
  const items = event.target.closest?.(".menu-items:not(.menu-panel)");
  if (!items || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  event.preventDefault();
  const all = [...items.querySelectorAll("a, button")].filter((item) => item.offsetParent);
  const step = event.key === "ArrowDown" ? 1 : -1;
  all[(all.indexOf(event.target) + step + all.length) % all.length].focus();
});
