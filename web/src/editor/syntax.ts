// What stands where in a query, read from the syntax tree; pure, so that it can be tested without a page.
import type { SyntaxNode, Tree } from "@lezer/common";

export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Literal extends Span {
  /** What stands between the quotation marks. */
  readonly text: string;
}

export interface Prefix {
  readonly name: string;
  readonly namespace: string;
}

const HAN = /\p{Script=Han}/u;
const QUOTES = /^('''|"""|'|")([^]*)\1$/;

/** Tell whether a text holds Chinese characters. */
export function isChinese(text: string): boolean {
  return HAN.test(text);
}

/** Give the text of a string of SPARQL without its quotation marks. */
export function inside(text: string): string {
  return QUOTES.exec(text)?.[2] ?? text;
}

function within(node: SyntaxNode, names: readonly string[]): boolean {
  for (let above = node.parent; above; above = above.parent) if (names.includes(above.name)) return true;
  return false;
}

/** Tell whether a function looks at the characters of this string, where a language tag makes no difference. */
export function isArgument(node: SyntaxNode): boolean {
  return within(node, ["BuiltInCall", "RegexExpression", "StrReplaceExpression", "SubstringExpression"]);
}

/**
 * Find strings that can only equal a literal without language, while all labels have one: those without tag and
 * datatype that no function reads.
 */
export function untagged(tree: Tree, query: string): Literal[] {
  const found: Literal[] = [];
  tree.iterate({
    enter(reference) {
      if (reference.name !== "RDFLiteral") return;
      const { node } = reference;
      const string = node.getChild("String");
      if (!string || string.nextSibling || isArgument(node) || comparesText(node, query)) return;
      found.push({ from: string.from, to: string.to, text: inside(query.slice(string.from, string.to)) });
    },
  });
  return found.filter(({ text }) => /\p{L}/u.test(text));
}

/** Tell whether a string is compared with what a function gives, as in `STR(?x) = "…"` and `LANG(?x) = "zh"`. */
function comparesText(node: SyntaxNode, query: string): boolean {
  let above: SyntaxNode | null = node;
  while (above && above.name !== "RelationalExpression") above = above.parent;
  if (!above) return false;
  return /^\s*(?:STR|LANG|LCASE|UCASE|SUBSTR|REPLACE|CONCAT|STRBEFORE|STRAFTER)\s*\(/i.test(
    query.slice(above.from, above.to),
  ) || /=\s*(?:STR|LANG|LCASE|UCASE|SUBSTR|REPLACE|CONCAT|STRBEFORE|STRAFTER)\s*\([^=]*$/i.test(
    query.slice(above.from, above.to),
  );
}

/** Read the prefixes that a query declares, by name. */
export function prefixes(tree: Tree, query: string): Map<string, Prefix> {
  const found = new Map<string, Prefix>();
  tree.iterate({
    enter({ name, node }) {
      if (name !== "PrefixDecl") return;
      const [label, iri] = [node.getChild("Pname_ns"), node.getChild("IriRef")];
      if (!label || !iri) return;
      const prefix = query.slice(label.from, label.to - 1);
      found.set(prefix, { name: prefix, namespace: query.slice(iri.from + 1, iri.to - 1) });
    },
  });
  return found;
}

/** Give the variables of a query, each once, in order. */
export function variables(query: string): string[] {
  return [...new Set(query.match(/[?$][\p{L}\p{N}_]+/gu) ?? [])];
}

/** Give the classes, as prefixed names or IRIs, that a query gives to what the statement before an offset is about. */
export function classesAt(query: string, from: number): string[] {
  const subject = /(?:[{}]|\s\.)\s*([?$][\p{L}\p{N}_]+)\s(?![^]*(?:[{}]|\s\.)\s*[?$])/u
    .exec(query.slice(Math.max(0, from - REACH), from))?.[1];
  if (!subject) return [];
  const typed = new RegExp(`\\${subject}\\s+(?:a|rdf:type)\\s+([\\w-]+:[\\w-]+|<[^<>\\s]*>)`, "gu");
  return [...query.matchAll(typed)].flatMap(([, name]) => name ?? []);
}

export type Place = "nowhere" | "prefix" | "predicate" | "class" | "other";

/** Characters before a word that tell what it may be, where the grammar cannot: it reads no word in Chinese. */
const REACH = 400;
const AFTER_SUBJECT = /(?:;|[{}.]\s*(?:[?$][\p{L}\p{N}_]+|[\w-]*:[\w-]+|<[^<>\s]*>))\s+$/u;

/** Tell what a word that begins at `from` may be; `node` is the innermost at its end. */
export function placeOf(node: SyntaxNode, query: string, from: number): Place {
  const line = query.slice(query.lastIndexOf("\n", from - 1) + 1, from);
  if (/\bprefix\s+$/i.test(line)) return "prefix";
  for (let above: SyntaxNode | null = node; above; above = above.parent) {
    if (above.name === "Comment") return "nowhere";
    if (above.name === "VerbPath" || above.name === "VerbSimple") {
      // behind a whole path the word is an object that the grammar cannot read yet
      const path = query.slice(above.from, from);
      if (!path || /[/|^!(]\s*$/.test(path)) return "predicate";
    }
  }
  if (/(?:[\s;]a|rdf:type)\s+$/.test(line)) return "class";
  return AFTER_SUBJECT.test(query.slice(Math.max(0, from - REACH), from)) ? "predicate" : "other";
}

/** Give the offsets of the first error, and of no other: what follows one often is its consequence. */
export function firstError(tree: Tree, length: number): Span | undefined {
  let found: Span | undefined;
  tree.iterate({
    enter({ type, from, to }) {
      if (found) return false;
      if (type.isError) found = { from, to };
      return true;
    },
  });
  if (!found) return undefined;
  if (found.to > found.from) return found;
  return found.from < length ? { from: found.from, to: found.from + 1 } : { from: Math.max(0, length - 1), to: length };
}
