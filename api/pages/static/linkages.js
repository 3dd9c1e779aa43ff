// A click on a number fills the panel beside the table without loading the page again; without this file links do it.
"use strict";

const said = document.querySelector("#said");
let last = 0;

function mark(key) {
  for (const link of document.querySelectorAll("[data-cell]")) {
    if (link.dataset.cell === key) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

async function show(address) {
  const asked = ++last;
  said.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { headers: { accept: "text/html" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const found = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (asked !== last) return;
    said.replaceChildren(...found.querySelector("#said").childNodes);
    mark(found.querySelector("[data-cell][aria-current]")?.dataset.cell);
    said.removeAttribute("aria-busy");
    said.scrollTop = 0;
    if (said.getBoundingClientRect().top < 0 || said.getBoundingClientRect().top > innerHeight / 2) {
      said.scrollIntoView({ block: "start" });
    }
    for (const language of document.querySelectorAll(".languages a")) {
      const other = found.querySelector(`.languages a[hreflang="${language.hreflang}"]`);
      if (other) language.href = other.href;
    }
  } catch {
    location.assign(address); // the page itself says what is wrong
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-cell]");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  history.pushState(null, "", link.href);
  show(link.href);
});

addEventListener("popstate", () => {
  if (said && (!location.hash || location.hash === "#said")) show(location.href);
});

for (const select of document.querySelectorAll(".drafts input, .choose:not(.plans) :is(select, input)")) {
  select.addEventListener("change", () => select.form.requestSubmit());
}
