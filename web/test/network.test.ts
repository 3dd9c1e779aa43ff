import { describe, expect, it } from "vitest";
import { fromFragment, PLAIN, toFragment, toQuery } from "../src/network/address";
import { place, type Candidate } from "../src/network/labels";
import { radius, search, type Node } from "../src/network/model";

function node(id: string, label: string, other: string, degree = 1): Node {
  return {
    id, kind: "place", kindLabel: "", label, other, x: 0, y: 0, named: 1, section: "", address: "", more: 0, degree,
    strength: 0, betweenness: 0, community: 1,
  };
}

describe("the address", () => {
  it("brings back how the picture was looked at", () => {
    const look = { colour: "community", size: "named", node: "place/什刹海", link: undefined, at: [0.25, 0.5, 0.125] } as const;
    expect(fromFragment(`#${toFragment(look)}`)).toEqual(look);
  });

  it("stays empty for what is shown at first", () => {
    expect(toFragment(PLAIN)).toBe("");
  });

  it("takes nonsense for nothing", () => {
    const look = fromFragment("#colour=%00&size=huge&at=1,2,nothing&node=<b>");
    expect(look).toEqual({ ...PLAIN, node: "<b>", link: undefined, at: undefined });
    expect(fromFragment("#at=0,0,0").at).toBeUndefined();
  });

  it("names each filter once, and none that is as at first", () => {
    const fields = [["links", "shared"], ["links", "stated"], ["top", ""], ["weight", "ra"]] as const;
    expect(toQuery(fields, { weight: "ra" })).toBe("links=shared,stated");
  });

  it("keeps the ends of a path apart, and one end for later", () => {
    expect(toQuery([["path", "a, b"], ["path", "c"]], {})).toBe("path=a,+b&path=c");
    expect(toQuery([["path", "a"], ["path", ""]], {})).toBe("");
  });
});

describe("labels", () => {
  const at = (id: string, x: number, rank: number, forced = false): Candidate =>
    ({ id, x, y: 100, radius: 5, width: 60, height: 16, rank, forced });

  it("never lie over one another, and the more important come first", () => {
    const placed = place(Array.from({ length: 40 }, (_, index) => at(`n${index}`, 20 + index * 9, index)), 440, 200, 40);
    expect(placed[0]?.id).toBe("n39");
    expect(placed.length).toBeLessThan(40);
    for (const a of placed) for (const b of placed) {
      const apart = a.box.right <= b.box.left || b.box.right <= a.box.left || a.box.bottom <= b.box.top || b.box.bottom <= a.box.top;
      expect(a === b || apart).toBe(true);
    }
  });

  it("are no more than asked for, but for the chosen node", () => {
    const placed = place([at("a", 100, 3), at("b", 200, 2), at("c", 300, 1, true)], 400, 200, 1);
    expect(placed.map(({ id }) => id)).toEqual(["c"]);
  });

  it("stay within the picture", () => {
    expect(place([at("edge", 395, 1)], 400, 200, 5)[0]?.box.right).toBeLessThanOrEqual(400);
  });
});

describe("nodes", () => {
  it("are found by either name, what begins so first", () => {
    const nodes = [node("b", "西城金融街", "Xicheng Financial Street", 9), node("a", "金融街", "Financial Street")];
    expect(search(nodes, "金融").map(({ id }) => id)).toEqual(["a", "b"]);
    expect(search(nodes, "xicheng").map(({ id }) => id)).toEqual(["b"]);
    expect(search(nodes, "  ")).toEqual([]);
  });

  it("grow by area, and stand where nothing is measured", () => {
    expect(radius(node("a", "", "", 4), "degree", 16)).toBe(10);
    expect(radius(node("a", "", "", 0), "degree", 0)).toBe(5);
  });
});
