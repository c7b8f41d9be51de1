// Copies the text of a field: <button data-copy="#address">. Without the clipboard (plain http) the text is selected.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const field = document.querySelector(button.dataset.copy);
  field.select();
  let text = "Copied.";
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    text = "The text is selected. Copy it with Ctrl+C, or Command+C on a Mac.";
  }
  document.dispatchEvent(new CustomEvent("toast", { detail: { text, meaning: "good" } }));
});
