// Selecting rows: "every row of this page", a count, and the bar of what can be done with them.
const boxes = (form) => [...form.querySelectorAll("input[name=ids]")];

function refresh(form) {
  const picked = boxes(form).filter((box) => box.checked);
  const all = form.querySelector("[data-pick-all]");
  const bar = form.querySelector("[data-bulk]");
  // Where nothing may be selected, as in a list of other people's rows, there is no bar.
  if (!all || !bar) return;
  all.checked = picked.length > 0 && picked.length === boxes(form).length;
  all.indeterminate = picked.length > 0 && !all.checked;
  for (const box of boxes(form)) box.closest("tr, [data-row]").classList.toggle("picked", box.checked);
  bar.hidden = !picked.length;
  bar.querySelector("[data-picked]").textContent = picked.length === 1 ? "1 row selected" : `${picked.length} rows selected`;
}

function refreshAll() {
  document.querySelectorAll("form[data-selection]").forEach(refresh);
}

let last = null;

document.addEventListener("click", (event) => {
  const box = event.target;
  if (!(box instanceof HTMLInputElement) || box.name !== "ids" || !box.form?.matches("[data-selection]")) return;
  const all = boxes(box.form);
  if (event.shiftKey && last && all.includes(last)) {
    const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((one, other) => one - other);
    for (const each of all.slice(from, to + 1)) each.checked = box.checked;
  }
  last = box;
});

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (!form?.matches("[data-selection]")) return;
  if (event.target.matches("[data-pick-all]")) for (const box of boxes(form)) box.checked = event.target.checked;
  refresh(form);
});

document.addEventListener("htmx:afterSettle", refreshAll);
window.addEventListener("pageshow", refreshAll);
