/**
 * The one place where a session's state moves: `decide(session, command, context)` gives the new document with what happened,
 * or a refusal. Pure: no clock, no I/O, no randomness. Whatever it is given, it never throws and never changes its input.
 */

import type { Refusal } from "../../protocol/refusals.ts";
import type { Command } from "./command.ts";
import type { Context, Session, SessionEvent } from "./session.ts";

export type Decision =
  | {
      ok: true;
      /** `null`: deleted. The very same object as before: nothing changed, nothing to commit. */
      session: Session | null;
      events: SessionEvent[];
      reply: Reply;
    }
  | {
      ok: false;
      refusal: Refusal;
      /** What lapsed by the clock is settled even when the command is refused; the same object when nothing did. */
      session: Session | null;
      events: SessionEvent[];
    };

/** What the caller may want to know beyond the new document. */
export interface Reply {
  /** `admit-all`: how many got in, how many the seats were too few for. */
  admitted?: number;
  left?: number;
  /** `invite`: the invites that the call's recipients now have, in their order (an address already invited keeps its invite). */
  inviteIds?: import("../../protocol/ids.ts").InviteId[];
}

export declare function decide(session: Session | null, command: Command, context: Context): Decision;
