// Choices of columns above a drawing.
import { h } from "../../common/dom";

export interface Choice {
  readonly label: string;
  readonly options: readonly (readonly [value: number, name: string])[];
  readonly chosen: number;
}

/** Make labelled selects; ``changed`` gets all values, in order, at every change. */
export function choices(asked: readonly Choice[], changed: (values: number[]) => void): HTMLElement {
  const selects = asked.map(({ options, chosen }) => {
    const select = h("select", {}, ...options.map(([value, name]) => h("option", { value }, name)));
    select.value = String(chosen);
    select.addEventListener("change", () => changed(selects.map((one) => Number(one.value))));
    return select;
  });
  return h("div", { class: "choices" }, ...asked.map(({ label }, at) => h("label", {}, `${label} `, selects[at])));
}
