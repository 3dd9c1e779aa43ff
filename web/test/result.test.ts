import { expect, test } from "vitest";
import { isEmpty, numberOf, readJson, readTriples, toCsv } from "../src/editor/result";

const INTEGER = "http://www.w3.org/2001/XMLSchema#integer";

function table(vars: string[], bindings: object[]) {
  return readJson(JSON.stringify({ head: { vars }, results: { bindings } }));
}

test("rows keep the order of the variables, with gaps", () => {
  const { columns, rows } = table(["a", "b"], [{ b: { type: "literal", value: "x", "xml:lang": "zh" } }, {}]);
  expect(columns).toEqual(["a", "b"]);
  expect(rows.map((row) => row.map((term) => term?.value))).toEqual([[undefined, "x"], [undefined, undefined]]);
});

test("the answer of ASK", () => {
  expect(readJson('{"head":{},"boolean":false}')).toMatchObject({ kind: "truth", truth: false });
});

test("triples with every kind of object", () => {
  const { rows } = readTriples(`<x:a> <x:p> <x:b> .
<x:a> <x:p> "区块\\u94FE \\"x\\"\\n"@zh .
_:b0 <x:p> "1"^^<${INTEGER}> .
<x:a> <x:p> _:b0 .
`);
  expect(rows.map(([subject]) => subject?.type)).toEqual(["uri", "uri", "bnode", "uri"]);
  expect(rows.map(([, , object]) => object)).toEqual([
    { type: "uri", value: "x:b" },
    { type: "literal", value: '区块链 "x"\n', "xml:lang": "zh" },
    { type: "literal", value: "1", datatype: INTEGER },
    { type: "bnode", value: "b0" },
  ]);
});

test("a line that is no triple is named", () => {
  expect(() => readTriples("<x:a> <x:p> .")).toThrow("<x:a> <x:p> .");
});

test("numbers are told by their datatype", () => {
  expect(numberOf({ type: "literal", value: "12", datatype: INTEGER })).toBe(12);
  expect(numberOf({ type: "literal", value: "12" })).toBeUndefined();
  expect(numberOf(undefined)).toBeUndefined();
});

test("nothing is no row, no, and counts of nothing", () => {
  const zero = { type: "literal", value: "0", datatype: INTEGER };
  expect(isEmpty(table(["a"], []))).toBe(true);
  expect(isEmpty(table(["n"], [{ n: zero }]))).toBe(true);
  expect(isEmpty(table(["n", "a"], [{ n: zero, a: { type: "literal", value: "x" } }]))).toBe(false);
  expect(isEmpty(table(["a"], [{}]))).toBe(false);
  expect(isEmpty(readJson('{"head":{},"boolean":false}'))).toBe(true);
});

test("a spreadsheet gets labels, quotation marks and no formulas", () => {
  const result = table(["thing", "says"], [
    { thing: { type: "uri", value: "x:1" }, says: { type: "literal", value: 'a "b", c' } },
    { thing: { type: "uri", value: "x:2" }, says: { type: "literal", value: "=1+1" } },
    { says: { type: "literal", value: "-5" } },
  ]);
  expect(toCsv(result, (iri) => (iri === "x:1" ? "区块链" : ""), "(label)")).toBe(
    'thing,thing (label),says\r\nx:1,区块链,"a ""b"", c"\r\nx:2,,\'=1+1\r\n,,-5\r\n',
  );
});
