// What a network shows of a result: pure, so that it can be tested without a page.
import type { Result } from "../result";

export interface Tie {
  readonly source: string;
  readonly target: string;
  /** How many rows tie the two. */
  rows: number;
  /** What ties them, where the result is a graph. */
  readonly predicates: Set<string>;
}

export interface Net {
  /** IRIs, in the order in which they first occur. */
  readonly nodes: readonly string[];
  readonly ties: readonly Tie[];
  /** How many things there are, drawn or not. */
  readonly all: number;
}

/** Give the columns that hold an IRI in some row. */
export function iriColumns(result: Result): number[] {
  return result.columns.map((_, at) => at).filter((at) => result.rows.some((row) => row[at]?.type === "uri"));
}

/** Give the two columns to tie first: subject and object of a graph, else the first two that hold IRIs. */
export function ends(result: Result): [number, number] | undefined {
  if (result.kind === "graph") return result.rows.length ? [0, 2] : undefined;
  const [first, second] = iriColumns(result);
  return first === undefined || second === undefined ? undefined : [first, second];
}

/** Tie the things of two columns; of more than ``most`` things those with most ties stay. */
export function net(result: Result, from: number, to: number, most: number): Net {
  const ties = new Map<string, Tie>();
  const degree = new Map<string, number>();
  for (const row of result.rows) {
    const [one, other] = [row[from], row[to]];
    if (one?.type !== "uri" || other?.type !== "uri" || one.value === other.value) continue;
    const key = `${one.value} ${other.value}`;
    let tie = ties.get(key);
    if (!tie) {
      tie = { source: one.value, target: other.value, rows: 0, predicates: new Set() };
      ties.set(key, tie);
      for (const { value } of [one, other]) degree.set(value, (degree.get(value) ?? 0) + 1);
    }
    tie.rows += 1;
    const predicate = result.kind === "graph" ? row[1] : undefined;
    if (predicate) tie.predicates.add(predicate.value);
  }
  const order = [...degree.keys()];
  const kept = new Set(
    order.length <= most
      ? order
      : [...order].sort((one, other) => (degree.get(other) ?? 0) - (degree.get(one) ?? 0)).slice(0, most),
  );
  return {
    nodes: order.filter((iri) => kept.has(iri)),
    ties: [...ties.values()].filter(({ source, target }) => kept.has(source) && kept.has(target)),
    all: order.length,
  };
}
