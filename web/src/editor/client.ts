// Asks the endpoint of this page's server.
import { save } from "../common/dom";
import { readJson, readTriples, type Result, type Term } from "./result";

/** Why a query gave nothing: problem details (RFC 9457) as the endpoint writes them, or status 0 without an answer. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    detail: string,
    readonly line?: number,
    readonly column?: number,
  ) {
    super(detail);
  }
}

const ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9";

async function refusal(response: Response): Promise<Refusal> {
  const text = await response.text().catch(() => "");
  try {
    const problem = JSON.parse(text) as { detail?: string; line?: number; column?: number };
    return new Refusal(response.status, problem.detail ?? "", problem.line, problem.column);
  } catch {
    return new Refusal(response.status, response.statusText);
  }
}

type Rows = readonly Readonly<Record<string, Term>>[];

export class Client {
  private readonly known = new Map<string, Promise<Rows>>();

  constructor(
    readonly address: string,
    /** What to call subject, predicate and object. */
    private readonly triple: readonly string[],
  ) {}

  /** Run a query. Rejects with {@link Refusal}, or with an AbortError when the signal says so. */
  async run(query: string, signal?: AbortSignal): Promise<Result> {
    let response: Response;
    let text: string;
    try {
      response = await fetch(this.address, {
        method: "POST",
        headers: { accept: ACCEPT },
        body: new URLSearchParams({ query }),
        ...(signal && { signal }),
      });
      if (!response.ok) throw await refusal(response);
      text = await response.text();
    } catch (error) {
      if (error instanceof Refusal || (error instanceof DOMException && error.name === "AbortError")) throw error;
      throw new Refusal(0, String(error));
    }
    return response.headers.get("content-type")?.startsWith("application/n-triples") ? readTriples(text, this.triple) : readJson(text);
  }

  /** Ask a SELECT query of the page's own. */
  async ask(query: string): Promise<Rows> {
    const { columns, rows } = await this.run(query);
    return rows.map((row) =>
      Object.fromEntries(columns.flatMap((name, at) => (row[at] ? [[name, row[at]]] : []))) as Record<string, Term>);
  }

  /** Ask a SELECT query once, and keep the answer: a release does not change. */
  select(query: string): Promise<Rows> {
    const held = this.known.get(query);
    if (held) return held;
    const asked = this.ask(query);
    this.known.set(query, asked);
    asked.catch(() => this.known.delete(query));
    return asked;
  }

  /** Post a query and keep its answer in a format as a file. */
  async download(query: string, format: string): Promise<void> {
    const response = await fetch(this.address, { method: "POST", body: new URLSearchParams({ query, format }) });
    save(await response.text(), `planatlas.${format}`, response.headers.get("content-type") ?? "text/plain");
  }

  /** The address at which a program gets the answer of a query in a format. */
  answer(query: string, format: string): string {
    return `${this.address}?${new URLSearchParams({ query, format })}`;
  }
}

/** Write a text as a string of SPARQL. */
export function quoted(text: string): string {
  return JSON.stringify(text).replace(/[\u007f\u2028\u2029]/g, (found) =>
    `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Tell whether an IRI can stand between angle brackets. */
export function isSpeakable(iri: string): boolean {
  return !/[\u0000-\u0020<>"{}|^`\\]/.test(iri);
}
