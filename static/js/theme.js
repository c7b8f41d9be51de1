// Light, dark or the device's choice, and the narrow rail. Cookies, so that the server draws the page right at once.
const root = document.documentElement;
root.dataset.js = "";

function remember(name, value) {
  const age = value ? 31536000 : 0;
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${name}=${value}; path=/; max-age=${age}; samesite=lax${secure}`;
}

function showTheme() {
  const chosen = root.dataset.theme || "";
  for (const button of document.querySelectorAll("[data-theme-set]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeSet === chosen));
  }
}

function toggleRail() {
  const narrow = root.dataset.rail !== "narrow";
  if (narrow) root.dataset.rail = "narrow";
  else delete root.dataset.rail;
  remember("rail", narrow ? "narrow" : "");
  showRail();
}

function showRail() {
  const narrow = root.dataset.rail === "narrow";
  for (const button of document.querySelectorAll("[data-rail-toggle]")) {
    button.setAttribute("aria-label", narrow ? "Widen the menu" : "Narrow the menu");
    button.querySelector("use").setAttribute("href", narrow ? "#i-panel-left-open" : "#i-panel-left-close");
  }
  for (const item of document.querySelectorAll(".rail a.rail-item")) {
    if (narrow) item.title = item.querySelector(".rail-label").textContent;
    else item.removeAttribute("title");
  }
}

document.addEventListener("click", (event) => {
  const choice = event.target.closest("[data-theme-set]");
  if (choice) {
    if (choice.dataset.themeSet) root.dataset.theme = choice.dataset.themeSet;
    else delete root.dataset.theme;
    remember("theme", choice.dataset.themeSet);
    showTheme();
  }
  if (event.target.closest("[data-rail-toggle]")) toggleRail();
});

showTheme();
showRail();
