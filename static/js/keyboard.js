// Shortcuts: g and a letter go to a room, j k Enter x work a list, [data-key] on a link or button is pressed by its key.
const ROOMS = { t: "today", a: "applications", n: "network", c: "clinicians", p: "payers", r: "practices", m: "reminders", f: "files", o: "forecast", s: "settings" };
const room = (letter) => document.querySelector(`[data-go="${ROOMS[letter]}"]`);
let waitingForRoom = 0;

function line(text, keys) {
  const row = document.createElement("div");
  const words = document.createElement("span");
  words.textContent = text;
  const caps = document.createElement("span");
  for (const key of keys) {
    const cap = document.createElement("kbd");
    cap.textContent = key;
    caps.append(cap, " ");
  }
  row.append(words, caps);
  return row;
}

function describe() {
  const go = document.querySelector("[data-keys-go]");
  const page = document.querySelector("[data-keys-page]");
  if (!go || !page) return;
  go.replaceChildren(...Object.keys(ROOMS).filter(room).map((letter) =>
    line(room(letter).querySelector(".rail-label").textContent, ["g", letter])));
  const all = [...document.querySelectorAll("[data-key]")];
  const own = all.filter((item, at) => all.findIndex((other) => other.dataset.key === item.dataset.key) === at);
  page.replaceChildren(...own.map((item) => line(item.dataset.keyLabel || item.textContent.trim(), [item.dataset.key])));
  document.querySelector("[data-keys-page-title]").hidden = !own.length;
}

const rows = () => [...document.querySelectorAll("[data-rows] tbody tr, .call-item, [data-row]")].filter((row) => row.offsetParent);

// Where the walk stands: after the row under it is finished and gone, the one that moved up is next.
let place = -1;

function walk(step) {
  const all = rows();
  const at = all.findIndex((row) => row.classList.contains("here") || row.contains(document.activeElement));
  stand(all, at + step);
}

function stand(all, number) {
  if (!all.length) return;
  place = Math.max(0, Math.min(all.length - 1, number));
  const next = all[place];
  all.forEach((row) => row.classList.toggle("here", row === next));
  (next.querySelector("a[href]") || next).focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

function inRow(action) {
  const row = rows().find((candidate) => candidate.classList.contains("here"));
  if (!row) return false;
  action(row);
  return true;
}

function press(key) {
  if (key === "?") {
    describe();
    document.getElementById("shortcuts")?.showModal();
    return true;
  }
  if (key === "j" || key === "k") {
    walk(key === "j" ? 1 : -1);
    return true;
  }
  if (key === "x") return inRow((row) => row.querySelector("input[type=checkbox]")?.click());
  const fitting = [...document.querySelectorAll("[data-key]")].filter((item) => item.dataset.key === key && item.offsetParent);
  // On the worklist each payer call has its own: the one around the current row goes first.
  const around = document.querySelector(".here")?.closest("article");
  const here = document.querySelector(".here");
  const own = fitting.find((item) => here?.contains(item)) || fitting.find((item) => around?.contains(item)) ||
    fitting.find((item) => !item.hasAttribute("data-key-here"));
  // A field is gone into, a link or button is pressed; a menu that opens is gone into as well.
  if (own?.matches("input, textarea, select")) own.focus();
  else own?.click();
  if (own?.matches("summary")) own.parentElement.querySelector(".menu-items :is(a, button)")?.focus();
  return Boolean(own);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable], dialog[open]")) return;
  if (waitingForRoom && Date.now() - waitingForRoom < 1500) {
    waitingForRoom = 0;
    const link = room(event.key);
    if (link) {
      event.preventDefault();
      link.click();
    }
    return;
  }
  if (event.key === "g") waitingForRoom = Date.now();
  else if (press(event.key)) event.preventDefault();
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (place < 0 || !event.target.matches?.("[data-keep-row]") || document.querySelector("dialog[open], .here")) return;
  stand(rows(), place);
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-dialog=shortcuts]")) describe();
});
