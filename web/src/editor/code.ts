// The code editor: CodeMirror with the grammar of SPARQL, in the colours of the site.
import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import {
  HighlightStyle, bracketMatching, ensureSyntaxTree, indentOnInput, syntaxHighlighting, syntaxTree,
} from "@codemirror/language";
import { forceLinting, lintGutter, linter, type Diagnostic } from "@codemirror/lint";
import { EditorState, StateEffect, StateField, type Extension } from "@codemirror/state";
import {
  EditorView, drawSelection, highlightActiveLine, highlightSpecialChars, keymap, lineNumbers,
} from "@codemirror/view";
import type { Tree } from "@lezer/common";
import { styleTags, tags } from "@lezer/highlight";
import { SparqlLanguage } from "codemirror-lang-sparql";
import type { Speak } from "../common/page";
import type { Completer } from "./complete";
import { firstError } from "./syntax";

const theme = EditorView.theme({
  "&": {
    border: "1px solid var(--edge)", borderRadius: "8px", background: "var(--sheet)", color: "var(--ink)",
    fontSize: ".88rem", height: "var(--height, 25rem)", minHeight: "10rem", resize: "vertical", overflow: "hidden",
  },
  "&.cm-focused": { outline: "3px solid var(--accent)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6", overflow: "auto" },
  ".cm-content": { padding: ".6rem 0", caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { background: "var(--shade)", color: "var(--soft)", border: "0", borderRadius: "8px 0 0 8px" },
  ".cm-activeLine": { background: "transparent" },
  "&.cm-focused .cm-activeLine": { background: "color-mix(in srgb, var(--shade) 60%, transparent)" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    background: "color-mix(in srgb, var(--accent) 28%, transparent)",
  },
  "&.cm-focused .cm-matchingBracket": { background: "var(--accent-tint)", outline: "1px solid var(--accent)" },
  "&.cm-focused .cm-nonmatchingBracket": { background: "var(--warn-tint)" },
  ".cm-lintRange-error, .cm-lintRange-warning": {
    backgroundImage: "none", textDecoration: "underline wavy var(--warn) 2px", textUnderlineOffset: "3px",
  },
  ".cm-lintRange-error": { background: "var(--warn-tint)" },
  ".cm-tooltip": {
    background: "var(--sheet)", color: "var(--ink)", border: "1px solid var(--edge)", borderRadius: "6px",
    boxShadow: "var(--shadow)", overflow: "hidden",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    fontFamily: "var(--sans)", fontSize: ".88rem", maxHeight: "17rem", maxWidth: "min(34rem, 88vw)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: ".25rem .6rem", lineHeight: "1.5" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--accent)", color: "var(--on-accent)" },
  ".cm-completionLabel": { fontFamily: "var(--mono)" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-completionDetail": { fontStyle: "normal", color: "var(--soft)", marginLeft: "1em" },
  "li[aria-selected] .cm-completionDetail": { color: "inherit" },
  ".cm-tooltip.cm-completionInfo": {
    padding: ".5rem .8rem", maxWidth: "22rem", fontSize: ".86rem", lineHeight: "1.5", overflowWrap: "anywhere",
  },
  ".cm-about": { padding: ".5rem .8rem", maxWidth: "26rem", fontSize: ".86rem", lineHeight: "1.5", fontFamily: "var(--sans)" },
  ".cm-tooltip strong, .cm-tooltip small": { display: "block" },
  ".cm-tooltip small": { color: "var(--soft)" },
  ".cm-tooltip p": { margin: ".3rem 0 0" },
  ".cm-label": {
    marginLeft: ".4em", padding: "0 .45em", borderRadius: "4px", background: "var(--shade)", color: "var(--soft)",
    fontFamily: "var(--sans)", fontSize: ".92em", userSelect: "none",
  },
  ".cm-diagnostic": { padding: ".35rem .7rem", fontFamily: "var(--sans)", fontSize: ".86rem", whiteSpace: "pre-wrap" },
  ".cm-diagnostic-error, .cm-diagnostic-warning": { borderLeft: "4px solid var(--warn)" },
});

const colours = HighlightStyle.define([
  { tag: tags.comment, color: "var(--grey)", fontStyle: "italic" },
  { tag: tags.keyword, color: "var(--magenta)" },
  { tag: tags.variableName, color: "var(--blue)" },
  { tag: tags.string, color: "var(--green)" },
  { tag: tags.annotation, color: "var(--orange)" },
  { tag: [tags.integer, tags.float, tags.bool], color: "var(--orange)" },
  { tag: tags.url, color: "var(--teal)" },
  { tag: tags.typeName, color: "var(--purple)" },
]);

// the grammar's own colours leave language tags, prefixed names and nested variables out
const language = SparqlLanguage.configure({
  props: [styleTags({
    Var: tags.variableName,
    Langtag: tags.annotation,
    "Pname_ln Pname_ns": tags.typeName,
    IriRef: tags.url,
    A_predicate: tags.keyword,
  })],
});

const refused = StateEffect.define<Diagnostic | null>();
/** The place at which the endpoint found an error, until the query is changed. */
const refusal = StateField.define<Diagnostic | null>({
  create: () => null,
  update(held, transaction) {
    for (const effect of transaction.effects) if (effect.is(refused)) return effect.value;
    return transaction.docChanged ? null : held;
  },
});

// Over a selection Chromium itself would write the characters, with style attributes that the page's policy forbids.
const overwriting = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { data } = event;
    const { main } = view.state.selection;
    if (event.inputType !== "insertText" || data === null || main.empty || view.composing) return false;
    const typed = () => view.state.update(view.state.replaceSelection(data), { userEvent: "input.type" });
    const handlers = view.state.facet(EditorView.inputHandler);
    if (!handlers.some((handle) => handle(view, main.from, main.to, data, typed))) view.dispatch(typed());
    return true;
  },
});

export interface Wishes {
  readonly text: string;
  readonly label: string;
  readonly say: Speak;
  readonly completer: Completer;
  /** What helps to read a query. */
  readonly reading: Extension;
  readonly run: () => void;
  readonly changed: (query: string) => void;
}

export class Code {
  private readonly view: EditorView;

  constructor(readonly element: HTMLElement, wishes: Wishes) {
    const { say } = wishes;
    const run = (): boolean => {
      wishes.run();
      return true;
    };
    const marks = linter((view): Diagnostic[] => {
      const held = view.state.field(refusal);
      if (held) return [held];
      const { length } = view.state.doc;
      const tree = ensureSyntaxTree(view.state, length, 50);
      const error = length && tree ? firstError(tree, length) : undefined;
      return error ? [{ ...error, severity: "warning", message: say("editor.syntax") }] : [];
    }, {
      delay: 1200,
      needsRefresh: (update) => update.startState.field(refusal) !== update.state.field(refusal),
    });
    // in a shadow tree its style sheets are adopted, not written into the page, as the page's policy wants it
    this.view = new EditorView({
      parent: element.attachShadow({ mode: "open" }),
      state: EditorState.create({
        doc: wishes.text,
        extensions: [
          EditorState.tabSize.of(2),
          EditorState.phrases.of({
            Completions: say("editor.completions"), Diagnostics: say("editor.diagnostics"),
          }),
          EditorView.contentAttributes.of({ "aria-label": wishes.label, spellcheck: "false", autocapitalize: "off" }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) wishes.changed(update.state.doc.toString());
          }),
          keymap.of([
            { key: "Mod-Enter", run },
            { key: "Tab", run: acceptCompletion },
            ...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap,
          ]),
          lineNumbers(), highlightSpecialChars(), history(), drawSelection(), indentOnInput(), bracketMatching(),
          closeBrackets(), highlightActiveLine(), overwriting,
          autocompletion({ override: [wishes.completer.source], icons: false, maxRenderedOptions: 60 }),
          language, syntaxHighlighting(colours), theme, refusal, marks, lintGutter(),
          wishes.reading,
        ],
      }),
    });
  }

  get text(): string {
    return this.view.state.doc.toString();
  }

  set text(query: string) {
    const { state } = this.view;
    if (query === this.text) return;
    this.view.dispatch({ changes: { from: 0, to: state.doc.length, insert: query }, selection: { anchor: 0 } });
  }

  get tree(): Tree {
    return ensureSyntaxTree(this.view.state, this.view.state.doc.length, 200) ?? syntaxTree(this.view.state);
  }

  /** Put a text in the place of another. */
  replace(from: number, to: number, insert: string): void {
    this.view.dispatch({ changes: { from, to, insert } });
  }

  /**
   * Mark the place of an error and give it: lines and columns count from 1, in characters. The endpoint may name a place
   * behind the error, so where the grammar finds one before, that is it.
   */
  mark(message: string, line: number, column: number): { line: number; column: number } {
    const { doc } = this.view.state;
    const there = doc.line(Math.min(Math.max(line, 1), doc.lines));
    const units = [...there.text].slice(0, Math.max(column - 1, 0)).join("").length;
    const told = Math.min(there.from + units, there.to);
    const earlier = firstError(this.tree, doc.length);
    const from = earlier ? Math.min(earlier.from, told) : told;
    const at = doc.lineAt(from);
    const word = /^[^\s;.,{}()]+/.exec(doc.sliceString(from, at.to))?.[0].length ?? 1;
    // at the end of a line there is nothing to underline but what stands before
    const begin = from === at.to ? Math.max(at.from, from - 1) : from;
    const to = Math.max(begin, Math.min(from + word, at.to));
    this.view.dispatch({ effects: refused.of({ from: begin, to, severity: "error", message, source: "SPARQL" }) });
    forceLinting(this.view);
    return { line: at.number, column: [...doc.sliceString(at.from, begin)].length + 1 };
  }

  /** Take the mark away. */
  unmark(): void {
    this.view.dispatch({ effects: refused.of(null) });
    forceLinting(this.view);
  }

  /** Put the cursor at the marked place. */
  visit(): void {
    const at = this.view.state.field(refusal)?.from;
    if (at !== undefined) this.view.dispatch({ selection: { anchor: at }, scrollIntoView: true });
    this.view.focus();
  }
}
