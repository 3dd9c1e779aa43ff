// The words of the release for queries: prefixes, classes and properties with their labels, from its own description
// (VoID in the catalog graph), and things by label.
import type { Client } from "./client";
import { quoted } from "./client";

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
  readonly label: string;
  readonly type: string;
}

const PREFIXES = `PREFIX void: <http://rdfs.org/ns/void#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
`;

export class Vocabulary {
  constructor(
    private readonly client: Client,
    private readonly language: "zh" | "en",
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

  /** Find things of the plans and vocabularies whose label holds a text, the shortest labels first. */
  async things(text: string): Promise<Thing[]> {
    const rows = await this.client.select(`${PREFIXES}SELECT DISTINCT ?thing ?label ?type WHERE {
  ?thing skos:prefLabel|rdfs:label ?label .
  FILTER(CONTAINS(LCASE(?label), ${quoted(text.toLowerCase())}))
  ?thing a ?class .
  ?class rdfs:label ?type FILTER(LANG(?type) = "${this.language}")
} ORDER BY STRLEN(?label) ?label ?thing LIMIT 30`);
    const found = new Map<string, Thing>();
    for (const { thing, label, type } of rows) {
      if (thing && label && !found.has(thing.value)) {
        found.set(thing.value, { iri: thing.value, label: label.value, type: type?.value ?? "" });
      }
    }
    return [...found.values()];
  }
}
