/** What keeps a message from being saved or sent, and what its writer may have meant. Pure. */

import type { Message, Variable } from "../../protocol/message-template.ts";
import { parseTemplate, VARIABLES } from "../../protocol/message-template.ts";

export type MessagePart = keyof Message;

/** Something nobody can fill in, at its place in the text (UTF-16 code units). */
export interface Unknown {
  text: string;
  from: number;
  to: number;
  /** What is named almost like it. */
  meant?: Variable;
}

export interface PartProblems {
  empty: boolean;
  unknown: Unknown[];
}

export function problemsIn(message: Message): Record<MessagePart, PartProblems> {
  return { subject: problemsOf(message.subject), body: problemsOf(message.body) };
}

export function problemsOf(text: string): PartProblems {
  return {
    empty: text.trim() === "",
    unknown: parseTemplate(text).unknown.map(({ name, text: written, from, to }) => {
      const meant = nearest(name);
      return { text: written, from, to, ...(meant === undefined ? {} : { meant }) };
    }),
  };
}

export function isSound(message: Message): boolean {
  return Object.values(problemsIn(message)).every(({ empty, unknown }) => !empty && unknown.length === 0);
}

/** A slip of the keyboard or two away, or the same but for spaces and capitals. */
const NEAR = 3;

function nearest(name: string): Variable | undefined {
  const written = name.replaceAll(/[\s_-]/gu, "").toLowerCase();
  const [best] = VARIABLES.map((variable) => ({ variable, far: distance(written, variable.toLowerCase()) })).toSorted(
    (a, b) => a.far - b.far,
  );
  return best !== undefined && best.far <= Math.min(NEAR, written.length - 1) ? best.variable : undefined;
}

/** Letters to add, leave out or change to make one of the other (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** Where something put in at the caret goes: not into the middle of another place to fill in. */
export function insertionAt(text: string, caret: number): number {
  const within = parseTemplate(text).parts.find(({ is, from, to }) => is !== "text" && from < caret && caret < to);
  return within?.to ?? caret;
}

/** `{{name}}` with the blanks it needs so as not to stick to the words on either side. */
export function insertion(variable: Variable, text: string, from: number, to: number): string {
  const before = /[\p{L}\p{N}}.,;:!?]$/u.test(text.slice(0, from)) ? " " : "";
  const after = /^[\p{L}\p{N}{]/u.test(text.slice(to)) ? " " : "";
  return `${before}{{${variable}}}${after}`;
}
