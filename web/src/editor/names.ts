// What things are called: labels in the language of the page, and where a plan mentions them.
import type { Settings } from "../common/page";
import { isSpeakable, type Client } from "./client";

const BATCH = 400;

const PREFIXES = `PREFIX pa: <https://w3id.org/planatlas/ontology#>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
`;

export class Names {
  private readonly labels = new Map<string, string>();
  private readonly sources = new Map<string, string>();
  private readonly asked = new Map<string, Promise<void>>();

  constructor(
    private readonly client: Client,
    private readonly settings: Settings,
    private readonly root: string,
  ) {}

  /** Look up what is not known yet. Where the endpoint refuses, things keep their short names. */
  async learn(iris: Iterable<string>): Promise<void> {
    const wanted = [...new Set(iris)].filter(isSpeakable);
    const unknown = wanted.filter((iri) => !this.asked.has(iri)).sort();
    let before = Promise.resolve();
    for (let start = 0; start < unknown.length; start += BATCH) {
      const batch = unknown.slice(start, start + BATCH);
      // one after the other: the endpoint has few workers, and others wait for them too
      before = before
        .then(() => Promise.all([this.learnLabels(batch), this.learnSources(batch)]))
        .then(() => undefined, () => undefined);
      for (const iri of batch) this.asked.set(iri, before);
    }
    await Promise.all(new Set(wanted.map((iri) => this.asked.get(iri))));
  }

  private async learnLabels(iris: readonly string[]): Promise<void> {
    const rows = await this.client.ask(`${PREFIXES}SELECT DISTINCT ?thing ?label WHERE {
  VALUES ?thing { ${iris.map((iri) => `<${iri}>`).join(" ")} }
  ?thing ?property ?label .
  FILTER(?property IN (rdfs:label, skos:prefLabel))
} ORDER BY ?thing ?label`);
    const order = [this.settings.language, "", "zh"];
    const rank = new Map<string, number>();
    for (const { thing, label } of rows) {
      if (!thing || !label) continue;
      const found = order.indexOf(label["xml:lang"] ?? "");
      const own = found < 0 ? order.length : found;
      if (own < (rank.get(thing.value) ?? Infinity)) {
        rank.set(thing.value, own);
        this.labels.set(thing.value, label.value);
      }
    }
  }

  private async learnSources(iris: readonly string[]): Promise<void> {
    const own = iris.filter((iri) => iri.startsWith(`${this.settings.base}id/`));
    if (!own.length) return;
    const rows = await this.client.ask(`${PREFIXES}SELECT ?thing ?mention ?begin ?end WHERE {
  VALUES ?thing { ${own.map((iri) => `<${iri}>`).join(" ")} }
  { ?mention pa:denotes ?thing } UNION { ?thing a pa:Mention BIND(?thing AS ?mention) }
  ?mention nif:beginIndex ?begin ; nif:endIndex ?end
} ORDER BY ?begin`);
    for (const { thing, mention, begin, end } of rows) {
      const plan = this.settings.plans.find(({ iri }) => mention?.value.startsWith(`${iri}/`));
      if (thing && plan && !this.sources.has(thing.value)) {
        this.sources.set(thing.value, `${this.root}/plans/${plan.id}#char=${begin?.value},${end?.value}`);
      }
    }
  }

  /** Tell whether a thing has been looked up, or is being so. */
  isAsked(iri: string): boolean {
    return this.asked.has(iri) || !isSpeakable(iri);
  }

  /** Give the label of a thing; empty where it has none. */
  label(iri: string): string {
    return this.labels.get(iri) ?? "";
  }

  /** Give what to call a thing: its label, else its short name. */
  name(iri: string): string {
    return this.label(iri) || this.short(iri);
  }

  /** Write an IRI of the release without its base, any other in full. */
  short(iri: string): string {
    return iri.startsWith(this.settings.base) ? iri.slice(this.settings.base.length) : iri;
  }

  /** Give the address at which people find what is known of a thing; empty where there is none. */
  page(iri: string): string {
    const { base } = this.settings;
    if (iri.startsWith(base) && isSpeakable(iri)) {
      const path = iri.slice(base.length);
      return encodeURI(`${this.root}/${path.startsWith("id/") ? `page/${path.slice(3)}` : path}`);
    }
    return /^https?:\/\//.test(iri) ? iri : "";
  }

  /** Give where a plan mentions a thing first; empty where none does. */
  source(iri: string): string {
    return this.sources.get(iri) ?? "";
  }
}
