// The search box: "/" or Ctrl+K opens it, arrows walk the answers, Enter opens one.
const form = document.querySelector("[data-search]");

function setUp(box, list) {
  const options = () => [...list.querySelectorAll("[role=option]:not([aria-disabled])")];
  const chosen = () => list.querySelector("[aria-selected=true]");

  function close() {
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }

  function reveal() {
    list.hidden = !list.children.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
  }

  function choose(option) {
    chosen()?.setAttribute("aria-selected", "false");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", option.id);
  }

  function walk(step) {
    const all = options();
    if (!all.length) return;
    const at = all.indexOf(chosen());
    choose(all[at < 0 && step < 0 ? all.length - 1 : (at + step + all.length) % all.length]);
  }

  box.addEventListener("focus", () => {
    if (list.children.length) reveal();
    else box.dispatchEvent(new Event("search-open"));
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      reveal();
      walk(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && !list.hidden && chosen()) {
      event.preventDefault();
      chosen().click();
    } else if (event.key === "Escape") {
      close();
    }
  });
  box.addEventListener("input", () => box.removeAttribute("aria-activedescendant"));
  list.addEventListener("htmx:afterSwap", () => {
    if (document.activeElement !== box) return;
    reveal();
    // A late answer must not take back what the arrows have chosen meanwhile.
    const kept = document.getElementById(box.getAttribute("aria-activedescendant"));
    if (kept && list.contains(kept)) choose(kept);
  });
  document.addEventListener("click", (event) => {
    if (!form.contains(event.target)) close();
  });
  form.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !form.contains(event.relatedTarget)) close();
  });
}

if (form) {
  setUp(form.querySelector("input"), form.querySelector("[role=listbox]"));
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, dialog[open]");
    const asked = (event.key === "/" && !typing) || (event.key === "k" && (event.ctrlKey || event.metaKey));
    if (!asked) return;
    event.preventDefault();
    form.querySelector("input").focus();
    form.querySelector("input").select();
  });
}
