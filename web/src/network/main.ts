// The explorer. The server says what is shown, by the address; this draws it, and asks for another page when filters
// change. Form, tables, exports and path are taken from that page, so they always fit the picture.
import { find, h } from "../common/dom";
import { settings, speaker } from "../common/page";
import { fromFragment, PLAIN, toFragment, toQuery, type Look } from "./address";
import { Cards } from "./card";
import { Palette } from "./colours";
import { COLOURS, search, SIZES, type View } from "./model";
import "./network.css";
import { canDraw, Picture } from "./picture";

const given = settings();
const say = speaker(given.words);
const place = find<HTMLElement>("#picture");
const card = find<HTMLElement>("#card");
const path = location.pathname;
const defaults = { links: "shared", weight: "ra", least: "0", top: "0" };

let view = readView();
let look: Look = fromFragment(location.hash);
const narrow = matchMedia("(max-width: 760px)");
let from: string | undefined;
let cards = newCards();
const picture = canDraw() ? draw() : undefined;
const status = h("span", { role: "status", class: "unseen" });

function readView(): View {
  return JSON.parse(find("#data").textContent ?? "") as View;
}

function newCards(): Cards {
  return new Cards(view, say, given.language === "zh" ? "en" : "zh-CN", {
    choose: (chosen) => choose(chosen, true),
    open: (node) => void ask({ open: [...view.opened, node].join(",") }),
    shut: (node) => void ask({ open: view.opened.filter((other) => other !== node).join(",") }),
    from: (node) => {
      from = node;
      const name = view.nodes.find((one) => one.id === node)?.label ?? node;
      find(".deeds .note", card).textContent = say("network.card.path.from", { name });
    },
    close: () => choose({}, true),
  });
}

function draw(): Picture {
  place.replaceChildren();
  place.classList.add("live");
  place.tabIndex = 0;
  place.setAttribute("role", "application");
  place.setAttribute("aria-label", say("network.picture"));
  place.setAttribute("aria-describedby", "picture-help");
  place.after(h("p", { id: "picture-help", class: "note help" }, say("network.picture.help")));
  return new Picture(place, { choose: (chosen) => choose(chosen, true), moved });
}

// -------------------------------------------------------------------------------------------------- what is chosen

function choose(chosen: { node?: string; links?: readonly string[] }, remembered: boolean): void {
  const node = chosen.node !== undefined && cards.has(chosen.node) ? chosen.node : undefined;
  const links = (chosen.links ?? []).filter((key) => cards.has(key));
  if (node !== undefined && from !== undefined && from !== node) {
    const pair = `${from},${node}`;
    from = undefined;
    void ask({ path: pair });
    return;
  }
  look = { ...look, node, link: node === undefined ? links[0] : undefined };
  picture?.choose(node, links.length || node !== undefined ? links : view.path);
  const content = node !== undefined ? cards.node(node) : cards.links(links);
  const trail = document.querySelector("#path");
  for (const child of [...card.children]) if (child !== trail) child.remove();
  card.prepend(...content);
  if (trail) (trail as HTMLElement).hidden = content.length > 0;
  card.classList.toggle("filled", content.length > 0 || trail !== null);
  if (!content.length && !trail) card.append(h("p", { class: "note" }, say("network.card.empty")));
  card.scrollTop = 0;
  // on a phone the card lies over the lower part of the window, so the picture moves up
  if (content.length && remembered && narrow.matches) place.scrollIntoView({ block: "start" });
  if (remembered) remember();
}

let waiting = 0;
function moved(): void {
  clearTimeout(waiting);
  waiting = window.setTimeout(() => {
    look = { ...look, at: picture?.at };
    remember();
  }, 250);
}

/** Write how it is looked at behind #, so that a link shows the same. */
function remember(): void {
  const fragment = toFragment(look);
  const address = `${path}${location.search}${fragment ? `#${fragment}` : ""}`;
  history.replaceState(null, "", address);
  find<HTMLElement>("#tools .share").dataset["copy"] = new URL(address, location.href).href;
  for (const link of document.querySelectorAll<HTMLAnchorElement>(".languages a")) {
    const other = new URL(link.href);
    const language = other.searchParams.get("lang") ?? "";
    other.search = location.search;
    other.searchParams.set("lang", language);
    other.hash = fragment;
    link.href = other.href;
  }
}

// -------------------------------------------------------------------------------------------------- another view

/** Ask for the same with some parameters changed; an empty one goes. */
function ask(changes: Record<string, string>): Promise<void> {
  const query = new URLSearchParams(view.query);
  for (const [name, value] of Object.entries(changes)) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
  return load(query.toString().replaceAll("%2C", ",").replaceAll("%2F", "/"), true);
}

let running: AbortController | undefined;

/** Take over what the server answers to a query: all but the picture is its own page. */
async function load(query: string, pushed: boolean): Promise<void> {
  running?.abort();
  const control = new AbortController();
  running = control;
  place.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(`${path}?${query}${query ? "&" : ""}lang=${given.language}`,
      { headers: { accept: "text/html" }, signal: control.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.querySelector("#data")) throw new Error(page.querySelector(".failure pre, .detail")?.textContent ?? answer.statusText);
    const kept = look;
    takeOver(page);
    if (pushed) history.pushState(null, "", `${path}${query ? `?${query}` : ""}`);
    view = readView();
    cards = newCards();
    const chosen = kept.node !== undefined && view.path.length === 0 ? { node: kept.node } : {};
    look = { ...kept, node: undefined, link: undefined };
    picture?.show(view);
    dress();
    choose(chosen, true);
    status.textContent = say("network.shown", { nodes: view.nodes.length, links: view.links.length });
  } catch (error) {
    if (control.signal.aborted) return;
    const told = error instanceof Error ? error.message : String(error);
    card.replaceChildren(h("p", { class: "failure", role: "alert" }, say("network.failed", { reason: told.trim() })));
    card.classList.add("filled");
  } finally {
    if (running === control) place.removeAttribute("aria-busy");
  }
}

function takeOver(page: Document): void {
  const open = new Map([...document.querySelectorAll<HTMLDetailsElement>(".filters details")]
    .map((group) => [group.dataset["group"] ?? "", group.open]));
  const focus = document.activeElement instanceof HTMLInputElement ? document.activeElement : undefined;
  const [name, value] = [focus?.name, focus?.value];
  for (const part of ["#summary", "#exports", "#twin", "#card", ".filters .drawer"]) {
    const fresh = page.querySelector(part);
    const old = document.querySelector(part);
    if (fresh && old) old.replaceChildren(...[...fresh.childNodes].map((child) => document.importNode(child, true)));
  }
  document.querySelector("#nothing")?.remove();
  const nothing = page.querySelector("#nothing");
  if (nothing) find("#summary").after(document.importNode(nothing, true));
  const image = page.querySelector("#picture img");
  if (!picture) place.replaceChildren(...(image ? [document.importNode(image, true)] : []));
  for (const group of document.querySelectorAll<HTMLDetailsElement>(".filters .group")) {
    group.open = open.get(group.dataset["group"] ?? "") ?? group.open;
  }
  const again = [...document.querySelectorAll<HTMLInputElement>(".filters input")].find((one) => one.name === name && one.value === value);
  again?.focus();
}

const form = find<HTMLFormElement>("form.filters");
function submit(): void {
  const fields = [...new FormData(form)].map(([name, value]) => [name, String(value)] as const);
  // the kinds that are ticked at first need not be named; of those, only the ones that leave a link have a box
  const boxes = [...form.querySelectorAll<HTMLInputElement>("input[name=things]")].map((box) => box.value);
  const things = boxes.filter((name) => view.usual.includes(name)).join(",");
  void load(toQuery(fields, { ...defaults, things }), true);
}
form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
form.addEventListener("change", (event) => {
  // a path needs both of its ends, so it waits for Enter
  if (event.target instanceof HTMLInputElement && event.target.name === "path") {
    const ends = [...form.querySelectorAll<HTMLInputElement>("input[name=path]")].map((input) => input.value.trim());
    if (ends.filter(Boolean).length === 1) return;
  }
  submit();
});

// -------------------------------------------------------------------------------------------------- tools

function choices(label: string, names: readonly string[], prefix: string, now: string, taken: (name: string) => void): HTMLElement {
  const select = h("select", { change: (event) => taken((event.target as HTMLSelectElement).value) },
    ...names.map((name) => h("option", { value: name, selected: name === now }, say(`${prefix}.${name}`))));
  return h("label", {}, h("span", {}, label), select);
}

function dress(): void {
  picture?.paint({ colour: look.colour, size: look.size });
  const palette = new Palette();
  const seen = new Map<string, string>();
  for (const node of [...view.nodes].sort((a, b) => a.community - b.community)) {
    const community = Math.min(node.community, Palette.communities + 1);
    const name = look.colour === "kind" ? node.kindLabel
      : community > Palette.communities ? say("network.community.others") : say("network.community", { number: community });
    if (!seen.has(name)) seen.set(name, palette.node(node, look.colour));
  }
  const items = [...seen].map(([name, colour]) => {
    const dot = h("i", { "aria-hidden": "true" });
    dot.style.background = colour;
    return h("li", {}, dot, name);
  });
  find("#legend").replaceChildren(...items);
}

function tools(): void {
  const input = h("input", {
    type: "search", list: "names", placeholder: say("network.find"), "aria-label": say("network.find"), autocomplete: "off",
    keydown: (event) => {
      if ((event as KeyboardEvent).key === "Enter") seek();
    },
    change: () => seek(),
  });
  const seek = (): void => {
    const text = input.value;
    const found = search(view.nodes, text)[0];
    if (found) {
      choose({ node: found.id }, true);
      picture?.visit(found.id);
    } else if (text.trim()) {
      told.textContent = say("network.found.none", { text });
      return;
    }
    told.textContent = "";
  };
  const told = h("span", { role: "status", class: "note" });
  const step = (words: string, sign: string, done: () => void) =>
    h("button", { type: "button", class: "plain", title: say(words), "aria-label": say(words), click: done }, sign);
  find("#tools").append(
    input, told,
    ...(picture ? [
      choices(say("network.colour"), COLOURS, "network.colour", look.colour, (name) => {
        look = { ...look, colour: COLOURS.find((one) => one === name) ?? PLAIN.colour };
        dress();
        remember();
      }),
      choices(say("network.size.by"), SIZES, "network.size", look.size, (name) => {
        look = { ...look, size: SIZES.find((one) => one === name) ?? PLAIN.size };
        dress();
        remember();
      }),
      h("span", { class: "zoom" },
        step("network.zoom.in", "+", () => picture.zoom(1 / 1.4)),
        step("network.zoom.out", "−", () => picture.zoom(1.4)),
        h("button", { type: "button", class: "plain", click: () => picture.fit() }, say("network.zoom.fit"))),
      h("button", { type: "button", class: "plain png", click: () => void keep() }, say("network.png")),
    ] : []),
    h("button", { type: "button", class: "plain share", "data-copy": location.href, "data-done": say("copy.done") }, say("network.share")),
    status,
  );
  place.after(h("ul", { id: "legend", "aria-label": say("network.legend") }));
}

async function keep(): Promise<void> {
  const image = await picture?.png();
  if (!image) return;
  const address = URL.createObjectURL(image);
  h("a", { href: address, download: "network.png" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

// -------------------------------------------------------------------------------------------------- keyboard

const WAYS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
};

place.addEventListener("keydown", (event) => {
  if (!picture || event.ctrlKey || event.metaKey || event.altKey) return;
  const way = WAYS[event.key];
  if (way) {
    const first = [...view.nodes].sort((a, b) => b.degree - a.degree)[0]?.id;
    const next = look.node === undefined ? first : picture.beside(look.node, ...way);
    if (next !== undefined) {
      choose({ node: next }, true);
      picture.visit(next);
    }
  } else if (event.key === "Enter") {
    card.querySelector<HTMLElement>("a, button:not(.close)")?.focus();
  } else if (event.key === "Escape") {
    from = undefined;
    choose({}, true);
  } else if (event.key === "+" || event.key === "=") picture.zoom(1 / 1.4);
  else if (event.key === "-") picture.zoom(1.4);
  else if (event.key === "0") picture.fit();
  else return;
  event.preventDefault();
});
card.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  choose({}, true);
  place.focus();
});

// -------------------------------------------------------------------------------------------------- begin

function restore(): void {
  choose({ ...(look.node === undefined ? {} : { node: look.node }), links: look.link === undefined ? [] : [look.link] }, true);
}

window.addEventListener("popstate", () => {
  look = fromFragment(location.hash);
  void load(location.search.slice(1).replace(/(^|&)lang=\w+/, ""), false).then(() => {
    look = fromFragment(location.hash);
    restore();
  });
});
// where things are on the screen, for those who script the page, as on the stand-alone page
Object.assign(window, { planatlas: { placeOf: (id: string) => picture?.placeOf(id) } });
tools();
if (!picture) place.before(h("p", { class: "gap" }, say("network.nowebgl")));
picture?.show(view);
dress();
if (picture) picture.at = look.at;
if (narrow.matches) find<HTMLDetailsElement>(".filters .drawer").open = false;
restore();
