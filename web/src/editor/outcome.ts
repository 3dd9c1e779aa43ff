// A result or a failure below the editor.
import { h, save } from "../common/dom";
import type { Speak } from "../common/page";
import type { Client, Refusal } from "./client";
import type { Names } from "./names";
import { irisOf, toCsv, type Result } from "./result";
import { chart } from "./views/chart";
import { network } from "./views/network";
import { table } from "./views/table";
import { count, type View } from "./views/view";

const VIEWS: Readonly<Record<string, View>> = { table, chart, network };
const FORMATS: Readonly<Record<Result["kind"], readonly (readonly [name: string, format: string])[]>> = {
  bindings: [["CSV", "csv"], ["TSV", "tsv"], ["JSON", "json"], ["XML", "xml"]],
  graph: [["Turtle", "ttl"], ["N-Triples", "nt"], ["RDF/XML", "rdf"], ["JSON-LD", "jsonld"]],
  truth: [["JSON", "json"], ["XML", "xml"]],
};
const BYTE_ORDER_MARK = "\ufeff";
/** An address longer than this is posted instead: servers and proxies refuse long ones. */
const LONG = 8000;

/** Tell whether there is a view of this name. */
export function isView(name: string): boolean {
  return name in VIEWS;
}

export interface Shown {
  readonly query: string;
  readonly result: Result;
  readonly seconds: number;
  readonly view: string;
}

export class Outcome {
  constructor(
    private readonly place: HTMLElement,
    private readonly client: Client,
    private readonly names: Names,
    private readonly say: Speak,
    private readonly chosen: (view: string) => void,
  ) {}

  /** Show a result. */
  async show({ query, result, seconds, view }: Shown): Promise<void> {
    const { say } = this;
    const head = h("div", { class: "bar" },
      h("h2", { id: "result-title" }, say("sparql.result"), h("small", {}, this.size(result, seconds))),
      this.downloads(query, result));
    const section = h("section", { class: "outcome", "aria-labelledby": "result-title" }, head);
    const body = h("div", { class: "view" });
    if (result.kind === "truth") {
      section.append(h("p", { class: "answer" }, say(result.truth ? "sparql.yes" : "sparql.no")));
    } else if (!result.rows.length) {
      section.append(h("p", { class: "note" }, say("sparql.empty")));
    } else {
      section.append(this.tabs(result, view, body), body);
    }
    this.place.replaceChildren(section);
    if (body.isConnected) await this.draw(view, body, result);
  }

  private async draw(view: string, body: HTMLElement, result: Result): Promise<void> {
    const fresh = h("div");
    body.replaceChildren(fresh);
    await VIEWS[view]?.(fresh, { result, names: this.names, say: this.say });
  }

  /** Put a hint between the head of a result and its rows. */
  advise(hint: HTMLElement): void {
    this.place.querySelector(".outcome > .bar")?.after(hint);
  }

  /** Say how much a result is, and how long it took. */
  size(result: Result, seconds: number): string {
    const took = seconds.toFixed(2);
    if (result.kind === "truth") return this.say("editor.took", { seconds: took });
    if (result.kind === "graph") return this.say("editor.triples", { count: count(result.rows.length), seconds: took });
    return result.rows.length === 1
      ? this.say("sparql.row", { seconds: took })
      : this.say("sparql.rows", { count: count(result.rows.length), seconds: took });
  }

  private tabs(result: Result, view: string, body: HTMLElement): HTMLElement {
    const buttons = Object.keys(VIEWS).map((name) => h("button", {
      type: "button",
      "aria-pressed": String(name === view),
      click: (event) => {
        for (const button of buttons) button.setAttribute("aria-pressed", String(button === event.currentTarget));
        this.chosen(name);
        void this.draw(name, body, result);
      },
    }, this.say(`editor.view.${name}`)));
    return h("div", { class: "views", role: "group", "aria-label": this.say("editor.views") }, ...buttons);
  }

  private downloads(query: string, result: Result): HTMLElement {
    const formats = FORMATS[result.kind].map(([name, format]) => {
      const address = this.client.answer(query, format);
      if (address.length <= LONG) return h("a", { href: address, download: `planatlas.${format}` }, name);
      return h("button", { type: "button", class: "plain", click: () => void this.client.download(query, format) }, name);
    });
    const labelled = result.rows.length > 0 && h("button", {
      type: "button",
      class: "plain",
      click: async () => {
        await this.names.learn(irisOf(result.rows));
        const csv = toCsv(result, (iri) => this.names.label(iri), this.say("editor.csv.label"));
        save(BYTE_ORDER_MARK + csv, "planatlas.csv", "text/csv;charset=utf-8");
      },
    }, this.say("editor.csv"));
    const parts = [labelled, ...formats].flatMap((part) => (part ? [" ", part] : []));
    return h("p", { class: "formats" }, this.say("sparql.download"), ...parts);
  }

  /** Show why there is no result; `visit` leads to the place of the error, where it has one. */
  fail(refusal: Refusal, marked: { line: number; column: number } | undefined, visit: () => void): void {
    const { say } = this;
    const { status } = refusal;
    const known = [0, 400, 413, 429, 500, 503, 504, 507].includes(status) ? String(status) : "other";
    const place = marked ? ` · ${say("sparql.place", marked)}` : "";
    this.place.replaceChildren(h("section", { class: "failure", role: "alert" },
      h("h2", {}, say("sparql.error") + place),
      h("p", {}, say(`editor.error.${known}`)),
      refusal.message && h("pre", { lang: "en" }, refusal.message),
      marked && h("button", { type: "button", class: "plain", click: visit }, say("editor.visit"))));
  }

  /** Show nothing. */
  clear(): void {
    this.place.replaceChildren();
  }
}
