// Turns a long <select data-combobox> into a box to type in. The select stays, hidden, and is what is sent.
// With data-options-url the options come from there: GET ?q=… answers with <option> elements.
const SHOWN = 60;
let count = 0;

function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

async function find(select, words) {
  if (select.dataset.optionsUrl) {
    const answer = await fetch(`${select.dataset.optionsUrl}?q=${encodeURIComponent(words)}`);
    const page = new DOMParser().parseFromString(`<select>${await answer.text()}</select>`, "text/html");
    return [...page.querySelectorAll("option")];
  }
  const parts = plain(words).split(/\s+/).filter(Boolean);
  return [...select.options].filter((option) => parts.every((part) => plain(option.text).includes(part)));
}

function draw(list, found, current) {
  list.replaceChildren(...found.slice(0, SHOWN).map((option, index) => {
    const row = document.createElement("div");
    row.className = "option";
    row.id = `${list.id}-${index}`;
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", String(option.value === current));
    row.dataset.value = option.value;
    row.textContent = option.text || "None";
    return row;
  }));
  if (found.length <= SHOWN && found.length) return;
  const note = document.createElement("div");
  note.className = "option-note";
  note.textContent = found.length ? `${found.length - SHOWN} more: type to narrow` : "Nothing fits. Try fewer letters.";
  list.append(note);
}

function build(select) {
  count += 1;
  const around = document.createElement("div");
  around.className = "combobox";
  const box = document.createElement("input");
  const list = document.createElement("div");
  list.id = `options-${count}`;
  list.className = "search-results";
  list.setAttribute("role", "listbox");
  list.hidden = true;
  Object.entries({ type: "text", role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })
    .forEach(([name, value]) => box.setAttribute(name, value));
  for (const name of ["aria-describedby", "aria-invalid", "required", "disabled"]) {
    if (select.hasAttribute(name)) box.setAttribute(name, select.getAttribute(name));
  }
  const label = select.labels?.[0];
  box.id = `${select.id}_typed`;
  if (label) label.htmlFor = box.id;
  list.setAttribute("aria-label", label ? label.textContent.trim() : "Options");
  around.append(box, list);
  select.after(around);
  select.hidden = true;
  select.required = false;
  return { around, box, list };
}

function enhance(select) {
  select.dataset.ready = "";
  const { around, box, list } = build(select);
  const wording = () => (select.value ? select.selectedOptions[0]?.text || "" : "");
  const active = () => list.querySelector(".option[aria-selected=true]");
  let turn = 0;
  const nothing = [...select.options].find((option) => !option.value)?.text || "";
  box.placeholder = /\p{L}/u.test(nothing) ? nothing : "Type to search";
  box.value = wording();

  function close() {
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }
  function activate(row) {
    active()?.setAttribute("aria-selected", "false");
    row.setAttribute("aria-selected", "true");
    row.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", row.id);
  }
  async function show(words) {
    turn += 1;
    const mine = turn;
    const found = await find(select, words);
    if (mine !== turn) return;
    draw(list, found, select.value);
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    const first = list.querySelector(".option");
    if (words && first) activate(first);
  }
  function take(row) {
    if (![...select.options].some((option) => option.value === row.dataset.value)) {
      select.add(new Option(row.textContent, row.dataset.value));
    }
    select.value = row.dataset.value;
    select.dispatchEvent(new Event("input", { bubbles: true }));
    select.dispatchEvent(new Event("change", { bubbles: true }));
    box.value = wording();
    close();
  }
  function walk(step) {
    const rows = [...list.querySelectorAll(".option")];
    const at = rows.indexOf(active());
    if (rows.length) activate(rows[at < 0 && step < 0 ? rows.length - 1 : (at + step + rows.length) % rows.length]);
  }

  box.addEventListener("click", () => show(""));
  box.addEventListener("focus", () => box.select());
  box.addEventListener("input", () => show(box.value));
  box.addEventListener("keydown", async (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) await show("");
      walk(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && !list.hidden && active()) {
      event.preventDefault();
      take(active());
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      event.preventDefault();
      box.value = wording();
      close();
    }
  });
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const row = event.target.closest(".option");
    if (row) take(row);
  });
  around.addEventListener("focusout", () => {
    if (!box.value && select.value) {
      select.value = "";
      select.dispatchEvent(new Event("change", { bubbles: true }));
    }
    box.value = wording();
    close();
  });
  select.addEventListener("change", () => { box.value = wording(); });
}

function enhanceAll() {
  document.querySelectorAll("select[data-combobox]:not([data-ready]):not([multiple])").forEach(enhance);
}

document.addEventListener("htmx:afterSettle", enhanceAll);
enhanceAll();
