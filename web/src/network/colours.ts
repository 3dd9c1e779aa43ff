// The colours of the picture are those of the style sheet, so they are right on light and on dark paper.
import type { Colour, Node } from "./model";

const KINDS: Readonly<Record<string, string>> = {
  subsection: "soft", measure: "soft", domain: "gold", technology: "blue", facility: "orange", place: "green",
  organisation: "purple", category: "purple", group: "magenta", instrument: "teal", policy: "teal", scenario: "red",
};
const COMMUNITIES = ["blue", "orange", "green", "magenta", "teal", "gold", "purple", "red"];

export class Palette {
  readonly #style = getComputedStyle(document.documentElement);
  // asked for each point and line of each frame
  readonly #named = new Map<string, string>();
  readonly #mixed = new Map<string, string>();

  of(name: string): string {
    const known = this.#named.get(name) ?? this.#style.getPropertyValue(`--${name}`).trim();
    this.#named.set(name, known);
    return known;
  }

  node(node: Node, colour: Colour): string {
    if (colour === "kind") return this.of(KINDS[node.kind] ?? "grey");
    // only the larger communities have a colour of their own
    return this.of(COMMUNITIES[node.community - 1] ?? "grey");
  }

  /** How many communities have a colour of their own. */
  static readonly communities = COMMUNITIES.length;

  /** Mix a colour into the paper: a share of 1 is the colour itself. */
  onPaper(colour: string, share: number): string {
    const key = `${colour} ${share}`;
    const known = this.#mixed.get(key) ?? this.#mix(colour, share);
    this.#mixed.set(key, known);
    return known;
  }

  #mix(colour: string, share: number): string {
    const [front, back] = [colour, this.of("sheet")].map(parts) as [number[], number[]];
    const mixed = front.map((value, at) => Math.round(value * share + (back[at] ?? 0) * (1 - share)));
    return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
  }
}

function parts(hex: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) || 0);
}
