// Completion: prefixes, classes and properties by name or label, variables, keywords, and things by their label.
import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { syntaxTree } from "@codemirror/language";
import type { EditorView } from "@codemirror/view";
import { h } from "../common/dom";
import type { Speak } from "../common/page";
import { quoted } from "./client";
import { classesAt, inside, isArgument, isChinese, placeOf, prefixes, variables, type Place, type Prefix } from "./syntax";
import { aboutWord, type Vocabulary } from "./vocabulary";

const WORD = /[?$<]?[\p{L}\p{N}_\-:]*$/u;
const MOST = 40;
const KEYWORDS = ["SELECT", "SELECT DISTINCT", "CONSTRUCT", "ASK", "DESCRIBE", "WHERE", "PREFIX", "OPTIONAL", "FILTER",
  "UNION", "MINUS", "GRAPH", "BIND", "VALUES", "GROUP BY", "HAVING", "ORDER BY", "LIMIT", "OFFSET", "NOT EXISTS",
  "EXISTS", "COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT", "CONTAINS", "STRSTARTS", "REGEX", "LANG",
  "LANGMATCHES", "STR", "LCASE", "STRLEN", "COALESCE", "IF", "BOUND", "CONCAT", "YEAR"];

/** Tell how well a text answers what has been typed; 0 is not at all. */
function fit(typed: string, ...texts: string[]): number {
  if (!typed) return 1;
  let best = 0;
  for (const text of texts) {
    const at = text.toLowerCase().indexOf(typed);
    if (at >= 0) best = Math.max(best, (at === 0 ? 3 : 2) + (text.length === typed.length ? 1 : 0));
  }
  return best;
}

export class Completer {
  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly say: Speak,
  ) {}

  /** Offer what may stand at the cursor; what the endpoint does not answer is not offered. */
  readonly source = async (context: CompletionContext): Promise<CompletionResult | null> => {
    const { state, pos } = context;
    const node = syntaxTree(state).resolveInner(pos, -1);
    if (node.name === "String" && pos > node.from && pos < node.to) return this.strings(context, node.from, node.to);
    const line = state.doc.lineAt(pos);
    const before = line.text.slice(0, pos - line.from);
    const typed = WORD.exec(before)?.[0] ?? "";
    const from = pos - typed.length;
    const query = state.doc.toString();
    const place = placeOf(node, query, from);
    if (place === "nowhere" || (!typed && !context.explicit && place !== "prefix")) return null;
    if (/^[?$]/.test(typed)) {
      const options = variables(query).filter((name) => name !== typed).map((label): Completion => ({ label }));
      return { from, options, validFor: /^[?$][\p{L}\p{N}_]*$/u };
    }
    if (place === "prefix") return { from, options: await this.prefixes() };
    const options = [...(await this.terms(context, typed, place)), ...this.keywords(typed, place)];
    const text = typed.replace(/^</, "");
    if ((place !== "predicate" && place !== "class") && this.isLong(text)) options.push(...(await this.things(text)));
    return context.aborted || !options.length ? null : { from, options, filter: false };
  };

  private isLong(text: string): boolean {
    return !text.includes(":") && (isChinese(text) || text.length >= 2);
  }

  private namespaces(): Promise<Map<string, string>> {
    return this.vocabulary.prefixes().catch(() => new Map<string, string>());
  }

  private async prefixes(): Promise<Completion[]> {
    return [...(await this.namespaces())].sort().map(([name, namespace]) => ({
      label: `${name}:`, detail: namespace, apply: `${name}: <${namespace}>\n`,
    }));
  }

  private keywords(typed: string, place: Place): Completion[] {
    if (place === "predicate" || place === "class" || !typed || !/^[a-z]/i.test(typed)) return [];
    return KEYWORDS.filter((word) => word.toLowerCase().startsWith(typed.toLowerCase()))
      .map((label): Completion => ({ label, apply: `${label} `, type: "keyword" }));
  }

  /** Give the properties that things of any of these classes have. */
  private async propertiesOf(classes: readonly string[], declared: Map<string, Prefix>): Promise<Set<string>> {
    if (!classes.length) return new Set();
    const held = await this.vocabulary.properties().catch(() => new Map<string, Set<string>>());
    return new Set(classes.flatMap((name) => {
      const [prefix = "", local = ""] = name.split(":");
      const iri = name.startsWith("<") ? name.slice(1, -1) : `${declared.get(prefix)?.namespace}${local}`;
      return [...(held.get(iri) ?? [])];
    }));
  }

  private async terms(context: CompletionContext, typed: string, place: Place): Promise<Completion[]> {
    const from = context.pos - typed.length;
    const known = await this.namespaces();
    const query = context.state.doc.toString();
    const declared = prefixes(syntaxTree(context.state), query);
    const names = new Map([...known].map(([name, namespace]) => [namespace, name]));
    for (const { name, namespace } of declared.values()) names.set(namespace, name);
    const namespaces = [...names].sort(([one], [other]) => other.length - one.length);
    const own = place === "predicate" ? await this.propertiesOf(classesAt(query, from), declared) : undefined;
    const sought = typed.toLowerCase();
    const found: { option: Completion; rank: number }[] = [];
    for (const word of await this.vocabulary.words().catch(() => [])) {
      const [namespace, prefix] = namespaces.find(([start]) => word.iri.startsWith(start)) ?? [];
      const local = namespace === undefined ? "" : word.iri.slice(namespace.length);
      if (namespace === undefined || prefix === undefined || !/^\w[\w-]*$/.test(local)) continue;
      const name = `${prefix}:${local}`;
      const good = sought.includes(":") ? fit(sought, name) : fit(sought, local, word.label);
      if (!good || (place === "predicate" && word.kind === "class") || (place === "class" && word.kind !== "class")) continue;
      found.push({
        rank: good + (own?.has(word.iri) ? 4 : 0) + (word.count ? 0.5 : 0),
        option: {
          label: name,
          detail: word.label,
          type: word.kind,
          info: () => aboutWord(word, this.say),
          apply: (view, _, from, to) => this.insert(view, from, to, name, prefix, namespace),
        },
      });
    }
    return found.sort((one, other) => other.rank - one.rank).slice(0, MOST).map(({ option }) => option);
  }

  private insert(view: EditorView, from: number, to: number, name: string, prefix: string, namespace: string): void {
    const { state } = view;
    const query = state.doc.toString();
    const declared = prefixes(syntaxTree(state), query).has(prefix);
    const declaration = declared ? "" : `PREFIX ${prefix}: <${namespace}>\n`;
    // behind the comments at the head, which tell what the query is about
    const at = /^(?:#[^\n]*\n|\s*\n)*/.exec(query)?.[0].length ?? 0;
    const changes = [...(declared ? [] : [{ from: Math.min(at, from), insert: declaration }]), { from, to, insert: name }];
    view.dispatch({
      changes, selection: { anchor: from + declaration.length + name.length }, userEvent: "input.complete",
    });
  }

  private async things(text: string): Promise<Completion[]> {
    const found = await this.vocabulary.things(text).catch(() => []);
    return found.map(({ iri, name, about }) => ({
      label: name, detail: about, type: "thing", apply: `<${iri}>`, info: () => h("div", {}, h("code", {}, iri)),
    }));
  }

  private async strings(context: CompletionContext, from: number, to: number): Promise<CompletionResult | null> {
    const { state } = context;
    const text = inside(state.sliceDoc(from, to));
    if (!this.isLong(text)) return null;
    const node = syntaxTree(state).resolveInner(context.pos, -1);
    const tag = node.nextSibling?.name === "Langtag" ? node.nextSibling : null;
    const plain = isArgument(node);
    const found = await this.vocabulary.things(text).catch(() => []);
    const options = [...new Map(found.map((thing) => [thing.name, thing])).values()].map(
      ({ name, language, about }): Completion => ({
        label: name,
        detail: about,
        type: "thing",
        apply: (view) => {
          const insert = plain ? quoted(name) : `${quoted(name)}@${language}`;
          const end = tag && !plain ? tag.to : to;
          view.dispatch({
            changes: { from, to: end, insert }, selection: { anchor: from + insert.length }, userEvent: "input.complete",
          });
        },
      }));
    return context.aborted || !options.length ? null : { from: from + 1, to: to - 1, options, filter: false };
  }
}
