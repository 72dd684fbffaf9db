/**
 * What each party may see of a session (VIEW2, VIEW3, WAIT2). Pure projections of the document; the edges push them.
 * The views of the unadmitted are built from an `Outline`, which has no roster in it, so they cannot leak one.
 */

import type { GuestId, InstanceId, ParticipantId } from "../../protocol/ids.ts";
import type {
  ChatMessage,
  Guest,
  GuestView,
  HostedParticipant,
  HostView,
  InvitationInfo,
  Participant,
  Seats,
  SessionInfo,
  Topology,
  WaitingMessage,
  WaitingSummary,
} from "../../protocol/views.ts";
import { DENIED_PAUSE_MS } from "../../protocol/limits.ts";
import { waitingGuests } from "./admission.ts";
import type { GuestActor } from "./command.ts";
import { inviteView, iso } from "./invite-view.ts";
import type { LinkFor } from "./invite-view.ts";
import { closesAt, hostSeated, opensAt } from "./schedule.ts";
import { seatsTaken } from "./seats.ts";
import type { GuestState, Seat, Session, SessionGuest, SessionPolicy } from "./session.ts";
import { linkCounts } from "./link.ts";
import { ownRecord } from "./standing.ts";

/** A document with its version, as the store keeps it. */
export interface Versioned {
  version: number;
  session: Session;
}

export function sessionInfo(session: Session, policy: SessionPolicy): SessionInfo {
  const { phase } = session;
  return {
    id: session.id,
    title: session.title,
    service: session.service,
    hosts: session.hosts,
    startsAt: iso(session.startsAt),
    durationMinutes: session.durationMinutes,
    timeZone: session.timeZone,
    ...(session.clientRef === undefined ? {} : { clientRef: session.clientRef }),
    linkSharing: session.linkSharing,
    e2ee: session.e2ee === true,
    locked: session.locked,
    state: phase.is,
    opensAt: iso(opensAt(session, policy)),
    closesAt: iso(closesAt(session, policy)),
    createdAt: iso(session.createdAt),
    ...(phase.is === "scheduled" || phase.startedAt === undefined ? {} : { startedAt: iso(phase.startedAt) }),
    ...(phase.is === "ended" ? { endedAt: iso(phase.endedAt), endReason: phase.reason } : {}),
  };
}

export function seatsView(session: Session, policy: SessionPolicy): Seats {
  return { taken: seatsTaken(session), limit: policy.seatLimit };
}

function participantView(seat: Seat): Participant {
  return {
    participantId: seat.participantId,
    name: seat.name,
    role: seat.role,
    muted: seat.muted,
    cameraOff: seat.cameraOff,
    sharing: seat.sharing,
    handRaised: seat.handRaised,
    seatedAt: iso(seat.seatedAt),
    connected: seat.presence.is === "here",
    instance: seat.presence.instance,
    order: seat.order,
    ...(seat.offeredBy === undefined ? {} : { offeredBy: seat.offeredBy }),
    ...(seat.key === undefined ? {} : { key: seat.key }),
  };
}

/** By arrival, and stable: a reload does not move anybody's tile. */
function participantViews(session: Session): Participant[] {
  return Object.values(session.seats)
    .sort((a, b) => a.seatedAt - b.seatedAt || (a.participantId < b.participantId ? -1 : 1))
    .map(participantView);
}

/** Hosts are told which invite a guest came with, so that their list of invitees can say who is inside. */
function hosted(session: Session, participant: Participant): HostedParticipant {
  const guest = participant.role === "guest" ? session.guests[participant.participantId as GuestId] : undefined;
  return guest === undefined ? participant : { ...participant, inviteId: guest.inviteId };
}

function waitingView(session: Session, guest: SessionGuest): Guest {
  const invite = session.invites[guest.inviteId];
  return {
    guestId: guest.id,
    name: guest.name,
    inviteId: guest.inviteId,
    invitedAs: invite?.email ?? invite?.label ?? invite?.name ?? "",
    since: iso(guest.since),
    ...(guest.sameLinkAs === undefined ? {} : { sameLinkAs: guest.sameLinkAs }),
    here: guest.state.is === "waiting" && guest.state.presence.is === "here",
  };
}

export function hostView(
  { version, session }: Versioned,
  { me, linkFor, policy }: { me: ParticipantId | null; linkFor: LinkFor; policy: SessionPolicy },
): HostView {
  return {
    version,
    session: sessionInfo(session, policy),
    seats: seatsView(session, policy),
    topology: topologyOf(session),
    ...epochOf(session),
    ...spotlightOf(session),
    waiting: waitingGuests(session).map((guest) => waitingView(session, guest)),
    participants: participantViews(session).map((each) => hosted(session, each)),
    invites: Object.values(session.invites)
      .sort((a, b) => a.createdAt - b.createdAt)
      .map((invite) => inviteView(session, invite, linkFor)),
    me,
  };
}

export function waitingSummary({ version, session }: Versioned, policy: SessionPolicy): WaitingSummary {
  return {
    sessionId: session.id,
    version,
    title: session.title,
    startsAt: iso(session.startsAt),
    seats: seatsView(session, policy),
    hostPresent: hostSeated(session),
    locked: session.locked,
    waiting: waitingGuests(session).map((guest) => waitingView(session, guest)),
  };
}

/** A call of one is none yet, whatever its media's place (MEDIA1). */
function topologyOf(session: Session): Topology {
  return seatsTaken(session) < 2 ? "none" : (session.media?.is ?? "mesh");
}

/** The newest move of the media; which server it is nobody needs to know (MEDIA5). */
function epochOf({ media }: Session): { mediaEpoch?: number } {
  return media === undefined ? {} : { mediaEpoch: media.epoch };
}

/** E2E1 */
function e2eeOf({ e2ee }: Pick<Session, "e2ee">): { e2ee?: true } {
  return e2ee === true ? { e2ee } : {};
}

/** CALL1 */
function spotlightOf({ spotlight }: Session): { spotlight?: ParticipantId } {
  return spotlight === undefined ? {} : { spotlight };
}

/** The lines of chat that whoever is seated may read (CHAT2). */
export function chatLines({ chat = [] }: Session): ChatMessage[] {
  return chat.map((line) => ({ ...line, at: iso(line.at) }));
}

export function invitationInfo(session: Session, clinicName: string): InvitationInfo {
  return {
    hostName: session.hosts[0]?.name ?? clinicName,
    service: session.service,
    startsAt: iso(session.startsAt),
    durationMinutes: session.durationMinutes,
    timeZone: session.timeZone,
    clinicName,
  };
}

/** The body of `GET …/participants`. */
export function participantsReport(session: Session, policy: SessionPolicy) {
  return {
    topology: topologyOf(session),
    seats: seatsView(session, policy),
    waiting: waitingGuests(session).map((guest) => waitingView(session, guest)),
    participants: participantViews(session).map(({ participantId, name, role, seatedAt }) => ({ participantId, name, role, seatedAt })),
  };
}

/** What of a session the unadmitted may be told: who invites, when, and whether a host is there. No roster, no title. */
interface Outline {
  version: number;
  info: InvitationInfo;
  hostPresent: boolean;
  /** The browser has to be able to encrypt (E2E7). */
  e2ee?: true;
}

export function guestView(
  { version, session }: Versioned,
  actor: GuestActor,
  { clinicName, policy, now, instance }: { clinicName: string; policy: SessionPolicy; now: number; instance: InstanceId },
): GuestView {
  const info = invitationInfo(session, clinicName);
  const guest = ownRecord(session, actor);
  const seat = session.seats[actor.guestId];
  if (guest !== undefined && seat !== undefined) {
    return {
      version,
      state: "in",
      info,
      name: guest.name,
      me: seat.participantId,
      participants: participantViews(session),
      topology: topologyOf(session),
      ...epochOf(session),
      ...spotlightOf(session),
      ...e2eeOf(session),
      seats: seatsView(session, policy),
      startedAt: iso(session.phase.is === "live" ? session.phase.startedAt : seat.seatedAt),
      locked: session.locked,
    };
  }
  const outline: Outline = { version, info, hostPresent: hostSeated(session), ...e2eeOf(session) };
  const invitedName = session.invites[actor.inviteId]?.name ?? "";
  if (guest === undefined) {
    if (!linkCounts(session, actor)) return { version, state: "out", info, reason: "link-revoked", canRejoin: false };
    if (session.phase.is === "ended") return { version, state: "out", info, reason: "session-ended", canRejoin: false };
    return lobby(outline, invitedName, false);
  }
  const line = policy.showPosition ? 1 + waitingGuests(session).findIndex(({ id }) => id === guest.id) : 0;
  return outsideView(outline, guest, messagesFor(session, guest), { position: line, now, instance, linkWorks: linkCounts(session, actor) });
}

function lobby({ version, info, hostPresent, e2ee }: Outline, name: string, admitted: boolean): GuestView {
  return { version, state: "lobby", info, name, admitted, hostPresent, ...(e2ee === true ? { e2ee } : {}) };
}

/** Everyone who holds no seat. Never given the session itself (WAIT2). */
function outsideView(
  outline: Outline,
  { state, name, since }: Pick<SessionGuest, "state" | "name" | "since">,
  messages: WaitingMessage[],
  { position, now, instance, linkWorks }: { position: number; now: number; instance: InstanceId; linkWorks: boolean },
): GuestView {
  const { version, info, hostPresent } = outline;
  const out = (state: Extract<GuestState, { is: "out" }>): GuestView => ({
    version,
    state: "out",
    info,
    reason: state.reason,
    canRejoin: false,
    ...(state.insideForMs === undefined ? {} : { insideForMs: state.insideForMs }),
  });
  switch (state.is) {
    case "waiting":
    case "away":
    case "queued":
      return {
        version,
        state: "waiting",
        info,
        name,
        since: iso(since),
        hostPresent,
        messages,
        sentBack: state.is !== "queued" && state.sentBack,
        awaitingSeat: state.is === "queued",
        ...(position > 0 ? { position } : {}),
      };
    case "withdrawn":
      return lobby(outline, name, false);
    case "admitted": {
      const left = state.out;
      // Only the page that was inside says goodbye; a page loaded anew offers the way in.
      if (left === undefined || left.instance !== instance) return lobby(outline, name, true);
      return { version, state: "out", info, reason: left.reason, canRejoin: true, insideForMs: left.insideForMs };
    }
    case "denied": {
      const retryAt = state.at + DENIED_PAUSE_MS;
      if (now >= retryAt) return lobby(outline, name, false);
      return { version, state: "out", info, reason: "denied", canRejoin: true, retryAt: iso(retryAt) };
    }
    case "out":
      // A renewed link opens the door again, except to the page that was just told why it closed.
      return linkWorks && state.reason === "link-revoked" ? lobby(outline, name, false) : out(state);
  }
}

function messagesFor(session: Session, guest: SessionGuest): WaitingMessage[] {
  return session.messages
    .filter((message) => message.to === undefined || message.to === guest.id)
    .map(({ id, from, text, at }) => ({ id, from, text, at: iso(at) }));
}
