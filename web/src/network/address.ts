// What the address says. What is shown stands in the query, for the server answers with just that; how it is looked at
// (colour, size, what is selected, the part in view) stands behind #.
import { COLOURS, SIZES, type Colour, type Size } from "./model";

export interface Look {
  readonly colour: Colour;
  readonly size: Size;
  /** A node as node=ID, or a link as link=KEY. */
  readonly node?: string | undefined;
  readonly link?: string | undefined;
  /** Middle and width of the part in view, where it is not the whole. */
  readonly at?: readonly [number, number, number] | undefined;
}

export const PLAIN: Look = { colour: "kind", size: "degree" };

/** Write what differs from the plain look. */
export function toFragment(look: Look): string {
  const found = new URLSearchParams();
  if (look.node !== undefined) found.set("node", look.node);
  if (look.link !== undefined) found.set("link", look.link);
  if (look.colour !== PLAIN.colour) found.set("colour", look.colour);
  if (look.size !== PLAIN.size) found.set("size", look.size);
  if (look.at) found.set("at", look.at.map((value) => value.toFixed(3)).join(","));
  return found.toString().replaceAll("%2F", "/").replaceAll("%2C", ",");
}

/** Read what stands behind #; what is not understood counts as not said. */
export function fromFragment(fragment: string): Look {
  const given = new URLSearchParams(fragment.replace(/^#/, ""));
  const at = (given.get("at") ?? "").split(",").map(Number);
  const [x, y, ratio] = at;
  const usable = at.length === 3 && at.every(Number.isFinite) && ratio !== undefined && ratio > 0.01 && ratio < 20;
  return {
    colour: COLOURS.find((name) => name === given.get("colour")) ?? PLAIN.colour,
    size: SIZES.find((name) => name === given.get("size")) ?? PLAIN.size,
    node: given.get("node") ?? undefined,
    link: given.get("link") ?? undefined,
    at: usable ? [x ?? 0, y ?? 0, ratio] : undefined,
  };
}

/** Write the fields of the filters as an address does: each name once, empty ones not at all. */
export function toQuery(fields: Iterable<readonly [string, string]>, defaults: Readonly<Record<string, string>>): string {
  const found = new Map<string, string[]>();
  for (const [name, value] of fields) if (value.trim()) found.set(name, [...(found.get(name) ?? []), value.trim()]);
  const query = new URLSearchParams();
  for (const [name, values] of found) {
    if (name === "path") {
      // names may hold commas, so each end has a field of its own
      if (values.length === 2) for (const value of values) query.append(name, value);
    } else if (values.join(",") !== defaults[name]) {
      query.set(name, values.join(","));
    }
  }
  return query.toString().replaceAll("%2C", ",").replaceAll("%2F", "/").replaceAll("%3A", ":");
}
