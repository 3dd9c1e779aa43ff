// What the server tells a page's script: its language and words, where things are, and the limits.
import { find } from "./dom";

export interface Plan {
  readonly id: string;
  readonly iri: string;
}

export interface Settings {
  readonly language: "zh" | "en";
  /** What every IRI of the release begins with. */
  readonly base: string;
  readonly plans: readonly Plan[];
  /** Seconds that one query may take. */
  readonly timeout: number;
  readonly words: Readonly<Record<string, string>>;
}

/** Read the settings that the page carries as JSON. */
export function settings(): Settings {
  return JSON.parse(find("#settings").textContent ?? "") as Settings;
}

/** Give the words of a page: a message by its key, with its fields filled in. */
export function speaker(words: Settings["words"]): (key: string, fields?: Record<string, string | number>) => string {
  return (key, fields = {}) => {
    const text = words[key];
    if (text === undefined) throw new Error(`there is no message ${key}`);
    return text.replace(/\{(\w+)\}/g, (_, name: string) => String(fields[name] ?? ""));
  };
}

export type Speak = ReturnType<typeof speaker>;
