// Shows notices, reads them out politely, takes them away; also reads out [data-announce] text after a swap.
const PATIENCE = 8000;
const ICONS = { good: "circle-check", act: "circle-alert", waiting: "triangle-alert", stopped: "octagon-x" };
const box = document.getElementById("toasts");
const live = document.getElementById("live");

function say(text) {
  live.textContent = "";
  window.setTimeout(() => { live.textContent = text; }, 60);
}

function settle(toast) {
  // What asks for a decision or tells of trouble stays until dismissed (WCAG 2.2.1).
  const stays = toast.querySelector("[data-undo]") || toast.matches(".act, .stopped, .waiting");
  if (stays) return;
  let timer = window.setTimeout(() => toast.remove(), PATIENCE);
  const pause = () => window.clearTimeout(timer);
  const resume = () => { timer = window.setTimeout(() => toast.remove(), PATIENCE); };
  toast.addEventListener("mouseenter", pause);
  toast.addEventListener("focusin", pause);
  toast.addEventListener("mouseleave", resume);
  toast.addEventListener("focusout", resume);
}

function show({ text, meaning = "neutral", undo = "" }) {
  const toast = document.getElementById("toast-shape").content.firstElementChild.cloneNode(true);
  toast.className = `toast ${meaning}`;
  toast.querySelector("use").setAttribute("href", `#i-${ICONS[meaning] || "info"}`);
  toast.querySelector(".toast-text").textContent = text;
  const button = toast.querySelector("[data-undo]");
  if (undo) button.dataset.undo = undo;
  else button.remove();
  box.append(toast);
  // Somebody working through a list acts many times: the last two acts can be taken back, older notices leave.
  [...box.querySelectorAll(".toast.good")].slice(0, -2).forEach((old) => old.remove());
  settle(toast);
  say(text);
}

async function undo(button) {
  const headers = JSON.parse(document.body.getAttribute("hx-headers") || "{}");
  const answer = await fetch(button.dataset.undo, { method: "POST", headers });
  if (answer.ok) location.reload();
  else show({ text: "That could not be undone. Reload the page to see how it stands.", meaning: "act" });
}

box.addEventListener("click", (event) => {
  if (event.target.closest("[data-toast-close]")) event.target.closest("[data-toast]").remove();
  const button = event.target.closest("[data-undo]");
  if (button) undo(button);
});

document.addEventListener("toast", (event) => show(event.detail));

document.addEventListener("htmx:afterSettle", (event) => {
  const news = event.target.querySelector?.("[data-announce]");
  if (news) say(news.textContent.trim());
});

document.addEventListener("htmx:sendError", () => {
  show({ text: "CredTrack did not answer. Check the connection and try again; nothing you typed is lost.", meaning: "act" });
});

document.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  const text = status === 403 ? "Your role does not allow that. Ask an owner of the organization."
    : status === 404 ? "That is no longer there. Reload the page."
      : "That did not work and nothing was changed. Try again, or reload the page.";
  show({ text, meaning: "act" });
});

const waiting = [...box.querySelectorAll("[data-toast]")];
waiting.forEach(settle);
if (waiting.length) say(waiting.map((toast) => toast.querySelector(".toast-text").textContent).join(" "));
