// The words of the release for queries: prefixes, classes and properties with their labels, from its own description
// (VoID in the catalog graph), and things by label.
import { h } from "../common/dom";
import type { Speak } from "../common/page";
import type { Client } from "./client";

export interface Word {
  readonly iri: string;
  readonly kind: "class" | "property";
  readonly label: string;
  readonly definition: string;
  /** How many things are of a class, or triples have a property. */
  readonly count: number;
}

export interface Thing {
  readonly iri: string;
  /** The name that was found, and its language. */
  readonly name: string;
  readonly language: string;
  /** Its name in the other language, and what it is. */
  readonly about: string;
}

/** What `/search.json` answers, as far as it is read here. */
interface Found {
  readonly hits: readonly {
    readonly iri: string;
    readonly label: Readonly<Record<string, string>>;
    readonly match: { readonly text: string };
    readonly types: readonly string[];
  }[];
  readonly types: readonly { readonly type: string; readonly label: Readonly<Record<string, string>> }[];
}

const PREFIXES = `PREFIX void: <http://rdfs.org/ns/void#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
`;

/** Tell what a class or property means and how much of it there is. */
export function aboutWord(word: Word, say: Speak): HTMLElement {
  const kind = say(word.kind === "class" ? "editor.class" : "editor.property");
  const count = word.count.toLocaleString("en-US");
  const used = say(word.kind === "class" ? "editor.class.count" : "editor.property.count", { count });
  return h("div", {},
    h("strong", {}, word.label || word.iri), h("small", {}, `${kind} · ${used}`),
    word.definition && h("p", {}, word.definition));
}

export class Vocabulary {
  constructor(
    private readonly client: Client,
    private readonly language: "zh" | "en",
    private readonly root: string,
  ) {}

  /** Give the prefixes that the release declares (sh:declare): namespaces by name. */
  async prefixes(): Promise<Map<string, string>> {
    const rows = await this.client.select(`${PREFIXES}SELECT ?name ?namespace WHERE {
  ?declaration sh:prefix ?name ; sh:namespace ?namespace
}`);
    return new Map(rows.map((row) => [row["name"]?.value ?? "", row["namespace"]?.value ?? ""]));
  }

  /** Give the classes and properties that the release uses or its ontology declares, the most used first. */
  async words(): Promise<Word[]> {
    const rows = await this.client.select(`${PREFIXES}SELECT ?term ?kind (MAX(?n) AS ?count)
  (SAMPLE(?l) AS ?label) (SAMPLE(?d) AS ?definition) WHERE {
  {
    { ?part void:class ?term ; void:entities ?n BIND("class" AS ?kind) }
    UNION { ?part void:property ?term ; void:triples ?n BIND("property" AS ?kind) }
    UNION { ?term a owl:Class BIND(0 AS ?n) BIND("class" AS ?kind) }
    UNION { VALUES ?type { owl:ObjectProperty owl:DatatypeProperty } ?term a ?type BIND(0 AS ?n) BIND("property" AS ?kind) }
  }
  FILTER(ISIRI(?term))
  OPTIONAL { ?term rdfs:label ?l FILTER(LANG(?l) = "${this.language}") }
  OPTIONAL { ?term skos:definition ?d FILTER(LANG(?d) = "${this.language}") }
} GROUP BY ?term ?kind ORDER BY DESC(?count) ?term`);
    return rows.map((row) => ({
      iri: row["term"]?.value ?? "",
      kind: row["kind"]?.value === "class" ? "class" : "property",
      label: row["label"]?.value ?? "",
      definition: row["definition"]?.value ?? "",
      count: Number(row["count"]?.value ?? 0),
    }));
  }

  /** Give the properties that the things of a class have, by class. */
  async properties(): Promise<Map<string, Set<string>>> {
    const rows = await this.client.select(`${PREFIXES}SELECT DISTINCT ?class ?property WHERE {
  ?part void:class ?class ; void:propertyPartition/void:property ?property
}`);
    const found = new Map<string, Set<string>>();
    for (const { class: kind, property } of rows) {
      if (!kind || !property) continue;
      const own = found.get(kind.value) ?? new Set();
      found.set(kind.value, own.add(property.value));
    }
    return found;
  }

  /** Find things by their names, in whatever language or script: what the search of this server gives. */
  async things(text: string): Promise<Thing[]> {
    const response = await fetch(`${this.root}/search.json?${new URLSearchParams({ q: text, limit: "30" })}`);
    if (!response.ok) return [];
    const { hits, types } = (await response.json()) as Found;
    const kinds = new Map(types.map(({ type, label }) => [type, label]));
    return hits.filter((hit) => hit.label && !hit.types.includes("Sentence")).map(({ iri, label, match, types: own }) => {
      const found = Object.entries(label).find(([, name]) => name === match.text);
      const [language, name] = found ?? [this.language, label[this.language] ?? match.text];
      const other = Object.entries(label).find(([given]) => given !== language)?.[1];
      const type = own.map((kind) => kinds.get(kind)?.[this.language] ?? "").find(Boolean);
      return { iri, name, language, about: [other, type].filter(Boolean).join(" · ") };
    });
  }
}
