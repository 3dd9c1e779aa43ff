import { readFileSync, readdirSync } from "node:fs";
import { SparqlLanguage } from "codemirror-lang-sparql";
import { expect, test } from "vitest";
import { classesAt, firstError, placeOf, prefixes, untagged, variables } from "../src/editor/syntax";

const QUERIES = new URL("../../data/queries/", import.meta.url);
const parse = (query: string) => SparqlLanguage.parser.parse(query);
const texts = (query: string) => untagged(parse(query), query).map(({ text }) => text);

test.each(readdirSync(QUERIES))("the grammar reads %s, which has no text without language", (name: string) => {
  const query = readFileSync(new URL(name, QUERIES), "utf-8");
  expect(firstError(parse(query), query.length)).toBeUndefined();
});

test("texts that can match no label", () => {
  expect(texts('SELECT * { ?s rdfs:label "区块链" }')).toEqual(["区块链"]);
  expect(texts('SELECT * { ?s rdfs:label ?l FILTER(?l = "区块链") }')).toEqual(["区块链"]);
  expect(texts("SELECT * { VALUES ?l { '区块链' \"\"\"大数据\"\"\" } ?s ?p ?l }")).toEqual(["区块链", "大数据"]);
});

test("texts with which nothing is wrong", () => {
  expect(texts('SELECT * { ?s rdfs:label "区块链"@zh }')).toEqual([]);
  expect(texts('SELECT * { ?s ?p "2026"^^xsd:gYear , "2026" }')).toEqual([]);
  expect(texts('SELECT * { ?s ?p ?l FILTER(CONTAINS(?l, "区块") && REGEX(?l, "链$")) }')).toEqual([]);
  expect(texts('SELECT * { ?s ?p ?l FILTER(LANG(?l) = "zh" && "区块链" = STR(?l)) }')).toEqual([]);
  expect(texts('# "区块链"\nSELECT * { ?s ?p ?l }')).toEqual([]);
});

test("prefixes and variables", () => {
  const query = "PREFIX pa: <x:y#>\nPREFIX : <x:>\nSELECT ?a { ?a a pa:Task ; ?b $c }";
  expect([...prefixes(parse(query), query).values()]).toEqual([
    { name: "pa", namespace: "x:y#" }, { name: "", namespace: "x:" },
  ]);
  expect(variables(query)).toEqual(["?a", "?b", "$c"]);
});

test.each([
  ["SELECT * { ?s pa:us", "predicate"],
  ["SELECT * { ?s a pa:Ta", "class"],
  ["SELECT * { ?s 应用", "predicate"],
  ["SELECT * { ?s a pa:Task ; 应用", "predicate"],
  ["SELECT * { ?s a pa:Task . <x:y> 应用", "predicate"],
  ["SELECT * { ?s a pa:Task ; pa:us", "predicate"],
  ["SELECT * { ?s pa:usesTechnology 区块", "other"],
  ["SELECT * { ?s pa:usesTechnology/ pa:pa", "predicate"],
  ["PREFIX p", "prefix"],
  ["# pa:us", "nowhere"],
] as const)("what may stand behind %s", (before, place) => {
  const query = `${before} }`;
  const node = parse(query).resolveInner(before.length, -1);
  expect(placeOf(node, query, before.search(/[^\s]*$/))).toBe(place);
});

test("the class of what a statement is about", () => {
  const query = "SELECT * { ?t a pa:Task ; pa:partOf ?s . ?d a pa:Directive, pa:X ; rdfs:label ?l ; pa:u";
  expect(classesAt(query, query.length)).toEqual(["pa:Directive"]);
  expect(classesAt("SELECT * { ?t a <x:y> . FILTER(?t > 3) ?t ", 42)).toEqual(["<x:y>"]);
  expect(classesAt("SELECT * { <x:y> ", 17)).toEqual([]);
});

test("the place of the first error", () => {
  expect(firstError(parse("SELECT * {} }"), 13)).toMatchObject({ from: 12 });
  expect(firstError(parse("SELECT * { ?s ?p ?o"), 19)).toEqual({ from: 18, to: 19 });
});
