// Things as circles, ties as lines, laid out by forces; always the same picture for the same result.
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";
import { h, svg } from "../../common/dom";
import { choices } from "./columns";
import { ends, iriColumns, net, type Net } from "./ties";
import { count, type Context } from "./view";

const MOST = 150;
const STEPS = 300;
/** A narrower picture is scrolled: names would have no room. */
const NARROWEST = 700;
const MARGIN = 30;
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
  const most = /[\u2e80-\u{10ffff}]/u.test(text) ? 13 : 28;
  return characters.length > most ? `${characters.slice(0, most - 1).join("")}…` : text;
}

function lay(drawn: Net, names: Context["names"], width: number): { dots: Dot[]; height: number } {
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
    .force("x", forceX(0).strength(0.05))
    .force("y", forceY(0).strength(0.09))
    .stop()
    .tick(STEPS);
  // names keep their size, so the dots are moved apart or together until the picture fits its place
  const room = Math.min(Math.max(...dots.map(({ name }) => wide(shortened(name)))), width / 4);
  const height = Math.min(Math.max(300, 140 + 6 * dots.length), 900);
  fit(dots, "x", width - 2 * MARGIN - room);
  fit(dots, "y", height - 2 * MARGIN);
  return { dots, height };
}

function fit(dots: Dot[], axis: "x" | "y", length: number): void {
  const least = Math.min(...dots.map((dot) => dot[axis]));
  const spread = Math.max(...dots.map((dot) => dot[axis])) - least;
  for (const dot of dots) {
    dot[axis] = MARGIN + (spread ? ((dot[axis] - least) * length) / spread : length / 2);
  }
}

type Box = readonly [left: number, top: number, right: number, bottom: number];

/** Where the name of a dot stands: its anchor, and whether it has room or shows only when the dot is pointed at. */
interface Name {
  readonly x: number;
  readonly y: number;
  readonly anchor: "start" | "middle" | "end";
  readonly free: boolean;
}

/** Find room for names on the right, left, below or above: those with most ties first, so that hubs are named. */
function place(dots: readonly Dot[], width: number): Map<Dot, Name> {
  const boxes = dots.map(({ x, y, radius }): Box => [x - radius, y - radius, x + radius, y + radius]);
  const found = new Map<Dot, Name>();
  for (const dot of [...dots].sort((one, other) => other.radius - one.radius)) {
    const length = wide(shortened(dot.name));
    const away = dot.radius + 3;
    const choices: readonly (readonly [Box, Omit<Name, "free">])[] = [
      [[dot.x + away, dot.y - 9, dot.x + away + length, dot.y + 9], { x: dot.x + away, y: dot.y + 5, anchor: "start" }],
      [[dot.x - away - length, dot.y - 9, dot.x - away, dot.y + 9], { x: dot.x - away, y: dot.y + 5, anchor: "end" }],
      ...[dot.y + away + 9, dot.y - away - 9].map((middle): readonly [Box, Omit<Name, "free">] => [
        [dot.x - length / 2, middle - 9, dot.x + length / 2, middle + 9], { x: dot.x, y: middle + 5, anchor: "middle" },
      ]),
    ];
    const free = choices.find(([box]) => box[0] >= 0 && box[2] <= width && boxes.every(([left, top, right, bottom]) =>
      box[0] >= right || box[2] <= left || box[1] >= bottom || box[3] <= top));
    if (free) boxes.push(free[0]);
    const [, name] = free ?? choices[0] ?? [null, { x: dot.x, y: dot.y, anchor: "start" as const }];
    found.set(dot, { ...name, free: free !== undefined });
  }
  return found;
}

function draw(drawn: Net, { result, names, say }: Context, from: number, to: number, available: number): Element[] {
  const width = Math.max(available - 2, NARROWEST);
  const { dots, height } = lay(drawn, names, width);
  const at = new Map(dots.map((dot) => [dot.iri, dot]));
  const lines = drawn.ties.flatMap(({ source, target, rows, predicates }) => {
    const [one, other] = [at.get(source), at.get(target)];
    if (!one || !other) return [];
    const what = [...predicates].map((iri) => names.name(iri)).join(", ") || (rows > 1 ? `× ${count(rows)}` : "→");
    return [svg("line", {
      x1: one.x, y1: one.y, x2: other.x, y2: other.y, "stroke-width": Math.min(1 + Math.log2(rows), 5),
    }, svg("title", {}, `${one.name} ${predicates.size ? `— ${what} →` : what} ${other.name}`))];
  });
  const circles = [...place(dots, width)].map(([dot, { x, y, anchor, free }]) => svg("a", {
    href: names.page(dot.iri) || undefined, class: `dot side-${dot.side}`, "aria-label": dot.name,
  },
    svg("circle", { cx: dot.x, cy: dot.y, r: dot.radius }),
    svg("text", { x, y, "text-anchor": anchor, class: free ? undefined : "hidden" }, shortened(dot.name)),
    svg("title", {}, dot.name)));
  const picture = svg("svg", {
    width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": say("editor.network.title"),
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
export async function network(stage: HTMLElement, context: Context): Promise<void> {
  const { result, names, say } = context;
  const first = ends(result);
  if (!first) {
    stage.append(h("p", { class: "note" }, say("editor.network.none")));
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
    drawing.replaceChildren(...draw(drawn, context, from, to, drawing.clientWidth));
  }

  if (result.kind === "bindings") {
    const options = iriColumns(result).map((at) => [at, result.columns[at] ?? ""] as const);
    stage.append(choices([
      { label: say("editor.network.from"), chosen: first[0], options },
      { label: say("editor.network.to"), chosen: first[1], options },
    ], ([from = 0, to = 0]) => void show(from, to)));
  }
  stage.append(drawing);
  await show(...first);
}
