/**
 * One decision in the making: the document as it stands so far, and what happened. The document is replaced, never changed in place,
 * so the caller's copy stays as it was and an untouched document is the very same object at the end.
 */

import type { GuestId, InviteId, ParticipantId } from "../../protocol/ids.ts";
import type { Actor } from "./command.ts";
import type { Context, GuestState, Seat, Session, SessionEvent, SessionGuest, SessionInvite } from "./session.ts";

/** `Omit` over a union, member by member. */
type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

export class Turn {
  readonly events: SessionEvent[] = [];
  #posted = 0;

  constructor(
    public session: Session,
    readonly context: Context,
    /** Who is said to have caused what happens: see `SessionEvent.by`. */
    public by: string,
  ) {}

  get now(): number {
    return this.context.now;
  }

  /** The next event that the outbox has not seen yet. */
  nextUnposted(): SessionEvent | undefined {
    return this.#posted < this.events.length ? this.events[this.#posted++] : undefined;
  }

  happened(event: Without<SessionEvent, "at" | "by">): void {
    this.events.push({ at: this.now, by: this.by, ...event });
  }

  set(changes: Partial<Session>): void {
    this.session = { ...this.session, ...changes };
  }

  setGuest(guest: SessionGuest): void {
    this.set({ guests: { ...this.session.guests, [guest.id]: guest } });
  }

  setGuestState(id: GuestId, state: GuestState): void {
    const guest = this.session.guests[id];
    if (guest !== undefined) this.setGuest({ ...guest, state });
  }

  setInvite(invite: SessionInvite): void {
    this.set({ invites: { ...this.session.invites, [invite.id]: invite } });
  }

  invite(id: InviteId): SessionInvite | undefined {
    return this.session.invites[id];
  }

  setSeat(seat: Seat): void {
    this.set({ seats: { ...this.session.seats, [seat.participantId]: seat } });
  }

  dropSeat(id: ParticipantId): void {
    const { [id]: _gone, ...seats } = this.session.seats;
    this.set({ seats });
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
