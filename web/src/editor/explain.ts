// What the names in a query mean: the label behind an IRI, and at the pointer what a class or property is.
import { syntaxTree } from "@codemirror/language";
import { StateEffect, type EditorState, type Extension, type Range } from "@codemirror/state";
import {
  Decoration, EditorView, ViewPlugin, WidgetType, hoverTooltip, type DecorationSet, type ViewUpdate,
} from "@codemirror/view";
import { h } from "../common/dom";
import type { Speak } from "../common/page";
import type { Names } from "./names";
import { prefixes } from "./syntax";
import { aboutWord, type Vocabulary } from "./vocabulary";

class Label extends WidgetType {
  constructor(private readonly text: string) {
    super();
  }

  override eq(other: Label): boolean {
    return other.text === this.text;
  }

  override toDOM(): HTMLElement {
    return h("span", { class: "cm-label" }, this.text);
  }
}

const learned = StateEffect.define<null>();

/** Find the IRIs of things that a query names between angle brackets: where each ends, and the IRI. */
function things(state: EditorState, base: string): (readonly [end: number, iri: string])[] {
  const found: (readonly [number, string])[] = [];
  syntaxTree(state).iterate({
    enter({ name, from, to, node }) {
      if (name !== "IriRef" || node.parent?.name === "PrefixDecl" || node.parent?.name === "BaseDecl") return;
      const iri = state.sliceDoc(from + 1, to - 1);
      if (iri.startsWith(`${base}id/`)) found.push([to, iri]);
    },
  });
  return found;
}

function labels(names: Names, base: string): Extension {
  return ViewPlugin.fromClass(class {
    decorations: DecorationSet = Decoration.none;

    constructor(view: EditorView) {
      this.look(view);
    }

    update(update: ViewUpdate): void {
      const told = update.transactions.some(({ effects }) => effects.some((effect) => effect.is(learned)));
      if (told || update.docChanged || syntaxTree(update.startState) !== syntaxTree(update.state)) this.look(update.view);
    }

    private look(view: EditorView): void {
      const found = things(view.state, base);
      const unknown = found.map(([, iri]) => iri).filter((iri) => !names.isAsked(iri));
      if (unknown.length) {
        void names.learn(unknown).then(() => view.dispatch({ effects: learned.of(null) }));
      }
      this.decorations = Decoration.set(found.flatMap(([end, iri]): Range<Decoration>[] => {
        const label = names.label(iri);
        return label ? [Decoration.widget({ widget: new Label(label), side: 1 }).range(end)] : [];
      }));
    }
  }, { decorations: (plugin) => plugin.decorations });
}

function hover(vocabulary: Vocabulary, say: Speak): Extension {
  return hoverTooltip(async (view, pos) => {
    const { state } = view;
    const node = syntaxTree(state).resolveInner(pos, 1);
    if (node.name !== "Pname_ln" && node.name !== "IriRef") return null;
    const text = state.sliceDoc(node.from, node.to);
    const [prefix = "", local = ""] = text.split(/:(.*)/s);
    const namespace = prefixes(syntaxTree(state), state.doc.toString()).get(prefix)?.namespace;
    const iri = node.name === "IriRef" ? text.slice(1, -1) : `${namespace}${local}`;
    const word = (await vocabulary.words().catch(() => [])).find((one) => one.iri === iri);
    if (!word) return null;
    return {
      pos: node.from,
      end: node.to,
      above: true,
      create: () => ({ dom: h("div", { class: "cm-about" }, aboutWord(word, say)) }),
    };
  });
}

/** Make the editor say what names mean. */
export function explained(names: Names, vocabulary: Vocabulary, base: string, say: Speak): Extension {
  return [labels(names, base), hover(vocabulary, say)];
}
