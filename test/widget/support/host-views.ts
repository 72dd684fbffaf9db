/** A believable session as hosts see it: Noor's family session at Riverside Counselling. */

import { DEFAULT_MESSAGE } from "../../../protocol/message-template.ts";
import type {
  Contact,
  DefaultMessageView,
  Guest,
  HostedParticipant,
  HostView,
  Invite,
  SessionInfo,
  WaitingSummary,
} from "../../../protocol/views.ts";
import type { GuestId, InviteId, SessionId } from "../../../protocol/ids.ts";

/** A well-formed id that says what it names. */
export const idOf = <P extends string>(prefix: P, name: string): `${P}_${string}` =>
  `${prefix}_${name.replaceAll(".", "-").padEnd(22, "0").slice(0, 22)}`;
export const sessionId: SessionId = idOf("ses", "family");
export const inviteId = (name: string): InviteId => idOf("inv", name);
export const guestId = (name: string): GuestId => idOf("gst", name);
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

export const contacts: Contact[] = [
  { id: "c1", name: "Samir Haddad", email: "samir.haddad@example.com", relation: "linked-account", relationLabel: "Father" },
  {
    id: "c2",
    name: "Leila Karam",
    email: "l.karam@eastside-school.example",
    relation: "alternate-contact",
    relationLabel: "School counsellor",
  },
  { id: "c3", name: "Dina Haddad", email: "dina.h@example.com", relation: "alternate-contact", relationLabel: "Grandmother" },
];

export function sessionInfo(more: Partial<SessionInfo> = {}): SessionInfo {
  return {
    id: sessionId,
    title: "Family session, Noor Haddad",
    service: "Family session",
    hosts: [{ id: "maya", name: "Dr. Maya Osei" }],
    startsAt: "2026-11-24T15:00:00.000Z",
    durationMinutes: 110,
    timeZone: "America/Toronto",
    clientRef: "noor",
    e2ee: false,
    linkSharing: true,
    locked: false,
    state: "scheduled",
    opensAt: "2026-11-24T14:30:00.000Z",
    closesAt: "2026-11-24T17:20:00.000Z",
    createdAt: "2026-11-20T15:00:00.000Z",
    ...more,
  };
}

export function invite(name: string, more: Partial<Invite> = {}): Invite {
  const contact = contacts.find((each) => each.name.toLowerCase().startsWith(name));
  return {
    id: inviteId(name),
    name: contact?.name ?? "",
    email: contact?.email ?? `${name}@interpreters.example`,
    relation: contact?.relation ?? "other",
    ...(contact === undefined ? {} : { contactId: contact.id }),
    url: `https://clinic.example/join#k1.${name}`,
    createdAt: ago(60),
    history: [],
    ...more,
  };
}

/** Of a session that is over: no link, though nobody stopped it. */
export function past(name: string, more: Partial<Invite> = {}): Invite {
  const { url: _url, ...rest } = invite(name, more);
  return rest;
}

export const stopped = (name: string, more: Partial<Invite> = {}): Invite => past(name, { revokedAt: ago(20), ...more });

export function waiting(name: string, more: Partial<Guest> = {}): Guest {
  return {
    guestId: guestId(name),
    name,
    inviteId: inviteId(name.toLowerCase()),
    invitedAs: `${name.toLowerCase().replaceAll(" ", ".")}@interpreters.example`,
    since: ago(2),
    here: true,
    ...more,
  };
}

export function inside(name: string, more: Partial<HostedParticipant> = {}): HostedParticipant {
  return {
    participantId: guestId(name),
    name,
    role: "guest",
    inviteId: inviteId(name),
    muted: false,
    cameraOff: false,
    sharing: false,
    handRaised: false,
    seatedAt: ago(5),
    connected: true,
    instance: idOf("ins", name),
    order: 2,
    ...more,
  };
}

export function hostView(more: Partial<HostView> = {}): HostView {
  return {
    version: 1,
    session: sessionInfo(),
    seats: { taken: more.participants?.length ?? 0, limit: 16 },
    topology: "none",
    waiting: [],
    participants: [],
    invites: [],
    me: null,
    ...more,
  };
}

/** Picture 7: somebody in every state. */
export function busyView(more: Partial<HostView> = {}): HostView {
  return hostView({
    version: 7,
    seats: { taken: 5, limit: 16 },
    invites: [
      invite("samir"),
      invite("ana"),
      invite("dina", { openedAt: ago(30) }),
      invite("leila"),
      stopped("j.marsh", { email: "j.marsh@example.com" }),
    ],
    waiting: [waiting("Ana")],
    participants: [inside("samir", { name: "Samir" })],
    ...more,
  });
}

export function summary(more: Partial<WaitingSummary> = {}): WaitingSummary {
  return {
    sessionId,
    version: 1,
    title: "Family session, Noor Haddad",
    startsAt: "2026-11-24T15:00:00.000Z",
    seats: { taken: 1, limit: 16 },
    hostPresent: false,
    locked: false,
    waiting: [],
    ...more,
  };
}

/** The standard message, at a relay that sends mails, as an administrator sees it. */
export function defaultMessage(more: Partial<DefaultMessageView> = {}): DefaultMessageView {
  return { message: DEFAULT_MESSAGE, custom: false, editable: true, clinicName: "Riverside Counselling", mails: true, ...more };
}

/** Someone whose mail is in this state; it went out `secondsAgo`. */
export function mailed(name: string, secondsAgo: number, more: Partial<Invite> = {}): Invite {
  const at = new Date(Date.now() - secondsAgo * 1_000).toISOString();
  return invite(name, {
    status: "sent",
    sentAt: at,
    history: [
      { at, what: "created" },
      { at, what: "queued" },
      { at, what: "sent" },
    ],
    ...more,
  });
}
