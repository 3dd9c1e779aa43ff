// Things as circles, ties as lines, laid out by forces; always the same picture for the same result.
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";
import { h, svg } from "../../shared/dom";
import { choices } from "./columns";
import { ends, iriColumns, net, type Net } from "./ties";
import { count, type Context } from "./view";

const MOST = 150;
const STEPS = 300;
const WIDTH = 1100;
const LETTER = 14;

interface Dot {
  readonly iri: string;
  readonly name: string;
  readonly radius: number;
  /** 0 for what stands in the first column. */
  readonly side: 0 | 1;
  x: number;
  y: number;
}

function wide(text: string): number {
  return [...text].reduce((sum, character) => sum + (character > "\u2e7f" ? LETTER : LETTER * 0.56), 0);
}

function shortened(text: string): string {
  const characters = [...text];
  const most = /[\u2e80-\u{10ffff}]/u.test(text) ? 16 : 32;
  return characters.length > most ? `${characters.slice(0, most - 1).join("")}…` : text;
}

function lay(drawn: Net, names: Context["names"], narrow: boolean): { dots: Dot[]; height: number; width: number } {
  const sources = new Set(drawn.ties.map(({ source }) => source));
  const degree = new Map<string, number>();
  for (const { source, target } of drawn.ties) {
    for (const iri of [source, target]) degree.set(iri, (degree.get(iri) ?? 0) + 1);
  }
  const dots = drawn.nodes.map((iri): Dot => ({
    iri,
    name: names.name(iri),
    radius: 5 + 2.5 * Math.sqrt(degree.get(iri) ?? 0),
    side: sources.has(iri) ? 0 : 1,
    x: NaN,
    y: NaN,
  }));
  const at = new Map(dots.map((dot) => [dot.iri, dot]));
  const links = drawn.ties.flatMap(({ source, target }) => {
    const [one, other] = [at.get(source), at.get(target)];
    return one && other ? [{ source: one, target: other }] : [];
  });
  forceSimulation(dots)
    .force("link", forceLink(links).distance(70))
    .force("apart", forceManyBody().strength(-260))
    .force("room", forceCollide<Dot>((dot) => dot.radius + 14))
    .force("x", forceX(0).strength(narrow ? 0.1 : 0.05))
    .force("y", forceY(0).strength(narrow ? 0.05 : 0.09))
    .stop()
    .tick(STEPS);
  const left = Math.min(...dots.map(({ x }) => x)) - 30;
  const top = Math.min(...dots.map(({ y }) => y)) - 30;
  const right = Math.max(...dots.map(({ x, radius, name }) => x + radius + 8 + wide(shortened(name))));
  for (const dot of dots) [dot.x, dot.y] = [dot.x - left, dot.y - top];
  return { dots, width: Math.max(right - left + 10, 320), height: Math.max(...dots.map(({ y }) => y)) + 30 };
}

/** Choose whose names have room: those with most ties first. */
function named(dots: readonly Dot[]): Set<Dot> {
  const boxes: [number, number, number, number][] = dots.map(({ x, y, radius }) =>
    [x - radius, y - radius, x + radius, y + radius]);
  const found = new Set<Dot>();
  for (const dot of [...dots].sort((one, other) => other.radius - one.radius)) {
    const begin = dot.x + dot.radius + 3;
    const box: [number, number, number, number] = [begin, dot.y - 9, begin + wide(shortened(dot.name)), dot.y + 9];
    const free = boxes.every(([left, top, right, bottom]) =>
      box[0] >= right || box[2] <= left || box[1] >= bottom || box[3] <= top);
    if (free) {
      boxes.push(box);
      found.add(dot);
    }
  }
  return found;
}

function draw(drawn: Net, { result, names, say }: Context, from: number, to: number): Element[] {
  const narrow = window.innerWidth < 700;
  const { dots, width, height } = lay(drawn, names, narrow);
  const at = new Map(dots.map((dot) => [dot.iri, dot]));
  const lines = drawn.ties.flatMap(({ source, target, rows, predicates }) => {
    const [one, other] = [at.get(source), at.get(target)];
    if (!one || !other) return [];
    const what = [...predicates].map((iri) => names.name(iri)).join(", ") || (rows > 1 ? `× ${count(rows)}` : "→");
    return [svg("line", {
      x1: one.x, y1: one.y, x2: other.x, y2: other.y, "stroke-width": Math.min(1 + Math.log2(rows), 5),
    }, svg("title", {}, `${one.name} ${predicates.size ? `— ${what} →` : what} ${other.name}`))];
  });
  const shown = named(dots);
  const circles = dots.map((dot) => svg("a", {
    href: names.page(dot.iri) || undefined, class: `dot side-${dot.side}`, "aria-label": dot.name,
  },
    svg("circle", { cx: dot.x, cy: dot.y, r: dot.radius }),
    svg("text", {
      x: dot.x + dot.radius + 3, y: dot.y + 5, class: shown.has(dot) ? undefined : "hidden",
    }, shortened(dot.name)),
    svg("title", {}, dot.name)));
  const picture = svg("svg", {
    viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": say("editor.network.title"),
    width: narrow ? undefined : Math.min(width, WIDTH),
  }, svg("g", { class: "ties" }, ...lines), ...circles);
  const key = h("p", { class: "note key" },
    h("span", { class: "side-0" }, result.columns[from] ?? ""),
    from === to ? null : h("span", { class: "side-1" }, result.columns[to] ?? ""),
    drawn.nodes.length < drawn.all
      ? say("editor.network.most", { shown: count(drawn.nodes.length), count: count(drawn.all) })
      : say("editor.network.count", { nodes: count(drawn.nodes.length), ties: count(drawn.ties.length) }));
  return [key, h("div", { class: "network" }, picture)];
}

/** Draw the things of two columns as a network. */
export async function network(place: HTMLElement, context: Context): Promise<void> {
  const { result, names, say } = context;
  const first = ends(result);
  if (!first) {
    place.append(h("p", { class: "note" }, say("editor.network.none")));
    return;
  }
  const drawing = h("div");

  async function show(from: number, to: number): Promise<void> {
    const drawn = net(result, from, to, MOST);
    if (!drawn.ties.length) {
      drawing.replaceChildren(h("p", { class: "note" }, say("editor.network.none")));
      return;
    }
    await names.learn([...drawn.nodes, ...drawn.ties.flatMap(({ predicates }) => [...predicates])]);
    drawing.replaceChildren(...draw(drawn, context, from, to));
  }

  if (result.kind === "bindings") {
    const options = iriColumns(result).map((at) => [at, result.columns[at] ?? ""] as const);
    place.append(choices([
      { label: say("editor.network.from"), chosen: first[0], options },
      { label: say("editor.network.to"), chosen: first[1], options },
    ], ([from = 0, to = 0]) => void show(from, to)));
  }
  place.append(drawing);
  await show(...first);
}
