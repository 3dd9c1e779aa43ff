// Which labels there is room for: the more important first, none over another or over a node of greater weight.

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Candidate {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly width: number;
  readonly height: number;
  readonly rank: number;
  /** Such a label is shown even where it covers others, as that of a selected node. */
  readonly forced: boolean;
}

export interface Placed {
  readonly id: string;
  readonly box: Box;
}

const GAP = 4;
const SIDE = 64;

/** Boxes by the squares of a grid that they touch, so that few are looked at for a new one. */
class Taken<T> {
  readonly #cells = new Map<number, { readonly box: Box; readonly own: T }[]>();

  add(box: Box, own: T): void {
    const item = { box, own };
    for (const cell of this.#touched(box)) {
      const held = this.#cells.get(cell);
      if (held) held.push(item);
      else this.#cells.set(cell, [item]);
    }
  }

  /** Tell whether a box meets any, but those to be passed over. */
  meets(box: Box, passed?: T): boolean {
    return this.#touched(box).some((cell) =>
      this.#cells.get(cell)?.some((other) => (passed === undefined || other.own !== passed) && meets(box, other.box)));
  }

  #touched(box: Box): number[] {
    const found: number[] = [];
    for (let x = Math.floor(box.left / SIDE); x <= Math.floor(box.right / SIDE); x += 1) {
      for (let y = Math.floor(box.top / SIDE); y <= Math.floor(box.bottom / SIDE); y += 1) found.push(x * 65536 + y);
    }
    return found;
  }
}

function meets(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function around(one: Candidate): Box[] {
  const { x, y, radius, width, height } = one;
  const reach = radius + GAP;
  return [
    { left: x + reach, top: y - height / 2, right: x + reach + width, bottom: y + height / 2 },
    { left: x - width / 2, top: y + reach, right: x + width / 2, bottom: y + reach + height },
    { left: x - reach - width, top: y - height / 2, right: x - reach, bottom: y + height / 2 },
    { left: x - width / 2, top: y - reach - height, right: x + width / 2, bottom: y - reach },
  ];
}

/** Place labels beside, below or above their nodes, within the picture; those without room are left out. */
export function place(candidates: readonly Candidate[], width: number, height: number, most: number): Placed[] {
  const marks = new Taken<string>();
  for (const { id, x, y, radius } of candidates) {
    marks.add({ left: x - radius, top: y - radius, right: x + radius, bottom: y + radius }, id);
  }
  const labels = new Taken<string>();
  const placed: Placed[] = [];
  const order = [...candidates].sort((a, b) => Number(b.forced) - Number(a.forced) || b.rank - a.rank || (a.id < b.id ? -1 : 1));
  for (const one of order) {
    if (placed.length >= most && !one.forced) break;
    const inside = around(one).filter((box) => box.left >= 0 && box.top >= 0 && box.right <= width && box.bottom <= height);
    const free = inside.find((box) => !labels.meets(box) && !marks.meets(box, one.id));
    const box = free ?? (one.forced ? inside.find((other) => !labels.meets(other)) : undefined);
    if (!box) continue;
    placed.push({ id: one.id, box });
    labels.add(box, one.id);
  }
  return placed;
}
