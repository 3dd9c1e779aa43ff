// The rows, a part at a time. IRIs show their label and lead to their page; columns sort.
import { h } from "../../common/dom";
import { irisOf, numberOf, type Row, type Term } from "../result";
import { count, type Context } from "./view";

const PART = 200;
const NAMED = 4000;
const COLLATOR = new Intl.Collator(document.documentElement.lang, { numeric: true });

function cell(term: Term | undefined, { names, say }: Context): HTMLTableCellElement {
  if (!term) return h("td", { class: "unbound" }, say("sparql.unbound"));
  if (term.type === "uri") {
    const label = names.label(term.value);
    const address = names.page(term.value);
    const source = names.source(term.value);
    const name = label || names.short(term.value);
    return h("td", {},
      address ? h("a", { href: address, title: term.value }, name) : name,
      source && " ", source && h("a", { class: "source", href: source }, say("sparql.source")),
      label && h("small", {}, names.short(term.value)));
  }
  const numeric = numberOf(term) !== undefined;
  return h("td", { class: numeric && "number", lang: term["xml:lang"] }, term.value);
}

function compare(one: Term | undefined, other: Term | undefined, { names }: Context): number {
  if (!one || !other) return Number(!one) - Number(!other);
  const [first, second] = [numberOf(one), numberOf(other)];
  if (first !== undefined && second !== undefined) return first - second;
  const text = (term: Term) => (term.type === "uri" ? names.name(term.value) : term.value);
  return COLLATOR.compare(text(one), text(other));
}

/** Draw the rows as a table. */
export async function table(place: HTMLElement, context: Context): Promise<void> {
  const { result, names, say } = context;
  let rows: readonly Row[] = result.rows;
  let shown = 0;
  let sorted = { column: -1, down: false };
  const body = h("tbody");
  const more = h("button", { type: "button", class: "plain more", click: () => void add() });

  async function add(): Promise<void> {
    const part = rows.slice(shown, shown + PART);
    const from = rows;
    await names.learn(irisOf(part));
    if (from !== rows) return;
    for (const row of part) body.append(h("tr", {}, ...result.columns.map((_, at) => cell(row[at], context))));
    shown += part.length;
    more.hidden = shown >= rows.length;
    more.textContent = say("editor.more", { shown: count(shown), count: count(rows.length) });
  }

  async function sort(column: number): Promise<void> {
    sorted = { column, down: sorted.column === column && !sorted.down };
    const iris = irisOf(result.rows.map((row) => [row[column]]));
    // more than that would ask the endpoint for long: the rest is sorted by short names
    await names.learn([...iris].slice(0, NAMED));
    const sign = sorted.down ? -1 : 1;
    rows = [...result.rows].sort((one, other) => sign * compare(one[column], other[column], context));
    heads.forEach((head, at) => {
      if (at === column) head.setAttribute("aria-sort", sorted.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    shown = 0;
    body.replaceChildren();
    await add();
  }

  const heads = result.columns.map((name, at) => h("th", { scope: "col" },
    h("button", { type: "button", title: say("editor.sort"), click: () => void sort(at) }, name)));
  await add();
  place.append(
    h("div", { class: "table", tabindex: 0, role: "region", "aria-labelledby": "result-title" },
      h("table", {}, h("thead", {}, h("tr", {}, ...heads)), body)),
    more);
}
