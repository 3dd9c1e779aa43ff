// Results as the views read them: rows of RDF terms, whatever form the query had.

/** A term as in the SPARQL 1.1 Query Results JSON Format. */
export interface Term {
  readonly type: "uri" | "literal" | "bnode" | "triple";
  readonly value: string;
  readonly "xml:lang"?: string;
  readonly datatype?: string;
}

export type Row = readonly (Term | undefined)[];

export interface Result {
  /** A graph has the three columns of its triples. */
  readonly kind: "bindings" | "graph" | "truth";
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  readonly truth?: boolean;
}

interface Json {
  readonly head: { readonly vars?: readonly string[] };
  readonly boolean?: boolean;
  readonly results?: { readonly bindings: readonly Readonly<Record<string, Term>>[] };
}

const XSD = "http://www.w3.org/2001/XMLSchema#";
const NUMBERS = new Set(
  ["integer", "decimal", "double", "float", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger",
    "nonPositiveInteger", "negativeInteger", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"]
    .map((name) => XSD + name),
);

/** Read a result in the SPARQL 1.1 Query Results JSON Format. */
export function readJson(text: string): Result {
  const data = JSON.parse(text) as Json;
  if (data.boolean !== undefined) return { kind: "truth", columns: [], rows: [], truth: data.boolean };
  const columns = data.head.vars ?? [];
  const rows = (data.results?.bindings ?? []).map((binding) => columns.map((name) => binding[name]));
  return { kind: "bindings", columns, rows };
}

const IRI = String.raw`<([^>]*)>`;
const NODE = String.raw`(?:${IRI}|_:(\S+))`;
const LITERAL = String.raw`"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?`;
const TRIPLE = new RegExp(String.raw`^\s*${NODE}\s*${IRI}\s*(?:${NODE}|${LITERAL})\s*\.\s*$`);
const ESCAPE = /\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g;
const SHORT: Readonly<Record<string, string>> = { t: "\t", n: "\n", r: "\r", b: "\b", f: "\f" };

function plain(text: string): string {
  return text.replace(ESCAPE, (_, four?: string, eight?: string, short?: string) =>
    short === undefined ? String.fromCodePoint(parseInt(four ?? eight ?? "0", 16)) : (SHORT[short] ?? short));
}

function node(iri: string | undefined, blank: string | undefined): Term {
  return iri === undefined ? { type: "bnode", value: blank ?? "" } : { type: "uri", value: plain(iri) };
}

/** Read a graph in N-Triples; the columns get these names. Throws where a line is none, with the line. */
export function readTriples(text: string, columns: readonly string[] = ["subject", "predicate", "object"]): Result {
  const rows = text.split("\n").filter((line) => line.trim() && !line.startsWith("#")).map((line): Row => {
    const found = TRIPLE.exec(line);
    if (!found) throw new Error(line);
    const [, subject, blank, predicate, object, objectBlank, literal, language, datatype] = found;
    const value: Term = literal === undefined ? node(object, objectBlank) : {
      type: "literal",
      value: plain(literal),
      ...(language !== undefined && { "xml:lang": language }),
      ...(datatype !== undefined && { datatype }),
    };
    return [node(subject, blank), node(predicate, undefined), value];
  });
  return { kind: "graph", columns, rows };
}

/** Give the number that a term is; undefined where it is none. */
export function numberOf(term: Term | undefined): number | undefined {
  if (term?.datatype === undefined || !NUMBERS.has(term.datatype)) return undefined;
  const value = Number(term.value);
  return Number.isFinite(value) ? value : undefined;
}

/** Tell whether a result says nothing: no row, no, or one row of counts that are all 0. */
export function isEmpty(result: Result): boolean {
  if (result.kind === "truth") return result.truth === false;
  const [first, ...rest] = result.rows;
  return first === undefined || (rest.length === 0 && first.length > 0 && first.every((term) => numberOf(term) === 0));
}

/** Give every IRI of some rows, once. */
export function irisOf(rows: readonly Row[]): Set<string> {
  const found = new Set<string>();
  for (const row of rows) for (const term of row) if (term?.type === "uri") found.add(term.value);
  return found;
}

function field(text: string): string {
  // a leading = + - @ would be a formula to a spreadsheet
  const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Write rows as CSV for a spreadsheet: every column of IRIs is followed by one of their labels. */
export function toCsv(result: Result, label: (iri: string) => string, suffix: string): string {
  const named = result.columns.map((_, at) => result.rows.some((row) => row[at]?.type === "uri"));
  const head = result.columns.flatMap((name, at) => (named[at] ? [name, `${name} ${suffix}`] : [name]));
  const lines = result.rows.map((row) => result.columns.flatMap((_, at) => {
    const term = row[at];
    if (!named[at]) return [term?.value ?? ""];
    return [term?.value ?? "", term?.type === "uri" ? label(term.value) : ""];
  }));
  return [head, ...lines].map((line) => `${line.map(field).join(",")}\r\n`).join("");
}
