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
  const marks = candidates.map(({ id, x, y, radius }) =>
    ({ id, box: { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius } }));
  const placed: Placed[] = [];
  const order = [...candidates].sort((a, b) => Number(b.forced) - Number(a.forced) || b.rank - a.rank || (a.id < b.id ? -1 : 1));
  for (const one of order) {
    if (placed.length >= most && !one.forced) break;
    const inside = around(one).filter((box) => box.left >= 0 && box.top >= 0 && box.right <= width && box.bottom <= height);
    const free = inside.find((box) =>
      !placed.some((other) => meets(box, other.box)) && !marks.some((mark) => mark.id !== one.id && meets(box, mark.box)));
    const box = free ?? (one.forced ? inside.find((other) => !placed.some((had) => meets(other, had.box))) : undefined);
    if (box) placed.push({ id: one.id, box });
  }
  return placed;
}
