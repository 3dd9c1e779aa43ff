// Filters of the ledger. They stand in the address (#q=…&force=…), so that what is shown can be shared.
"use strict";

const ledger = document.querySelector(".ledger");
const form = ledger.querySelector(".filters");
const output = form.querySelector("output");
const none = ledger.querySelector(".none");
const whole = output.textContent;
const NAMES = ["q", "section", "force", "action"];

const sections = [];
for (const body of ledger.querySelectorAll("tbody")) {
  if (body.matches(".section")) {
    sections.push({ body, keys: body.dataset.section.split(" "), words: body.textContent.toLowerCase(), tasks: [] });
    continue;
  }
  const rows = [...body.querySelectorAll("tr.row")].map((row) => ({ row, words: row.textContent.toLowerCase() }));
  sections.at(-1).tasks.push({ body, rows, words: body.querySelector("th").textContent.toLowerCase() });
}
const total = sections.flatMap((section) => section.tasks).reduce((sum, task) => sum + task.rows.length, 0);

function wanted() {
  return Object.fromEntries(NAMES.map((name) => [name, form.elements[name].value.trim()]));
}

function apply() {
  const { q, section, force, action } = wanted();
  const terms = q.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const part of sections) {
    let inPart = 0;
    const here = !section || part.keys.includes(section);
    for (const task of part.tasks) {
      let inTask = 0;
      for (const { row, words } of task.rows) {
        const fits = here && (!force || row.dataset.force === force) && (!action || row.dataset.action === action)
          && terms.every((term) => words.includes(term) || task.words.includes(term) || part.words.includes(term));
        row.hidden = !fits;
        if (fits) inTask += 1;
      }
      task.body.hidden = inTask === 0;
      inPart += inTask;
    }
    part.body.hidden = inPart === 0;
    const count = part.body.querySelector("[data-count]");
    count.textContent = inPart === Number(count.dataset.count) ? inPart : `${inPart} / ${count.dataset.count}`;
    shown += inPart;
  }
  none.hidden = shown > 0;
  output.textContent = shown === total
    ? whole : ledger.dataset.shown.replace("{shown}", shown).replace("{count}", total);
}

function remember() {
  const kept = Object.entries(wanted()).filter(([, value]) => value);
  const hash = new URLSearchParams(kept).toString();
  history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
}

function restore() {
  const parameters = new URLSearchParams(location.hash.slice(1));
  if (location.hash && !NAMES.some((name) => parameters.has(name))) return;
  for (const name of NAMES) form.elements[name].value = parameters.get(name) ?? "";
  apply();
}

form.addEventListener("input", () => { apply(); remember(); });
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(() => { apply(); remember(); }));
ledger.querySelector(".drafts input[type=checkbox]").addEventListener("change", ({ target }) => {
  const address = new URL(location.href);
  if (target.checked) address.searchParams.set("reviewed", "1");
  else address.searchParams.delete("reviewed");
  location.assign(address); // with the filters, which stand behind #
});
window.addEventListener("hashchange", restore);
restore();
