/** A clinic's own message as blocks of a mail, with the one button at its place. */

import type { Piece } from "../../../protocol/message-template.ts";
import type { Block, Run } from "./mail-page.ts";

export type Paragraph = Extract<Block, { is: "paragraph" }> & {
  /** Its last line is the clinic's or the host's name and nothing else. */
  signs: boolean;
  /** It is the link and nothing else. */
  link: boolean;
};

/** The filled-in message as paragraphs: an empty line ends one, a line break stays one. */
export function paragraphs(pieces: readonly Piece[]): Paragraph[] {
  const all: Piece[][][] = [[[]]];
  for (const piece of pieces) {
    // A value is one line by now, and no template: only the writer's own line breaks count.
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
        is: "paragraph",
        lines: lines.map((line) => line.map(run)),
        name: whole.length === 1 && whole[0]?.variable !== undefined,
        signs: names.length === 1 && (names[0]?.variable === "clinicName" || names[0]?.variable === "hostName"),
        link: whole.length === 1 && whole[0]?.variable === "joinUrl",
      };
    });
}

function run({ text, variable }: Piece): Run {
  if (variable === "joinUrl") return { text, href: text };
  return variable === "startsAt" ? { text, strong: true } : { text };
}

/** One button: where the message has the link on a line of its own, otherwise before the sign-off, otherwise at the end. */
export function withButton(all: readonly Paragraph[], button: Block): Block[] {
  const own = all.findIndex((each) => each.link);
  const at = own >= 0 ? own : all.at(-1)?.signs === true && all.length > 1 ? all.length - 1 : all.length;
  const plain = all.filter((each) => !each.link).map(({ is, lines, name }): Block => ({ is, lines, name: name === true }));
  return [...plain.slice(0, at), button, ...plain.slice(at)];
}
