// The reader of a plan: #char=begin,end (RFC 5147), types of marks on and off, and the card of a mention.
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

function markCharacters(begin, end) {
  const marks = [];
  for (const leaf of article.querySelectorAll(".t[data-begin]")) {
    let position = Number(leaf.dataset.begin);
    if (position >= end) continue;
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

function showTypes() {
  const on = new Set(switches.filter((box) => box.checked).map((box) => box.value));
  for (const mark of article.querySelectorAll("[data-types]")) {
    mark.dataset.type = mark.dataset.types.split(" ").findLast((name) => on.has(name)) ?? "";
  }
}

reader.querySelector(".legend").addEventListener("change", showTypes);
for (const button of reader.querySelectorAll("[data-all]")) {
  button.addEventListener("click", () => {
    for (const box of switches) box.checked = button.dataset.all === "1";
    showTypes();
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
  const subject = directives.has(item.subject) ? words.this : labelOf(data, item.subject);
  const object = iri ? labelOf(data, agent ?? iri) : value;
  return element("li", "", element("span", "s", subject), " ",
    element("span", "p", labelOf(data, role ?? item.predicate)), " ", element("span", "o", object));
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

function fill(data, key) {
  const mention = data.bySpan.get(key);
  const { begin, end } = mention;
  const around = data.mentions.filter((item) => item.types.includes("Directive") && item.begin <= begin && item.end >= end);
  const directives = new Set(around.flatMap((item) => item.denotes));
  const said = data.statements.filter((item) => item.method !== "derived" && item.begin <= begin && item.end >= end);
  const own = new Set(mention.denotes);
  const about = said.filter((item) => own.has(item.subject) || own.has(item.object.agent ?? item.object.iri));
  const others = said.filter((item) => !about.includes(item));
  const title = element("h2", mention.quote.length > 20 ? "long" : "", mention.quote.length > 90 ? `${mention.quote.slice(0, 88)}…` : mention.quote);
  title.id = "card-title";
  title.lang = "zh-CN";
  const close = element("button", "close", "×");
  close.type = "button";
  close.ariaLabel = words.close;
  close.addEventListener("click", closeCard);
  const types = element("p", "types", ...mention.types.map((name) => {
    const sign = element("span", "m sample", typeNames[name] ?? name);
    sign.dataset.type = name;
    return sign;
  }));
  const isDirective = mention.types.includes("Directive");
  const link = new URL(location.href);
  link.hash = `char=${begin},${end}`;
  const place = element("p", "place",
    words.place.replace("{begin}", begin).replace("{end}", end), " ", copyButton(link.href, words.link));
  const parts = [close, types, title];
  if (mention.denotes.length && !isDirective) parts.push(element("h3", "", words.meaning), ...things(data, mention, false));
  if (isDirective) {
    if (said.length) parts.push(...statementList(words.statements, data, said, directives, false));
  } else {
    if (about.length) parts.push(...statementList(words.about, data, about, directives, false));
    if (others.length) parts.push(...statementList(words.others, data, others, directives, about.length > 0));
  }
  if (!said.length) parts.push(element("p", "hint", words.nothing));
  if (isDirective) parts.push(...things(data, mention, true));
  parts.push(place);
  card.replaceChildren(...parts);
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
    card.replaceChildren(element("p", "hint", words.failed));
  }
  for (const current of article.querySelectorAll(".current")) current.classList.remove("current");
  for (const piece of article.querySelectorAll(`[data-m="${key}"]`)) piece.classList.add("current");
  opener = mark;
  card.hidden = false;
  reader.classList.add("with-card");
  card.focus({ preventScroll: true });
  const covered = card.getBoundingClientRect().top;
  if (matchMedia("(max-width: 699px)").matches && mark.getBoundingClientRect().bottom > covered) {
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

article.addEventListener("click", (event) => {
  if (!getSelection().isCollapsed) return;
  let mark = event.target.closest("[data-m]");
  while (mark && !mark.matches(".handle") && !mark.dataset.type) mark = mark.parentElement.closest("[data-m]");
  if (!mark) return;
  if (!(event.ctrlKey || event.metaKey || event.shiftKey)) {
    event.preventDefault();
    history.replaceState(null, "", `#char=${mark.dataset.m}`);
    openCard(mark);
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !card.hidden) closeCard();
});

// ---- narrow pages --------------------------------------------------------------------------------------------------

if (matchMedia("(max-width: 1099px)").matches) {
  for (const part of reader.querySelectorAll(".toc details, .legend")) part.open = false;
}
reader.querySelector(".toc").addEventListener("click", (event) => {
  const narrow = matchMedia("(max-width: 1099px)").matches;
  if (narrow && event.target.closest("a")) reader.querySelector(".toc details").open = false;
});

goToAddress();
