// What every page does: copy buttons, and a language switch that keeps the fragment of the address.
"use strict";
document.documentElement.classList.add("js");

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (button instanceof HTMLButtonElement) {
    const label = button.textContent;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = button.dataset.done;
      setTimeout(() => { button.textContent = label; }, 1500);
    } catch {
      window.prompt(label, button.dataset.copy);
    }
  }
  const language = event.target.closest(".languages a");
  if (language && location.hash) language.hash = location.hash;
});

const query = document.querySelector("textarea[name=query]");
query?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) query.form.requestSubmit();
});
