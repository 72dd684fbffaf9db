/** A clinic's own message as blocks of a mail, with the one button at its place. */

import type { Paragraph } from "../../../protocol/message-paragraphs.ts";
import { aroundButton, paragraphs } from "../../../protocol/message-paragraphs.ts";
import type { Piece } from "../../../protocol/message-template.ts";
import type { Block, Run } from "./mail-page.ts";

export function messageBlocks(pieces: readonly Piece[], button: Block): Block[] {
  const { before, after } = aroundButton(paragraphs(pieces));
  return [...before.map(block), button, ...after.map(block)];
}

function block({ lines, name }: Paragraph): Block {
  return { is: "paragraph", lines: lines.map((line) => line.map(run)), name };
}

function run({ text, variable }: Piece): Run {
  if (variable === "joinUrl") return { text, href: text };
  return variable === "startsAt" ? { text, strong: true } : { text };
}
