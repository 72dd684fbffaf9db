/** A filled-in message as the paragraphs of a mail, and where its one button stands: the same in the mail and in its preview. */

import type { Piece } from "./message-template.ts";

export interface Paragraph {
  lines: Piece[][];
  /** It is but a name or another value, which stands on the mail's own side in whatever script. */
  name: boolean;
  /** Its last line is the clinic's or the host's name and nothing else. */
  signs: boolean;
  /** It is the link and nothing else. */
  link: boolean;
}

/** An empty line ends a paragraph, a line break stays one. */
export function paragraphs(pieces: readonly Piece[]): Paragraph[] {
  const all: Piece[][][] = [[[]]];
  for (const piece of pieces) {
    // A value is one line, and no template: only the writer's own line breaks count.
    const lines = piece.variable === undefined ? piece.text.split("\n") : [piece.text];
    lines.forEach((text, index) => {
      if (index > 0) {
        const current = all.at(-1) ?? [];
        if ((current.at(-1) ?? []).every((each) => each.text.trim() === "")) all.push([[]]);
        else current.push([]);
      }
      if (text !== "")
        all
          .at(-1)
          ?.at(-1)
          ?.push({ ...piece, text });
    });
  }
  return all
    .map((lines) => lines.filter((line) => line.some((each) => each.text.trim() !== "")))
    .filter((lines) => lines.length > 0)
    .map((lines) => {
      const names = (lines.at(-1) ?? []).filter((each) => each.text.trim() !== "");
      const whole = lines.flat().filter((each) => each.text.trim() !== "");
      return {
        lines,
        name: whole.length === 1 && whole[0]?.variable !== undefined,
        signs: names.length === 1 && (names[0]?.variable === "clinicName" || names[0]?.variable === "hostName"),
        link: whole.length === 1 && whole[0]?.variable === "joinUrl",
      };
    });
}

/** What stands before the button and after it: it takes the place of the link on a line of its own, else it is before the sign-off, else last. */
export function aroundButton(all: readonly Paragraph[]): { before: Paragraph[]; after: Paragraph[] } {
  const own = all.findIndex((each) => each.link);
  const at = own >= 0 ? own : all.at(-1)?.signs === true && all.length > 1 ? all.length - 1 : all.length;
  const plain = all.filter((each) => !each.link);
  return { before: plain.slice(0, at), after: plain.slice(at) };
}
