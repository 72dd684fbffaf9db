/**
 * Decisions in the making, one after the other: the document as it stands so far, and what happened. What came in is copied where it changes, never changed
 * in place, so the caller's copy stays as it was and an untouched document is the very same object at the end.
 */

import type { GuestId, InviteId, ParticipantId } from "../../protocol/ids.ts";
import type { Actor } from "./command.ts";
import type { Context, GuestState, Seat, Session, SessionEvent, SessionGuest, SessionInvite } from "./session.ts";

/** `Omit` over a union, member by member. */
type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

export class Turn {
  events: SessionEvent[] = [];
  #posted = 0;
  /** Objects of this turn's own making. */
  readonly #made = new Set<object>();

  constructor(
    public session: Session,
    readonly context: Context,
    /** Who is said to have caused what happens: see `SessionEvent.by`. */
    public by: string,
  ) {}

  get now(): number {
    return this.context.now;
  }

  /** The next command's: what the ones before made may still be changed. */
  begin(session: Session, by: string): void {
    this.session = session;
    this.by = by;
    this.events = [];
    this.#posted = 0;
  }

  /** The next event that the outbox has not seen yet. */
  nextUnposted(): SessionEvent | undefined {
    return this.#posted < this.events.length ? this.events[this.#posted++] : undefined;
  }

  happened(event: Without<SessionEvent, "at" | "by">): void {
    this.events.push({ ...event, at: this.now, by: this.by });
  }

  /** From here on nothing that was made so far is changed: the document as it stands may be kept by whoever asks for it now. */
  keep(): Session {
    this.#made.clear();
    return this.session;
  }

  set(changes: Partial<Session>): void {
    if (this.#made.has(this.session)) Object.assign(this.session, changes);
    else this.#made.add((this.session = { ...this.session, ...changes }));
  }

  setGuest(guest: SessionGuest): void {
    this.#own("guests")[guest.id] = guest;
  }

  dropGuest(id: GuestId): void {
    delete this.#own("guests")[id];
  }

  setGuestState(id: GuestId, state: GuestState): void {
    const guest = this.session.guests[id];
    if (guest !== undefined) this.setGuest({ ...guest, state });
  }

  setInvite(invite: SessionInvite): void {
    this.#own("invites")[invite.id] = invite;
  }

  invite(id: InviteId): SessionInvite | undefined {
    return this.session.invites[id];
  }

  setSeat(seat: Seat): void {
    this.#own("seats")[seat.participantId] = seat;
  }

  dropSeat(id: ParticipantId): void {
    delete this.#own("seats")[id];
  }

  /** A part of the document that this turn made itself, and so may change: copied once, however many changes there are. */
  #own<Part extends "guests" | "invites" | "seats">(part: Part): Session[Part] {
    const is = this.session[part];
    if (this.#made.has(is)) return is;
    const made = { ...is };
    this.#made.add(made);
    this.set({ [part]: made });
    return made;
  }
}

export function nameOf(actor: Actor): string {
  switch (actor.role) {
    case "host":
      return actor.hostId;
    case "guest":
      return actor.guestId;
    case "vendor":
      return actor.hostId ?? actor.role;
    case "clock":
      return actor.role;
  }
}
