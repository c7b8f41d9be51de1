// Hover cards: resting on a [data-card] link, by mouse or by keyboard, fetches a card about what it leads to.
const RESTED = 350;
const LEFT = 180;
const GAP = 6;
const card = document.getElementById("hover-card");
let link = null;
let opening = 0;
let closing = 0;

function place() {
  const at = link.getBoundingClientRect();
  const room = document.documentElement;
  const { width, height } = card.getBoundingClientRect();
  const below = at.bottom + GAP + height <= room.clientHeight;
  card.style.left = `${Math.max(GAP, Math.min(at.left, room.clientWidth - width - GAP))}px`;
  card.style.top = `${below ? at.bottom + GAP : Math.max(GAP, at.top - GAP - height)}px`;
}

function close() {
  window.clearTimeout(opening);
  window.clearTimeout(closing);
  if (card.matches(":popover-open")) card.hidePopover();
  link?.removeAttribute("aria-describedby");
  link = null;
}

function open() {
  if (!link?.isConnected || card.matches(":popover-open")) return;
  card.showPopover({ source: link });
  place();
  link.setAttribute("aria-describedby", card.id);
}

function ask(found) {
  window.clearTimeout(closing);
  if (found === link) return;
  close();
  link = found;
  opening = window.setTimeout(() => htmx.ajax("GET", found.dataset.card, { source: card, target: card, swap: "innerHTML" }), RESTED);
}

function leave() {
  window.clearTimeout(closing);
  closing = window.setTimeout(close, LEFT);
}

const linkOf = (event) => event.target.closest?.("a[data-card]");

// A finger has nothing to rest with: it follows the link.
document.addEventListener("pointerover", (event) => {
  if (event.pointerType !== "mouse") return;
  const found = linkOf(event);
  if (found) ask(found);
  else if (card.contains(event.target)) window.clearTimeout(closing);
  else if (link && document.activeElement !== link) leave();
});

document.addEventListener("focusin", (event) => {
  const found = linkOf(event);
  if (found?.matches(":focus-visible")) ask(found);
  else if (link && !card.contains(event.target)) close();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !link) return;
  const shown = card.matches(":popover-open");
  close();
  if (shown) event.stopImmediatePropagation();
}, true);

// What is pressed, scrolled or swapped has been decided on: the card is out of the way at once.
document.addEventListener("pointerdown", (event) => {
  if (link && !card.contains(event.target)) close();
});
document.addEventListener("scroll", () => {
  // Going to a link by keyboard may scroll to it first: a card that is still to come waits for that.
  if (card.matches(":popover-open")) close();
}, { capture: true, passive: true });

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target !== card) return;
  // The answer may come late, or be the door of somebody whose session has ended.
  const { status, responseURL } = event.detail.xhr;
  const asked = link && new URL(link.dataset.card, location.href).href;
  if (status !== 200 || responseURL !== asked) event.detail.shouldSwap = false;
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target === card) open();
  else if (link && !link.isConnected) close();
});

// A card that cannot be had is no news: the link still leads to the page.
for (const name of ["htmx:responseError", "htmx:sendError"]) {
  card.addEventListener(name, (event) => event.stopPropagation());
}
