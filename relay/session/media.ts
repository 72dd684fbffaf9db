/** Where a call's media meets, as it stands in the document (MEDIA1, MEDIA2). When it shall move is the relay's to see (`media/topology.ts`). */

import type { Refusal } from "../../protocol/refusals.ts";
import { refusal } from "../../protocol/refusals.ts";
import type { Command } from "./command.ts";
import type { MediaPlace, Session } from "./session.ts";
import type { Turn } from "./turn.ts";

const FROM_THE_START: MediaPlace = { is: "mesh", epoch: 0 };

export function mediaOf(session: Session): MediaPlace {
  return session.media ?? FROM_THE_START;
}

/** Which room of which media server belongs to the session now; null: none. The name tells any relay whose it is (MEDIA7). */
export function roomOf(session: Session): { node: string; room: string } | null {
  const media = mediaOf(session);
  if (session.phase.is === "ended" || session.deleted === true || media.is === "mesh") return null;
  return { node: media.node, room: `${session.id}.${media.epoch}` };
}

export function moveMedia(
  turn: Turn,
  { epoch, to, lost }: Pick<Extract<Command, { type: "move-media" }>, "epoch" | "to" | "lost">,
): Refusal | undefined {
  const { session, now } = turn;
  const from = mediaOf(session);
  // Another relay was first, or the session is over: nothing is to be done any more.
  if (from.epoch !== epoch || session.phase.is === "ended") return refusal("not-allowed", "The media has moved already.");
  const death = lost && from.is === "sfu" ? { node: from.node, at: now } : from.lost;
  turn.set({ media: { ...to, epoch: epoch + 1, ...(death === undefined ? {} : { lost: death }) } });
  return undefined;
}

/**
 * Whoever takes the seat that is one too many for the way the call goes moves it with the same commit (MEDIA1). Otherwise everyone would
 * first see one more on the old way, begin a connection to that one, make all pictures smaller, and take both back a moment later.
 */
export function outgrow(turn: Turn): void {
  const { is, epoch } = mediaOf(turn.session);
  const node = is === "mesh" ? turn.context.sfuFor?.(turn.session) : undefined;
  if (node !== undefined) moveMedia(turn, { epoch, to: { is: "sfu", node }, lost: false });
}
