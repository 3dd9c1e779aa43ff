// A bar for each different thing of a column, as long as a number of its rows or as they are many.
import { h } from "../../common/dom";
import type { Term } from "../result";
import { ROWS, bars, numericColumns, suggestion } from "./bars";
import { choices } from "./columns";
import { count, type Context } from "./view";

const MOST = 60;

/** Draw a result as bars. */
export async function chart(place: HTMLElement, { result, names, say }: Context): Promise<void> {
  const numeric = numericColumns(result);
  let { label, measure } = suggestion(result);
  const drawing = h("div");

  function text(term: Term): Node | string {
    if (term.type !== "uri") return term.value;
    const address = names.page(term.value);
    return address ? h("a", { href: address, title: term.value }, names.name(term.value)) : names.name(term.value);
  }

  async function draw(): Promise<void> {
    const all = bars(result, label, measure);
    const shown = all.slice(0, MOST);
    await names.learn(shown.flatMap(({ term }) => (term.type === "uri" ? term.value : [])));
    const longest = Math.max(...shown.map(({ value }) => Math.abs(value)), 0);
    const title = measure === ROWS ? say("editor.chart.rows") : (result.columns[measure] ?? "");
    const list = h("table", {
      class: "bars", "aria-label": say("editor.chart.title", { label: result.columns[label] ?? "", measure: title }),
    },
      h("tbody", {}, ...shown.map(({ term, value }) => {
        const bar = h("span", { class: value < 0 ? "stroke below" : "stroke" });
        bar.style.width = longest ? `${(100 * Math.abs(value)) / longest}%` : "0";
        return h("tr", {},
          h("th", { scope: "row", lang: term["xml:lang"] }, text(term)),
          h("td", {}, h("div", {}, h("div", { class: "track" }, bar),
            h("span", { class: "value" }, value.toLocaleString("en-US")))));
      })));
    const note = all.length > MOST && h("p", { class: "note" },
      say("editor.chart.most", { shown: MOST, count: count(all.length) }));
    drawing.replaceChildren(...(shown.length ? [list, ...(note ? [note] : [])] : [
      h("p", { class: "note" }, say("editor.chart.none")),
    ]));
  }

  place.append(
    choices([
      { label: say("editor.chart.label"), chosen: label, options: result.columns.map((name, at) => [at, name]) },
      {
        label: say("editor.chart.measure"),
        chosen: measure,
        options: [[ROWS, say("editor.chart.rows")], ...numeric.map((at) => [at, result.columns[at] ?? ""] as const)],
      },
    ], ([first = 0, second = ROWS]) => {
      [label, measure] = [first, second];
      void draw();
    }),
    drawing);
  await draw();
}
