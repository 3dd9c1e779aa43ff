// The page of queries: what the form does without script, and more. The state of the page stands in its address.
import { find, h } from "../common/dom";
import { settings, speaker } from "../common/page";
import { fromFragment, toFragment } from "./address";
import { Client, Refusal } from "./client";
import { Code } from "./code";
import { Completer } from "./complete";
import { explained } from "./explain";
import "./editor.css";
import { hint, languageOf } from "./hint";
import { Names } from "./names";
import { Outcome, isView, type Shown } from "./outcome";
import { isEmpty } from "./result";
import { untagged } from "./syntax";
import { Vocabulary } from "./vocabulary";

const given = settings();
const say = speaker(given.words);
const form = find<HTMLFormElement>("form.asking");
const area = find<HTMLTextAreaElement>("textarea", form);
const place = find<HTMLElement>("#outcome");
const links = [...document.querySelectorAll<HTMLAnchorElement>(".gallery a[data-example]")];
const examples = new Map(links.map((link) =>
  [link.dataset["example"] ?? "", new URL(link.href).searchParams.get("query") ?? ""]));

const triple = ["editor.subject", "editor.predicate", "editor.object"].map((key) => say(key));
const client = new Client(new URL(form.action).pathname, triple);
// a proxy may show the service below a path of its own
const root = client.address.replace(/\/sparql$/, "");
const names = new Names(client, given, root);
const vocabulary = new Vocabulary(client, given.language, root);
const outcome = new Outcome(place, client, names, say, (chosen) => {
  view = chosen;
  void remember(false);
});

let view = "table";
let running: AbortController | undefined;

const button = find<HTMLButtonElement>("button[type=submit]", form);
const cancel = h("button", { type: "button", class: "plain", hidden: true, click: () => running?.abort() }, say("editor.cancel"));
const clock = h("span", { class: "clock" });
const status = h("span", { role: "status", class: "quiet" });
const share = h("button", { type: "button", class: "plain share", "data-done": say("copy.done") }, say("editor.share"));
const limit = say("editor.limit", { seconds: given.timeout });
clock.textContent = limit;
button.after(cancel);
find(".run", form).append(clock, status, share);

const code = new Code(h("div", { class: "code" }), {
  text: area.value,
  label: say("sparql.query"),
  say,
  completer: new Completer(vocabulary, say),
  reading: explained(names, vocabulary, given.base, say),
  run: () => void run(),
  changed: edited,
});
area.hidden = true;
area.required = false;
area.after(code.element);

function exampleOf(query: string): string | undefined {
  return [...examples].find(([, text]) => text.trim() === query.trim())?.[0];
}

/** Write the state into the address, and what depends on it into the page. */
async function remember(pushed: boolean): Promise<void> {
  const query = code.text;
  const example = exampleOf(query);
  markExample(example);
  const asked = new URLSearchParams(location.search).get("query");
  if (asked?.trim() === query.trim() && view === "table" && !location.hash) {
    share.dataset["copy"] = location.href; // whoever linked here gets to keep that address
    return;
  }
  const fragment = await toFragment(example === undefined ? { query, view } : { example, view });
  const address = `${location.pathname}#${fragment}`;
  if (`#${fragment}` !== location.hash || location.search) {
    if (pushed) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
  }
  share.dataset["copy"] = new URL(address, location.href).href;
  // the state travels behind #, which site.js copies; what stands before it the server would run first
  for (const link of document.querySelectorAll<HTMLAnchorElement>(".languages a")) {
    const other = new URL(link.href);
    for (const name of ["query", "format"]) other.searchParams.delete(name);
    link.href = other.href;
  }
}

function markExample(example: string | undefined): void {
  for (const link of links) {
    if (link.dataset["example"] !== example) {
      link.removeAttribute("aria-current");
    } else if (!link.hasAttribute("aria-current")) {
      link.setAttribute("aria-current", "true");
      const list = find<HTMLElement>(".gallery .groups");
      const [outer, inner] = [list.getBoundingClientRect(), link.getBoundingClientRect()];
      if (inner.top < outer.top || inner.bottom > outer.bottom) {
        list.scrollTop += (inner.top + inner.bottom - outer.top - outer.bottom) / 2;
      }
    }
  }
}

let waiting = 0;
function edited(query: string): void {
  area.value = query;
  clearTimeout(waiting);
  waiting = window.setTimeout(() => void remember(false), 500);
}

async function run(): Promise<void> {
  running?.abort();
  const control = new AbortController();
  running = control;
  const query = code.text;
  clearTimeout(waiting);
  code.unmark();
  await remember(true);
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  const ticking = setInterval(() => {
    clock.textContent = say("editor.running", { seconds: seconds().toFixed(1), limit: given.timeout });
  }, 100);
  status.textContent = say("editor.started");
  status.classList.add("quiet");
  cancel.hidden = false;
  place.setAttribute("aria-busy", "true");
  try {
    const result = await client.run(query, control.signal);
    await show({ query, result, seconds: seconds(), view });
    status.textContent = say("editor.finished", { size: outcome.size(result, seconds()) });
  } catch (error) {
    if (running !== control) return;
    status.textContent = "";
    if (control.signal.aborted) {
      outcome.clear();
      status.textContent = say("editor.cancelled", { seconds: seconds().toFixed(1) });
      status.classList.remove("quiet");
    } else {
      const refusal = error instanceof Refusal ? error : new Refusal(0, String(error));
      const { message, line, column } = refusal;
      const marked = line !== undefined && column !== undefined ? code.mark(message, line, column) : undefined;
      outcome.fail(refusal, marked, () => code.visit());
    }
  } finally {
    clearInterval(ticking);
    if (running === control) {
      running = undefined;
      cancel.hidden = true;
      clock.textContent = limit;
      place.removeAttribute("aria-busy");
    }
  }
}

async function show(shown: Shown): Promise<void> {
  await outcome.show(shown);
  const literals = isEmpty(shown.result) && code.text === shown.query ? untagged(code.tree, shown.query) : [];
  const advice = await hint(literals, client, say, () => {
    for (const { to, text } of [...literals].reverse()) code.replace(to, to, `@${languageOf(text)}`);
    void run();
  });
  if (advice && code.text === shown.query) outcome.advise(advice);
  if (place.getBoundingClientRect().top > window.innerHeight - 80) place.scrollIntoView({ block: "start" });
}

const first = area.value;

/** Take the state from the address; a query that it names is run. */
async function restore(): Promise<void> {
  const state = await fromFragment(location.hash);
  const named = state.example === undefined ? state.query : examples.get(state.example);
  const query = named ?? new URLSearchParams(location.search).get("query");
  view = state.view !== undefined && isView(state.view) ? state.view : "table";
  if (query !== null) {
    code.text = query.trim() === first.trim() ? first : query;
    await run();
  } else {
    code.text = first;
    clearTimeout(waiting);
    outcome.clear();
    markExample(exampleOf(first));
    share.dataset["copy"] = location.href;
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  void run();
});
for (const link of links) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    code.text = examples.get(link.dataset["example"] ?? "") ?? "";
    view = "table";
    void run();
  });
}
window.addEventListener("popstate", () => void restore());
void restore();
