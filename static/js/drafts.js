// Keeps what was typed into a <form data-keep="key"> in this tab until it is sent. Secrets and files are never kept.
const NEVER = "[type=password], [type=hidden], [type=file], [data-secret]";
// Fixed at the first look: an answer may bring a new address before the form is forgotten.
const places = new WeakMap();
function place(form) {
  if (!places.has(form)) places.set(form, `draft:${location.pathname}:${form.dataset.keep}`);
  return places.get(form);
}

const fields = (form) => [...form.elements].filter((field) => field.name && !field.matches(NEVER));
const state = (field) => (["checkbox", "radio"].includes(field.type) ? field.checked : field.value);

function keep(form) {
  const kept = fields(form).map((field) => [field.name, field.type === "radio" ? field.value : "", state(field)]);
  sessionStorage.setItem(place(form), JSON.stringify(kept));
}

function fill(form, kept) {
  let changed = false;
  fields(form).forEach((field, index) => {
    const [name, , value] = kept[index] || [];
    if (name !== field.name || state(field) === value) return;
    changed = true;
    if (typeof value === "boolean") field.checked = value;
    else field.value = value;
  });
  return changed;
}

function tell(form) {
  const note = document.createElement("p");
  note.className = "kept";
  note.setAttribute("role", "status");
  note.append("We kept what you typed here before. ");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "link";
  button.textContent = "Start over";
  button.addEventListener("click", () => {
    sessionStorage.removeItem(place(form));
    form.reset();
    note.remove();
  });
  note.append(button);
  form.prepend(note);
}

function restore(form) {
  form.dataset.kept = "";
  const kept = sessionStorage.getItem(place(form));
  // A form that came back with remarks already holds what was sent.
  if (!kept || form.querySelector(".problem, .problems")) return;
  if (fill(form, JSON.parse(kept))) tell(form);
}

function restoreAll() {
  document.querySelectorAll("form[data-keep]:not([data-kept])").forEach(restore);
}

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.dataset.keep) keep(form);
});

document.addEventListener("submit", (event) => {
  if (event.target.dataset.keep && !event.target.hasAttribute("hx-post")) sessionStorage.removeItem(place(event.target));
});

document.addEventListener("htmx:afterRequest", (event) => {
  // The event's own element is an ancestor once the answer has replaced the form.
  const form = event.detail.requestConfig?.elt;
  if (form?.dataset?.keep && event.detail.successful) sessionStorage.removeItem(place(form));
});

document.addEventListener("htmx:afterSettle", restoreAll);
restoreAll();
