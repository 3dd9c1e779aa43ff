// The picture: sigma draws points and lines, labels are drawn above them where there is room.
import { MultiDirectedGraph } from "graphology";
import Sigma from "sigma";
import type { EdgeDisplayData, NodeDisplayData } from "sigma/types";
import { Palette } from "./colours";
import { place, type Candidate } from "./labels";
import { radius, type Colour, type Link, type Node, type Size, type View } from "./model";

/** Tell whether the browser can draw it. */
export function canDraw(): boolean {
  return document.createElement("canvas").getContext("webgl2") !== null;
}

export interface Wishes {
  readonly choose: (chosen: { node?: string; links?: readonly string[] }) => void;
  readonly moved: () => void;
}

type Marks = { x: number; y: number; size: number; color: string; own: Node };
type Lines = { size: number; color: string; type: string; own: Link };

interface Lit {
  readonly nodes: ReadonlySet<string>;
  readonly links: ReadonlySet<string>;
}

const NEAR = 8;
/** Of more lines than this, none are drawn while the picture moves. */
const HEAVY = 1500;
const FONT = 13;

export class Picture {
  readonly #graph = new MultiDirectedGraph<Marks, Lines>();
  readonly #sigma: Sigma<Marks, Lines>;
  readonly #labels: HTMLCanvasElement;
  #palette = new Palette();
  #view: View = { nodes: [], links: [], usual: [], path: [], opened: [], budget: 0, query: {} };
  #look: { colour: Colour; size: Size } = { colour: "kind", size: "degree" };
  #hovered: string | undefined;
  #hoveredLink: string | undefined;
  #node: string | undefined;
  #links = new Set<string>();
  #lit: Lit | undefined;
  readonly #shorts = new Map<string, string>();
  readonly #widths = new Map<string, number>();

  constructor(readonly element: HTMLElement, wishes: Wishes) {
    this.#sigma = new Sigma<Marks, Lines>(this.#graph, element, {
      renderLabels: false,
      allowInvalidContainer: true,
      stagePadding: element.clientWidth < 600 ? 34 : 60,
      minCameraRatio: 0.05,
      maxCameraRatio: 3,
      zIndex: true,
      defaultEdgeType: "line",
      doubleClickZoomingRatio: 1.8,
      // a hovered node is drawn like any other: its label is ours
      defaultDrawNodeHover: () => undefined,
      nodeReducer: (id, marks) => this.#mark(id, marks),
      edgeReducer: (key, line) => this.#line(key, line),
    });
    this.#labels = document.createElement("canvas");
    this.#labels.className = "labels";
    element.append(this.#labels);
    this.#sigma.on("afterRender", () => this.#drawLabels());
    this.#sigma.on("enterNode", ({ node }) => this.#hover(node));
    this.#sigma.on("leaveNode", () => this.#hover(undefined));
    this.#sigma.on("clickNode", ({ node }) => wishes.choose({ node }));
    this.#sigma.on("clickStage", ({ event }) => wishes.choose({ links: this.#linksAt(event.x, event.y) }));
    this.#sigma.getMouseCaptor().on("mousemovebody", ({ x, y }) => {
      const moving = this.#sigma.getMouseCaptor().isMouseDown;
      if (!moving && this.#hovered === undefined) this.#hoverLink(this.#linksAt(x, y)[0]);
    });
    this.#sigma.getCamera().on("updated", () => wishes.moved());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.#palette = new Palette();
      this.paint();
    });
  }

  /** Show a view; nodes that stay keep their place, for the server says it. */
  show(view: View): void {
    this.#view = view;
    this.#hovered = this.#hoveredLink = this.#node = this.#lit = undefined;
    this.#links.clear();
    this.#shorts.clear();
    this.#widths.clear();
    this.#graph.clear();
    this.#sigma.setSetting("hideEdgesOnMove", view.links.length > HEAVY);
    for (const own of view.nodes) this.#graph.addNode(own.id, { x: own.x, y: -own.y, size: 5, color: "#888888", own });
    const most = Math.max(...view.links.map((link) => link.weight), 0) || 1;
    for (const own of view.links) {
      if (!this.#graph.hasNode(own.source) || !this.#graph.hasNode(own.target)) continue;
      this.#graph.addEdgeWithKey(own.key, own.source, own.target, {
        size: 1.6 + 2.6 * own.weight / most, color: "#888888", type: own.directed ? "arrow" : "line", own,
      });
    }
    this.paint();
  }

  /** Colour and size anew. */
  paint(look = this.#look): void {
    this.#look = look;
    const most = Math.max(...this.#view.nodes.map((node) => node[look.size]), 0);
    const crowd = Math.max(Math.min(Math.sqrt(45 / this.#view.nodes.length), 1), 0.35);
    for (const node of this.#view.nodes) {
      this.#graph.mergeNodeAttributes(node.id, {
        size: radius(node, look.size, most) * crowd, color: this.#palette.node(node, look.colour),
      });
    }
    this.#sigma.refresh();
  }

  /** Light up what is chosen. */
  choose(node: string | undefined, links: readonly string[]): void {
    this.#node = node !== undefined && this.#graph.hasNode(node) ? node : undefined;
    this.#links = new Set(links);
    this.#relight();
  }

  has(node: string): boolean {
    return this.#graph.hasNode(node);
  }

  neighbours(node: string): readonly string[] {
    return this.#graph.hasNode(node) ? this.#graph.neighbors(node) : [];
  }

  /** Give the node that lies best in a direction, among those it is linked to if it has any there. */
  beside(node: string, across: number, down: number): string | undefined {
    const from = this.#at(node);
    const best = (among: readonly string[]): string | undefined => {
      let found: string | undefined;
      let least = Infinity;
      for (const other of among) {
        if (other === node) continue;
        const to = this.#at(other);
        const [dx, dy] = [to.x - from.x, to.y - from.y];
        const along = dx * across + dy * down;
        const aside = Math.abs(dx * down - dy * across);
        if (along > 0 && along >= aside && along + aside < least) [found, least] = [other, along + aside];
      }
      return found;
    };
    return best(this.neighbours(node)) ?? best(this.#graph.nodes());
  }

  /** Bring a node into view if it is not. */
  visit(node: string): void {
    const { x, y } = this.#at(node);
    const { width, height } = this.#sigma.getDimensions();
    if (x > 30 && y > 30 && x < width - 30 && y < height - 30) return;
    const shown = this.#sigma.getNodeDisplayData(node);
    if (shown) this.#move({ x: shown.x, y: shown.y });
  }

  zoom(factor: number): void {
    const camera = this.#sigma.getCamera();
    this.#move({ ratio: camera.getBoundedRatio(camera.ratio * factor) });
  }

  fit(): void {
    this.#move({ x: 0.5, y: 0.5, ratio: 1, angle: 0 });
  }

  get at(): readonly [number, number, number] | undefined {
    const { x, y, ratio } = this.#sigma.getCamera();
    const whole = Math.abs(x - 0.5) + Math.abs(y - 0.5) + Math.abs(ratio - 1) < 0.01;
    return whole ? undefined : [x, y, ratio];
  }

  set at(given: readonly [number, number, number] | undefined) {
    const [x, y, ratio] = given ?? [0.5, 0.5, 1];
    this.#sigma.getCamera().setState({ x, y, ratio, angle: 0 });
  }

  /** Give the middle of a link on the screen, or the place of a node. */
  placeOf(id: string): { x: number; y: number } {
    if (this.#graph.hasNode(id)) return this.#at(id);
    const [a, b] = this.#graph.extremities(id).map((end) => this.#at(end));
    return { x: ((a?.x ?? 0) + (b?.x ?? 0)) / 2, y: ((a?.y ?? 0) + (b?.y ?? 0)) / 2 };
  }

  /** Draw what is in view on paper, as PNG. */
  async png(): Promise<Blob | null> {
    this.#sigma.refresh({ schedule: false });
    const { edges, nodes } = this.#sigma.getCanvases();
    const paper = document.createElement("canvas");
    [paper.width, paper.height] = [this.#labels.width, this.#labels.height];
    const pen = paper.getContext("2d");
    if (!pen) return null;
    pen.fillStyle = this.#palette.of("sheet");
    pen.fillRect(0, 0, paper.width, paper.height);
    for (const layer of [edges, nodes, this.#labels]) if (layer) pen.drawImage(layer, 0, 0, paper.width, paper.height);
    return new Promise((resolve) => paper.toBlob(resolve, "image/png"));
  }

  #move(to: { x?: number; y?: number; ratio?: number; angle?: number }): void {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const camera = this.#sigma.getCamera();
    if (still) camera.setState(to);
    else void camera.animate(to, { duration: 180 });
  }

  #at(node: string): { x: number; y: number } {
    const { x, y } = this.#graph.getNodeAttributes(node);
    return this.#sigma.graphToViewport({ x, y });
  }

  #hover(node: string | undefined): void {
    this.#hovered = node;
    this.#hoveredLink = undefined;
    this.element.style.cursor = node === undefined ? "" : "pointer";
    this.#relight();
  }

  #hoverLink(key: string | undefined): void {
    if (key === this.#hoveredLink) return;
    this.#hoveredLink = key;
    this.element.style.cursor = key === undefined ? "" : "pointer";
    this.#relight();
  }

  /** The links under a point, the nearest first, and with it those that join the same two nodes. */
  #linksAt(x: number, y: number): string[] {
    let found: string | undefined;
    let least = NEAR;
    for (const key of this.#graph.edges()) {
      const [source, target] = this.#graph.extremities(key) as [string, string];
      const [a, b] = [this.#at(source), this.#at(target)];
      const [dx, dy] = [b.x - a.x, b.y - a.y];
      const along = Math.min(Math.max(((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1), 0), 1);
      const away = Math.hypot(x - a.x - along * dx, y - a.y - along * dy);
      if (away < least) [found, least] = [key, away];
    }
    if (found === undefined) return [];
    const [source, target] = this.#graph.extremities(found) as [string, string];
    return [found, ...this.#graph.edges(source, target), ...this.#graph.edges(target, source)]
      .filter((key, at, all) => all.indexOf(key) === at);
  }

  #relight(): void {
    this.#lit = this.#light();
    this.#sigma.refresh({ skipIndexation: true });
  }

  /** Tell what is lit: a node with its neighbours, links with their ends, or, of nothing, everything. */
  #light(): Lit | undefined {
    const middle = this.#hovered ?? (this.#hoveredLink === undefined ? this.#node : undefined);
    const links = new Set(this.#hoveredLink !== undefined ? [this.#hoveredLink]
      : middle !== undefined ? this.#graph.edges(middle) : [...this.#links].filter((key) => this.#graph.hasEdge(key)));
    if (middle === undefined && !links.size) return undefined;
    const nodes = new Set(middle === undefined ? [] : [middle]);
    for (const key of links) for (const end of this.#graph.extremities(key)) nodes.add(end);
    return { nodes, links };
  }

  #mark(id: string, marks: Marks): Partial<NodeDisplayData> {
    const lit = this.#lit;
    const faded = lit !== undefined && !lit.nodes.has(id);
    return {
      ...marks, color: faded ? this.#palette.onPaper(marks.color, 0.22) : marks.color,
      zIndex: faded ? 0 : id === this.#node ? 2 : 1, size: id === this.#node ? marks.size + 2 : marks.size,
    };
  }

  #line(key: string, line: Lines): Partial<EdgeDisplayData> {
    const lit = this.#lit;
    const ink = this.#palette.of("soft");
    if (lit === undefined) return { ...line, color: this.#palette.onPaper(ink, 0.5) };
    const on = lit.links.has(key);
    return {
      ...line, color: on ? this.#palette.of("accent") : this.#palette.onPaper(ink, 0.12),
      size: on ? line.size + 1 : line.size, zIndex: on ? 1 : 0,
    };
  }

  #short(label: string): string {
    const known = this.#shorts.get(label) ?? shortened(label);
    this.#shorts.set(label, known);
    return known;
  }

  /** Measure a text once: with many nodes that takes most of a frame. */
  #width(text: string, pen: CanvasRenderingContext2D): number {
    const known = this.#widths.get(text) ?? pen.measureText(text).width;
    this.#widths.set(text, known);
    return known;
  }

  #drawLabels(): void {
    const { width, height } = this.#sigma.getDimensions();
    const scale = window.devicePixelRatio || 1;
    const canvas = this.#labels;
    if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
      [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
    }
    const pen = canvas.getContext("2d");
    if (!pen) return;
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, width, height);
    pen.font = `${FONT}px ${getComputedStyle(this.element).fontFamily}`;
    pen.textBaseline = "middle";
    const lit = this.#lit;
    const candidates: Candidate[] = [];
    const texts = new Map<string, string>();
    for (const node of this.#view.nodes) {
      const { x, y } = this.#at(node.id);
      if (x < -20 || y < -20 || x > width + 20 || y > height + 20) continue;
      const shown = this.#sigma.getNodeDisplayData(node.id);
      const size = this.#sigma.scaleSize(shown?.size ?? 5);
      if (lit && !lit.nodes.has(node.id)) continue; // what is faded has no name, and takes no room from those that have
      const forced = node.id === this.#hovered || node.id === this.#node;
      const text = forced ? node.label : this.#short(node.label);
      texts.set(node.id, text);
      candidates.push({
        id: node.id, x, y, radius: size, width: this.#width(text, pen), height: FONT + 4,
        rank: node.degree + (node.kind === "subsection" ? 3 : 0), forced,
      });
    }
    // a label for each so many square pixels: nearer means fewer nodes in view, hence more of their names
    const most = Math.max(8, Math.floor(width * height / 9000));
    pen.lineWidth = 4;
    pen.lineJoin = "round";
    pen.strokeStyle = this.#palette.of("sheet");
    pen.fillStyle = this.#palette.of("ink");
    let drawn = 0;
    for (const { id, box } of place(candidates, width, height, most)) {
      const middle = (box.top + box.bottom) / 2;
      pen.strokeText(texts.get(id) ?? "", box.left, middle);
      pen.fillText(texts.get(id) ?? "", box.left, middle);
      drawn += 1;
    }
    this.element.dataset["labels"] = String(drawn);
    this.element.dataset["ready"] = "true";
  }
}

function shortened(text: string): string {
  let room = 36;
  let at = 0;
  for (const sign of text) {
    room -= sign.charCodeAt(0) > 0x2e80 ? 2 : 1;
    if (room < 0) return `${text.slice(0, at)}…`;
    at += sign.length;
  }
  return text;
}
