// A query that finds nothing because a text in it has no language: what to write instead.
import { h } from "../common/dom";
import type { Speak } from "../common/page";
import { quoted, type Client } from "./client";
import { isChinese, type Literal } from "./syntax";

/** Texts that are looked up: each is a query. */
const MOST = 5;

/** Give the language to write a text in. */
export function languageOf(text: string): "zh" | "en" {
  return isChinese(text) ? "zh" : "en";
}

/**
 * Say for texts without language how to write them, with a button that does so. Texts that are not Chinese are named
 * only where the release holds them in English; without a text to name there is no hint.
 */
export async function hint(
  found: readonly Literal[], client: Client, say: Speak, mend: () => void,
): Promise<HTMLElement | undefined> {
  const named: Literal[] = [];
  let held = false;
  for (const literal of found.slice(0, MOST)) {
    const tagged = `${quoted(literal.text)}@${languageOf(literal.text)}`;
    const known = await client.run(`ASK { ?thing ?property ${tagged} }`).then(({ truth }) => truth === true, () => false);
    held ||= known;
    if (known || isChinese(literal.text)) named.push(literal);
  }
  const [first] = named;
  if (!first) return undefined;
  const tagged = `"${first.text}"@${languageOf(first.text)}`;
  return h("div", { class: "hint", role: "note" },
    h("p", {}, say(held ? "editor.hint.held" : "editor.hint", { text: `"${first.text}"`, tagged })),
    h("button", { type: "button", class: "plain", click: mend }, say("editor.hint.mend")));
}
