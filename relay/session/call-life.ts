/** What lasts as long as a call: who stands before everyone's eyes (CALL1), what was written (CHAT2), whose page has told which key (E2E3). */

import type { ParticipantId } from "../../protocol/ids.ts";
import { CHAT_KEPT_LENGTH, CHAT_LINES_KEPT } from "../../protocol/limits.ts";
import type { Refusal } from "../../protocol/refusals.ts";
import { refusal } from "../../protocol/refusals.ts";
import type { ChatLine, Seat, Session } from "./session.ts";
import type { Turn } from "./turn.ts";

/** @param participantId null: nobody any more */
export function spotlight(turn: Turn, participantId: ParticipantId | null): Refusal | undefined {
  if (participantId === null) return without(turn, "spotlight");
  if (turn.session.seats[participantId] === undefined) return refusal("not-allowed", "There is nobody with this id in the session.");
  if (turn.session.spotlight !== participantId) turn.set({ spotlight: participantId });
  return undefined;
}

export function addLine(turn: Turn, { participantId, name }: Seat, { messageId, text }: { messageId: string; text: string }): void {
  const lines = [...(turn.session.chat ?? []), { id: messageId, from: participantId, name, text, at: turn.now }];
  turn.set({ chat: newest(lines) });
}

/** E2E3: the newest that a page tells counts. One that a call has no use for is not kept. */
export function tellKey(turn: Turn, seat: Seat | undefined, key: string): Refusal | undefined {
  if (turn.session.e2ee !== true) return refusal("not-allowed", "This session is not end-to-end encrypted.");
  if (seat !== undefined && seat.key !== key) turn.setSeat({ ...seat, key });
  return undefined;
}

/** A seat is free again: nobody looks at it any more, and with the last one what was written is gone. */
export function forget(turn: Turn, participantId: ParticipantId): void {
  if (turn.session.spotlight === participantId) without(turn, "spotlight");
  if (Object.keys(turn.session.seats).length === 0) without(turn, "chat");
}

function newest(lines: ChatLine[]): ChatLine[] {
  let length = 0;
  const tooLong = lines.findLastIndex(({ text }) => (length += text.length) > CHAT_KEPT_LENGTH);
  return lines.slice(Math.max(tooLong + 1, lines.length - CHAT_LINES_KEPT));
}

function without(turn: Turn, part: "spotlight" | "chat"): undefined {
  if (turn.session[part] === undefined) return;
  const { [part]: _gone, ...rest } = turn.session;
  turn.session = rest satisfies Session;
}
