// What all views of a result get.
import type { Speak } from "../../common/page";
import type { Names } from "../names";
import type { Result } from "../result";

export interface Context {
  readonly result: Result;
  readonly names: Names;
  readonly say: Speak;
}

/** Draws a result into an empty element. */
export type View = (place: HTMLElement, context: Context) => Promise<void> | void;

/** Write a count for people. */
export function count(value: number): string {
  return value.toLocaleString("en-US");
}
