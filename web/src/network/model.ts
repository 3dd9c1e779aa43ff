// What the server says of a view of the network: exactly what its tables hold, with a place for each node.

export interface Node {
  /** The IRI behind the base, as addresses write it. */
  readonly id: string;
  readonly kind: string;
  readonly kindLabel: string;
  readonly label: string;
  readonly other: string;
  readonly x: number;
  readonly y: number;
  /** How many directives name it. */
  readonly named: number;
  readonly section: string;
  readonly address: string;
  /** How many links opening it offers; -1 where that has not been counted. */
  readonly more: number;
  readonly degree: number;
  readonly strength: number;
  readonly betweenness: number;
  readonly community: number;
}

export interface Link {
  readonly key: string;
  readonly kind: string;
  readonly relation: string;
  readonly source: string;
  readonly target: string;
  readonly words: string;
  readonly weight: number;
  readonly directed: boolean;
  /** In words, in how many random networks it is as strong; empty where it was not compared with any. */
  readonly chance: string;
}

export interface View {
  readonly nodes: readonly Node[];
  readonly links: readonly Link[];
  /** The kinds of thing that join, where the address names none. */
  readonly usual: readonly string[];
  /** The links of the path, in its order. */
  readonly path: readonly string[];
  readonly opened: readonly string[];
  /** How many links opening a node adds at most. */
  readonly budget: number;
  /** The parameters of the address that differ from the defaults. */
  readonly query: Readonly<Record<string, string>>;
}

export type Size = "degree" | "strength" | "betweenness" | "named";
export type Colour = "kind" | "community";

export const SIZES: readonly Size[] = ["degree", "strength", "betweenness", "named"];
export const COLOURS: readonly Colour[] = ["kind", "community"];

/** Give the radius of a node from 5 to 15 pixels: its area grows with the measure. */
export function radius(node: Node, size: Size, most: number): number {
  return 5 + 10 * Math.sqrt(most > 0 ? node[size] / most : 0);
}

/** Find the nodes whose name holds the words in either language, those that begin with them first. */
export function search(nodes: readonly Node[], text: string): Node[] {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return [];
  const place = (node: Node) => {
    const places = [node.label, node.other].map((name) => name.toLowerCase().indexOf(wanted)).filter((at) => at >= 0);
    return places.length ? Math.min(...places) : -1;
  };
  return nodes.filter((node) => place(node) >= 0)
    .sort((a, b) => Math.min(place(a), 1) - Math.min(place(b), 1) || b.degree - a.degree || a.label.localeCompare(b.label));
}
