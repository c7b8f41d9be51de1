// Opens native dialogs from [data-dialog] links and buttons; a fetched fragment opens the shared one when it arrives.
const shared = () => document.getElementById("dialog");

function open(dialog) {
  if (!dialog.open) dialog.showModal();
  const body = dialog.querySelector(".dialog-body");
  const first = body.querySelector("[autofocus]") ||
    body.querySelector("input:not([type=hidden], [hidden]), select:not([hidden]), textarea") ||
    body.querySelector("a[href], button");
  if (first) first.focus();
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener && !opener.hasAttribute("hx-get")) {
    const dialog = document.getElementById(opener.dataset.dialog);
    if (!dialog) return;
    event.preventDefault();
    open(dialog);
    return;
  }
  const closer = event.target.closest("[data-dialog-close]");
  if (closer) {
    event.preventDefault();
    closer.closest("dialog").close();
    return;
  }
  // A click on the dialog itself, outside its box, is a click on the backdrop.
  if (event.target instanceof HTMLDialogElement) {
    const box = event.target.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right &&
      event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside && event.detail) event.target.close();
  }
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "dialog-body" || !event.detail.target.children.length) return;
  const title = event.detail.target.querySelector(".dialog-title");
  if (title) shared().setAttribute("aria-label", title.textContent.trim());
  open(shared());
});

document.addEventListener("dialog-close", () => {
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
});
