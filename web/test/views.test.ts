import { expect, test } from "vitest";
import type { Result, Term } from "../src/editor/result";
import { ROWS, bars, numericColumns, suggestion } from "../src/editor/views/bars";
import { ends, net } from "../src/editor/views/ties";

const INTEGER = "http://www.w3.org/2001/XMLSchema#integer";
const iri = (value: string): Term => ({ type: "uri", value });
const number = (value: number): Term => ({ type: "literal", value: String(value), datatype: INTEGER });

const counted: Result = {
  kind: "bindings",
  columns: ["position", "section", "tasks"],
  rows: [[number(1), iri("x:1"), number(3)], [number(2), iri("x:2"), number(9)], [number(3), iri("x:1"), number(4)]],
};

test("bars name what is no number and measure the last number", () => {
  expect(numericColumns(counted)).toEqual([0, 2]);
  expect(suggestion({ ...counted, rows: counted.rows.slice(0, 2) })).toEqual({ label: 1, measure: 2 });
  expect(bars(counted, 1, 2).map(({ term, value }) => [term.value, value])).toEqual([["x:1", 7], ["x:2", 9]]);
});

test("where a thing has several rows they are counted, for its numbers may be places in a text", () => {
  expect(suggestion(counted)).toEqual({ label: 1, measure: ROWS });
});

test("bars name what every row has", () => {
  const result = { ...counted, columns: ["a", "b"], rows: [[undefined, iri("x:1")], [iri("x:3"), iri("x:2")]] };
  expect(suggestion(result).label).toBe(1);
});

test("without numbers rows are counted, the most first", () => {
  const result: Result = { kind: "bindings", columns: ["a"], rows: [[iri("x:1")], [iri("x:2")], [iri("x:2")], [undefined]] };
  expect(suggestion(result)).toEqual({ label: 0, measure: ROWS });
  expect(bars(result, 0, ROWS).map(({ term, value }) => [term.value, value])).toEqual([["x:2", 2], ["x:1", 1]]);
});

test("a network ties the first two columns of things, and counts rows", () => {
  const result: Result = {
    kind: "bindings",
    columns: ["n", "a", "b"],
    rows: [[number(1), iri("x:1"), iri("x:2")], [number(2), iri("x:1"), iri("x:2")], [number(3), iri("x:1"), iri("x:1")]],
  };
  expect(ends(result)).toEqual([1, 2]);
  const drawn = net(result, 1, 2, 10);
  expect(drawn.nodes).toEqual(["x:1", "x:2"]);
  expect(drawn.ties.map(({ source, target, rows }) => [source, target, rows])).toEqual([["x:1", "x:2", 2]]);
});

test("a graph ties subjects and objects by their predicates; those with most ties stay", () => {
  const rows = ["x:b", "x:c", "x:d"].map((object) => [iri("x:a"), iri("x:p"), iri(object)]);
  const result: Result = { kind: "graph", columns: ["subject", "predicate", "object"], rows };
  expect(ends(result)).toEqual([0, 2]);
  const drawn = net(result, 0, 2, 2);
  expect(drawn.all).toBe(4);
  expect(drawn.nodes).toEqual(["x:a", "x:b"]);
  expect(drawn.ties.map(({ predicates }) => [...predicates])).toEqual([["x:p"]]);
});

test("without two columns of things there is no network", () => {
  expect(ends({ kind: "bindings", columns: ["n"], rows: [[number(1)]] })).toBeUndefined();
});
