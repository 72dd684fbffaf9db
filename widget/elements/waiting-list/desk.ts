/** What the list and its parts know of each other. */

import type { GuestId, SessionId } from "../../../protocol/ids.ts";
import type { Refusal, Result } from "../../../protocol/refusals.ts";
import type { Guest, WaitingSummary } from "../../../protocol/views.ts";
import type { LinkedTag } from "../../session/host-link.ts";
import type { Waiter } from "./waiting-news.ts";

/** Detail of the list's events. */
export interface GuestDetail {
  guest: Guest;
  sessionId: SessionId;
}

/** The tag, as its parts see it. */
export interface WaitingTag extends LinkedTag {
  readonly sessionId: string;
  readonly compact: boolean;
  readonly muted: boolean;
  readonly notify: boolean;
  readonly renderRoot: ParentNode;
}

/** What is to be shown: nothing yet, why not, or the sessions in which someone waits. */
export type Shown = { is: "loading" } | { is: "refused"; refusal: Refusal } | { is: "ready"; sessions: WaitingSummary[]; stale: boolean };

/** What is known and can be asked for, as the rows and notes see it. */
export interface Desk {
  readonly tag: WaitingTag;
  readonly locale: string;
  readonly shown: Shown;
  /** Whoever looks at the page sees the list itself. */
  readonly onScreen: boolean;
  /** How many wait. */
  readonly count: number;
  /** What the last request was refused with, in words. */
  readonly error: string | undefined;
  /** Notifications of the system: to be offered, or not. */
  readonly offersNotices: boolean;
  allowNotices(): Promise<void>;
  waiter(guestId: GuestId): Waiter | undefined;
  /** Something is being decided about this guest. */
  busy(guestId: GuestId): boolean;
  /** The notes at the window's corner are not needed any more. */
  forgetNotes(): void;
  /** Does `then` once the guest's row is gone. */
  afterwards(guestId: GuestId, then: () => void): void;
  admit(guestId: GuestId): Promise<Result<unknown>>;
  deny(guestId: GuestId): Promise<Result<unknown>>;
  /** Everybody of one session, or of all that are listed. */
  admitAll(only?: SessionId): Promise<Result<{ admitted: number; left: number }>>;
  /** To one, or to everybody of one session, or of all that are listed. */
  message(text: string, guestId?: GuestId, only?: SessionId): Promise<Result<unknown>>;
}
