// What a bar chart shows of a result: pure, so that it can be tested without a page.
import { numberOf, type Result, type Term } from "../result";

/** The measure that counts rows instead of reading a column. */
export const ROWS = -1;

export interface Bar {
  readonly term: Term;
  readonly value: number;
}

/** Give the columns that hold numbers and nothing else. */
export function numericColumns(result: Result): number[] {
  return result.columns.map((_, at) => at).filter((at) => {
    const terms = result.rows.flatMap((row) => row[at] ?? []);
    return terms.length > 0 && terms.every((term) => numberOf(term) !== undefined);
  });
}

/**
 * Choose what to show: the first of the other columns that are filled best, and the last of the numbers. Where a thing
 * has several rows these are counted, for what adding up means nobody knows: numbers may be places in a text.
 */
export function suggestion(result: Result): { label: number; measure: number } {
  const numeric = numericColumns(result);
  const filled = (at: number) => result.rows.filter((row) => row[at]).length;
  const others = result.columns.map((_, at) => at).filter((at) => !numeric.includes(at));
  const label = others.sort((one, other) => filled(other) - filled(one))[0] ?? 0;
  const named = result.rows.flatMap((row) => row[label] ?? []).map(key);
  const once = new Set(named).size === named.length;
  return { label, measure: (once ? numeric.findLast((at) => at !== label) : undefined) ?? ROWS };
}

function key(term: Term): string {
  return `${term.type} ${term.value} ${term["xml:lang"] ?? ""}`;
}

/** Add up a measure for each different term of a column: in the order of the rows, counts of rows largest first. */
export function bars(result: Result, label: number, measure: number): Bar[] {
  const sums = new Map<string, { term: Term; value: number }>();
  for (const row of result.rows) {
    const term = row[label];
    const value = measure === ROWS ? 1 : numberOf(row[measure]);
    if (!term || value === undefined) continue;
    const held = sums.get(key(term));
    if (held) held.value += value;
    else sums.set(key(term), { term, value });
  }
  const found = [...sums.values()];
  return measure === ROWS ? found.sort((one, other) => other.value - one.value) : found;
}
