// The reader of a plan: #char=begin,end (RFC 5147), types of marks on and off, the card of a mention or sentence, and
// the place in the contents.
"use strict";

const reader = document.querySelector(".reader");
const article = reader.querySelector("article");
const card = document.getElementById("card");
const words = card.dataset;
const typeNames = Object.fromEntries(words.types.split(";").filter(Boolean).map((pair) => pair.split("=")));

// ---- characters of the address -------------------------------------------------------------------------------------

function clearTarget() {
  for (const mark of article.querySelectorAll("mark.target")) {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent.normalize();
  }
}

// Offsets count code points; strings count UTF-16 units.
function units(text, points) {
  let index = 0;
  for (let n = 0; n < points && index < text.length; n += 1) index += text.codePointAt(index) > 0xffff ? 2 : 1;
  return index;
}

// The stretches of the text as they stand on the page, with the character at which each begins, in order.
const leaves = [...article.querySelectorAll(".t[data-begin]")].map((leaf) => ({ leaf, begin: Number(leaf.dataset.begin) }));
leaves.sort((one, other) => one.begin - other.begin);

// The last leaf that begins at a character or before it.
function leafAt(character) {
  let low = 0;
  let high = leaves.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (leaves[middle].begin <= character) low = middle + 1;
    else high = middle;
  }
  return Math.max(low - 1, 0);
}

function markCharacters(begin, end) {
  const marks = [];
  for (let index = leafAt(begin); index < leaves.length && leaves[index].begin < end; index += 1) {
    const { leaf, begin: first } = leaves[index];
    let position = first;
    const walker = document.createTreeWalker(leaf, NodeFilter.SHOW_TEXT);
    const pieces = [];
    while (walker.nextNode()) {
      const length = Array.from(walker.currentNode.data).length;
      if (position < end && position + length > begin) {
        pieces.push([walker.currentNode, Math.max(begin - position, 0), Math.min(end - position, length)]);
      }
      position += length;
    }
    for (const [node, from, to] of pieces) {
      const first = units(node.data, from);
      const last = units(node.data, to);
      const middle = first ? node.splitText(first) : node;
      if (last - first < middle.data.length) middle.splitText(last - first);
      const mark = document.createElement("mark");
      mark.className = "target";
      middle.replaceWith(mark);
      mark.append(middle);
      marks.push(mark);
    }
  }
  return marks;
}

function goToAddress() {
  clearTarget();
  const match = /^#char=(\d*)(?:,(\d*))?(?:;|$)/.exec(decodeURIComponent(location.hash));
  const outside = article.querySelector(".outside");
  outside.hidden = true;
  if (!match) return;
  const begin = Number(match[1] || 0);
  const end = match[2] === undefined ? begin + 1 : match[2] === "" ? Infinity : Number(match[2]);
  const marks = markCharacters(begin, end);
  outside.hidden = marks.length > 0;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  (marks[0] ?? outside).scrollIntoView({ block: "center", behavior: still ? "instant" : "smooth" });
}

window.addEventListener("hashchange", goToAddress);

// ---- types on and off ----------------------------------------------------------------------------------------------

const switches = [...reader.querySelectorAll(".legend input")];
const KEPT = "planatlas.reader.hidden";

// What is hidden is kept for the next visit, where the browser keeps anything.
function keep() {
  try {
    localStorage.setItem(KEPT, JSON.stringify(switches.filter((box) => !box.checked).map((box) => box.value)));
  } catch { /* then the choice lasts as long as the page */ }
}

function remembered() {
  try {
    const hidden = JSON.parse(localStorage.getItem(KEPT));
    if (Array.isArray(hidden)) for (const box of switches) box.checked = !hidden.includes(box.value);
  } catch { /* as it was */ }
}

function showTypes() {
  const on = new Set(switches.filter((box) => box.checked).map((box) => box.value));
  article.classList.toggle("no-forces", !on.has("force"));
  for (const mark of article.querySelectorAll("[data-types]")) {
    mark.dataset.type = mark.dataset.types.split(" ").findLast((name) => on.has(name)) ?? "";
  }
}

remembered();
showTypes();
reader.querySelector(".legend").addEventListener("change", () => {
  showTypes();
  keep();
});
for (const button of reader.querySelectorAll("[data-all]")) {
  button.addEventListener("click", () => {
    for (const box of switches) box.checked = button.dataset.all === "1";
    showTypes();
    keep();
  });
}

// ---- the card of a mention -----------------------------------------------------------------------------------------

let loading;

function annotations() {
  loading ??= fetch(reader.dataset.annotations).then(async (response) => {
    if (!response.ok) throw new Error(response.statusText);
    const data = await response.json();
    data.bySpan = new Map(data.mentions.map((mention) => [`${mention.begin},${mention.end}`, mention]));
    return data;
  });
  loading.catch(() => { loading = undefined; });
  return loading;
}

function element(tag, className, ...content) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

function copyButton(text, label) {
  const button = element("button", "copy", label);
  button.type = "button";
  button.dataset.copy = text;
  button.dataset.done = words.done;
  return button;
}

function labelOf(data, iri) {
  const labels = data.labels[iri] ?? {};
  return labels[words.lang] ?? labels.zh ?? labels[""] ?? labels.en ?? decodeURIComponent(iri.split(/[#/]/).pop());
}

function statement(data, item, directives) {
  const { agent, role, iri, value } = item.object;
  const name = labelOf(data, item.subject);
  const subject = directives.has(item.subject) ? words.this : name.length > 60 ? `${name.slice(0, 24)}…` : name;
  const object = iri ? labelOf(data, agent ?? iri) : value;
  const evidence = element("a", "evidence", words.assertion);
  evidence.href = pageOf(data, item.assertion);
  const draft = item.review === "draft" ? [element("small", "draft-mark", words.draft), " "] : [];
  return element("li", "", element("span", "s", subject), " ",
    element("span", "p", labelOf(data, role ?? item.predicate)), " ", element("span", "o", object), " ", ...draft, evidence);
}

function statementList(title, data, items, directives, folded) {
  const list = element("ul", "statements", ...items.map((item) => statement(data, item, directives)));
  if (!folded) return [element("h3", "", title), list];
  return [element("details", "", element("summary", "", `${title} (${items.length})`), list)];
}

function pageOf(data, iri) {
  const base = `${data.plan.split("/id/plan/")[0]}/id/`;
  const root = reader.dataset.annotations.split("/plans/")[0];  // what a proxy puts before all addresses
  return iri.startsWith(base) ? `${root}/page/${iri.slice(base.length)}` : iri;
}

function things(data, mention, quoted) {
  return mention.denotes.map((iri) => {
    const labels = data.labels[iri] ?? {};
    const names = [labels.zh, labels.en].filter((name) => name && !(quoted && name === mention.quote));
    const entry = element("div", "thing");
    names.forEach((name, index) => {
      const line = element(index ? "span" : "a", "", name);
      if (!index) line.href = pageOf(data, iri);
      line.lang = name === labels.zh ? "zh-CN" : "en";
      entry.append(line);
    });
    const page = element(names.length ? "span" : "a", "", element("code", "", iri));
    if (!names.length) page.href = pageOf(data, iri);
    entry.append(element("div", "iri", page, copyButton(iri, words.copy)));
    return entry;
  });
}

// ---- sentences -----------------------------------------------------------------------------------------------------

const STOP = /[。！？!?；;]+[”’」』》）)]*/gu;

// The sentence around a character, as far as its leaf goes: its words, its first character and the one behind it.
function sentenceAt(character) {
  const { leaf, begin } = leaves[leafAt(character)];
  const text = leaf.textContent;
  const at = units(text, character - begin);
  let first = 0;
  let last = text.length;
  for (const stop of text.matchAll(STOP)) {
    const behind = stop.index + stop[0].length;
    if (behind <= at) first = behind;
    else {
      last = behind;
      break;
    }
  }
  const before = begin + Array.from(text.slice(0, first)).length;
  return { text: text.slice(first, last), begin: before, end: before + Array.from(text.slice(first, last)).length };
}

function within(data, { begin, end }) {
  return data.statements.filter((item) => item.begin < end && item.end > begin);
}

function closeButton() {
  const close = element("button", "close", "×");
  close.type = "button";
  close.ariaLabel = words.close;
  close.addEventListener("click", closeCard);
  return close;
}

function titled(quote) {
  const title = element("h2", quote.length > 20 ? "long" : "", quote.length > 160 ? `${quote.slice(0, 158)}…` : quote);
  title.id = "card-title";
  title.lang = "zh-CN";
  return title;
}

function placeOf({ begin, end }) {
  const link = new URL(location.href);
  link.hash = `char=${begin},${end}`;
  return element("p", "place",
    words.place.replace("{begin}", begin).replace("{end}", end), " ", copyButton(link.href, words.link));
}

function fillSentence(data, sentence) {
  const all = within(data, sentence);
  const stated = all.filter((item) => item.method !== "derived");
  const derived = all.filter((item) => item.method === "derived");
  const parts = [closeButton(), element("p", "types", words.ofsentence), titled(sentence.text)];
  if (stated.length) parts.push(...statementList(`${words.sentence} (${stated.length})`, data, stated, new Set(), false));
  else parts.push(element("p", "hint", words.nothing));
  if (derived.length) parts.push(...statementList(words.derived, data, derived, new Set(), true));
  card.replaceChildren(...parts, placeOf(sentence));
}

async function openSentence(character, from) {
  const sentence = sentenceAt(character);
  history.replaceState(null, "", `#char=${sentence.begin},${sentence.end}`);
  clearTarget();
  try {
    fillSentence(await annotations(), sentence);
  } catch {
    card.replaceChildren(closeButton(), element("p", "hint", words.failed));
  }
  markCharacters(sentence.begin, sentence.end);
  show(from);
}

// The character of the text at a point of the window, or undefined beside the text.
function characterAt(x, y) {
  let node;
  let offset;
  if (document.caretPositionFromPoint) ({ offsetNode: node, offset } = document.caretPositionFromPoint(x, y) ?? {});
  else ({ startContainer: node, startOffset: offset } = document.caretRangeFromPoint?.(x, y) ?? {});
  const leaf = node?.parentElement?.closest(".t[data-begin]");
  if (!leaf || node.nodeType !== Node.TEXT_NODE) return undefined;
  const range = document.createRange();
  range.setStart(leaf, 0);
  range.setEnd(node, offset);
  return Number(leaf.dataset.begin) + Array.from(range.toString()).length;
}

// ---- the card of a mention, put together ---------------------------------------------------------------------------

const FIRST_PLACES = 4;

// Where else the text speaks of the same thing: each place with its sentence.
function elsewhere(data, mention) {
  const own = new Set(mention.denotes);
  const others = data.mentions.filter((item) => item !== mention && item.denotes.some((iri) => own.has(iri)));
  const lines = others.map((item) => {
    const sentence = sentenceAt(item.begin);
    const points = Array.from(sentence.text);
    const from = Math.max(item.begin - sentence.begin, 0);
    const to = item.end - sentence.begin;
    const before = points.slice(Math.max(from - 16, 0), from).join("");
    const after = points.slice(to, to + 16).join("");
    const link = element("a", "", from > 16 ? "…" : "", before, element("strong", "", points.slice(from, to).join("")), after,
      points.length > to + 16 ? "…" : "");
    link.href = `#char=${item.begin},${item.end}`;
    return element("li", "", link);
  });
  if (!lines.length) return [];
  const list = (items) => {
    const made = element("ul", "places", ...items);
    made.lang = "zh-CN";
    return made;
  };
  const parts = [element("h3", "", `${words.elsewhere} (${lines.length})`), list(lines.slice(0, FIRST_PLACES))];
  const rest = lines.slice(FIRST_PLACES);
  if (rest.length) {
    parts.push(element("details", "", element("summary", "", words.more.replace("{count}", rest.length)), list(rest)));
  }
  return parts;
}

function fill(data, key) {
  const mention = data.bySpan.get(key);
  const { begin, end } = mention;
  const around = data.mentions.filter((item) => item.types.includes("Directive") && item.begin <= begin && item.end >= end);
  const directives = new Set(around.flatMap((item) => item.denotes));
  const said = data.statements.filter((item) => item.method !== "derived" && item.begin <= begin && item.end >= end);
  const own = new Set(mention.denotes);
  const about = said.filter((item) => own.has(item.subject) || own.has(item.object.agent ?? item.object.iri));
  const others = said.filter((item) => !about.includes(item));
  const types = element("p", "types", ...mention.types.map((name) => {
    const sign = element("span", "m sample", typeNames[name] ?? name);
    sign.dataset.type = name;
    return sign;
  }));
  const isDirective = mention.types.includes("Directive");
  const parts = [closeButton(), types, titled(mention.quote)];
  const force = mention.denotes.map((iri) => data.forces[iri]).find(Boolean);
  if (force) types.append(element("span", "force", labelOf(data, force)));
  if (mention.denotes.length && !isDirective) parts.push(element("h3", "", words.meaning), ...things(data, mention, false));
  if (isDirective) {
    if (said.length) parts.push(...statementList(words.statements, data, said, directives, false));
  } else {
    if (about.length) parts.push(...statementList(words.about, data, about, directives, false));
    if (others.length) parts.push(...statementList(words.others, data, others, directives, about.length > 0));
  }
  if (!said.length) parts.push(element("p", "hint", words.nothing));
  if (!mention.types.every((name) => ["Task", "Directive", "Heading"].includes(name))) parts.push(...elsewhere(data, mention));
  if (isDirective) parts.push(...things(data, mention, true));
  const sentence = sentenceAt(begin);
  const count = within(data, sentence).filter((item) => item.method !== "derived").length;
  if (count) {
    const more = element("button", "plain whole", `${words.sentence} (${count})`);
    more.type = "button";
    more.addEventListener("click", () => openSentence(begin, opener));
    parts.push(element("p", "", more));
  }
  card.replaceChildren(...parts, placeOf(mention));
}

let opener;

async function openCard(mark) {
  const key = mark.dataset.m;
  clearTarget();
  try {
    const data = await annotations();
    if (!data.bySpan.has(key)) return;
    fill(data, key);
  } catch {
    card.replaceChildren(closeButton(), element("p", "hint", words.failed));
  }
  show(mark);
  for (const piece of article.querySelectorAll(`[data-m="${key}"]`)) piece.classList.add("current");
}

// Show the card beside what it was opened from.
function show(mark) {
  for (const current of article.querySelectorAll(".current")) current.classList.remove("current");
  opener = mark;
  card.hidden = false;
  reader.classList.add("with-card");
  card.focus({ preventScroll: true });
  const covered = card.getBoundingClientRect().top;
  if (mark && matchMedia("(max-width: 699px)").matches && mark.getBoundingClientRect().bottom > covered) {
    mark.scrollIntoView({ block: "nearest" });
    scrollBy(0, mark.getBoundingClientRect().bottom - covered + 60);
  }
}

function closeCard() {
  card.hidden = true;
  reader.classList.remove("with-card");
  for (const current of article.querySelectorAll(".current")) current.classList.remove("current");
  (opener?.matches("a") ? opener : undefined)?.focus({ preventScroll: true });
}

// Marks around whole sentences: a click on their words means the sentence; their sign opens their own card.
const QUIET = ["", "Directive", "Task", "Heading"];

article.addEventListener("click", (event) => {
  if (!getSelection().isCollapsed) return;
  let mark = event.target.closest("[data-m]");
  while (mark && !mark.matches(".handle") && QUIET.includes(mark.dataset.type)) mark = mark.parentElement.closest("[data-m]");
  if (!mark) {
    const character = event.target.closest(".t") ? characterAt(event.clientX, event.clientY) : undefined;
    if (character !== undefined) openSentence(character);
    return;
  }
  if (!(event.ctrlKey || event.metaKey || event.shiftKey)) {
    event.preventDefault();
    history.replaceState(null, "", `#char=${mark.dataset.m}`);
    openCard(mark);
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !card.hidden) closeCard();
});

card.addEventListener("click", (event) => {
  const place = event.target.closest(".places a");
  if (place && matchMedia("(max-width: 1099px)").matches) closeCard();
});

reader.querySelector(".print").addEventListener("click", () => window.print());

// ---- the contents: parts that fold, and the current place ----------------------------------------------------------

const contents = reader.querySelector(".toc");

for (const list of contents.querySelectorAll("li > ol")) {
  const link = list.parentElement.querySelector("a");
  const fold = element("button", "fold");
  fold.type = "button";
  fold.ariaLabel = reader.dataset.fold.replace("{title}", link.querySelector("span").textContent);
  fold.ariaExpanded = "true";
  fold.addEventListener("click", () => {
    list.hidden = !list.hidden;
    fold.ariaExpanded = String(!list.hidden);
  });
  link.before(fold);
}

const entries = [...contents.querySelectorAll("a[href^='#']")]
  .map((link) => ({ link, part: document.getElementById(decodeURIComponent(link.hash.slice(1))) }))
  .filter(({ part }) => part);
let here;

function showPlace() {
  const edge = innerHeight / 4;
  const now = entries.findLast(({ part }) => part.getBoundingClientRect().top <= edge) ?? entries[0];
  if (now === here) return;
  here?.link.removeAttribute("aria-current");
  here = now;
  if (!now) return;
  now.link.ariaCurrent = "location";
  const box = contents.getBoundingClientRect();
  const line = now.link.getBoundingClientRect();
  const scrolls = contents.scrollHeight > contents.clientHeight;
  if (scrolls && (line.top < box.top || line.bottom > box.bottom)) contents.scrollTop += line.top - box.top - box.height / 3;
}

let waiting = false;
addEventListener("scroll", () => {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    showPlace();
  });
}, { passive: true });
showPlace();

// ---- narrow pages --------------------------------------------------------------------------------------------------

if (matchMedia("(max-width: 1099px)").matches) {
  for (const part of reader.querySelectorAll(".toc details, .legend")) part.open = false;
}
reader.querySelector(".toc").addEventListener("click", (event) => {
  const narrow = matchMedia("(max-width: 1099px)").matches;
  if (narrow && event.target.closest("a")) reader.querySelector(".toc details").open = false;
});

goToAddress();
