// The card of what is chosen. Sentences are those of the table, so picture and table say the same.
import { h } from "../common/dom";
import type { Speak } from "../common/page";
import type { Link, Node, View } from "./model";

export interface Deeds {
  readonly choose: (chosen: { node?: string; links?: readonly string[] }) => void;
  readonly open: (node: string) => void;
  readonly shut: (node: string) => void;
  readonly from: (node: string) => void;
  readonly close: () => void;
}

export class Cards {
  readonly #nodes: ReadonlyMap<string, Node>;
  readonly #links: ReadonlyMap<string, Link>;

  constructor(readonly view: View, readonly say: Speak, readonly otherLanguage: string, readonly deeds: Deeds) {
    this.#nodes = new Map(view.nodes.map((node) => [node.id, node]));
    this.#links = new Map(view.links.map((link) => [link.key, link]));
  }

  has(id: string): boolean {
    return this.#nodes.has(id) || this.#links.has(id);
  }

  /** The card of a node: what it is, where to read on, what it is linked to. */
  node(id: string): HTMLElement[] {
    const node = this.#nodes.get(id);
    if (!node) return [];
    const around = this.view.links.filter((link) => link.source === id || link.target === id);
    const items = around.map((link) => {
      const other = this.#nodes.get(link.source === id ? link.target : link.source);
      return h("li", {},
        h("button", { type: "button", class: "other", click: () => this.deeds.choose({ node: other?.id ?? "" }) }, other?.label),
        h("button", { type: "button", class: "said-by", click: () => this.deeds.choose({ links: [link.key] }) },
          `${link.words} · ${this.#times(link.key)}`));
    });
    return [
      this.#close(),
      h("h2", {}, node.label),
      h("p", { class: "what" }, [node.kindLabel, node.section, this.say("network.card.named", { count: node.named })]
        .filter((text, at) => text && (at < 2 || node.named)).join(" · ")),
      h("p", { class: "other-name", lang: this.otherLanguage }, node.other),
      h("p", {}, h("a", { href: node.address }, this.say("network.card.page"))),
      this.#deeds(node, around.length),
      h("h3", {}, this.say("network.card.neighbours", { count: node.degree })),
      h("ul", { class: "around" }, ...items),
    ];
  }

  /** The card of the links between two nodes: how they are linked, and the sentences that say so. */
  links(keys: readonly string[]): HTMLElement[] {
    const found = keys.map((key) => this.#links.get(key)).filter((link) => link !== undefined);
    return found.length ? [this.#close(), ...found.flatMap((link) => this.#link(link))] : [];
  }

  #link(link: Link): HTMLElement[] {
    const end = (id: string) =>
      h("button", { type: "button", class: "other", click: () => this.deeds.choose({ node: id }) }, this.#nodes.get(id)?.label);
    const sentences = document.querySelector(`#link-${link.key} .said`)?.cloneNode(true) as HTMLElement | undefined;
    return [
      h("div", { class: "ends" }, end(link.source), h("span", {}, link.words), end(link.target)),
      ...(link.chance ? [h("p", { class: "note chance" }, link.chance)] : []),
      h("h3", {}, this.say("network.card.sentences", { count: sentences?.children.length ?? 0 })),
      sentences ?? h("p"),
    ];
  }

  #times(key: string): string {
    return document.querySelector(`#link-${key} summary`)?.textContent ?? "";
  }

  #close(): HTMLElement {
    return h("button", { type: "button", class: "plain close", click: () => this.deeds.close() }, this.say("network.card.close"));
  }

  /** What can be done with a node: show more of its links, with a warning before many, or look for a path from it. */
  #deeds(node: Node, shown: number): HTMLElement {
    const more = node.more - shown;
    const told = h("p", { class: "note", role: "status" });
    const open = h("button", { type: "button", class: "plain open", click: () => {
      if (node.more > this.view.budget && !told.textContent) {
        told.textContent = this.say("network.card.open.hub", { count: node.more, budget: this.view.budget });
      } else {
        this.deeds.open(node.id);
      }
    } }, this.say("network.card.open", { count: more }));
    const shut = h("button", { type: "button", class: "plain shut", click: () => this.deeds.shut(node.id) }, this.say("network.card.shut"));
    const opened = this.view.opened.includes(node.id);
    return h("div", { class: "deeds" },
      opened ? shut : more > 0 && open,
      h("button", { type: "button", class: "plain from", click: () => this.deeds.from(node.id) }, this.say("network.card.path")),
      told);
  }
}
