/**
 * The guest door. In this order: the link's MAC, the limits, the session, the decision `open`; only then does a socket stand (LINK1, LINK3).
 * A refusal goes back as `connect_error` with the refusal as its `data`.
 */

import type { Namespace } from "socket.io";
import type { GuestPushes, GuestRequestEvents } from "../../protocol/events.ts";
import { guestAuth, guestRequests } from "../../protocol/events.ts";
import type { GuestId } from "../../protocol/ids.ts";
import { newId } from "../../protocol/ids.ts";
import type { Refusal, Result } from "../../protocol/refusals.ts";
import { accepted, refused } from "../../protocol/refusals.ts";
import type { GuestActor } from "../session/command.ts";
import { invitationInfo } from "../session/views.ts";
import type { LinkClaim } from "./deps.ts";
import { doorError } from "./door-error.ts";
import { EventLine } from "./event-line.ts";
import { GuestDoor, linkNow } from "./guest-door.ts";
import type { GuestSocket, GuestSocketData } from "./guest-door.ts";
import { guestRows } from "./guest-requests.ts";
import type { House } from "./house.ts";
import { parse, RequestHandler } from "./request-handler.ts";

export type GuestNamespace = Namespace<GuestRequestEvents, GuestPushes, Record<never, never>, GuestSocketData>;

export function openGuestDoor(namespace: GuestNamespace, house: House): void {
  const requests = new RequestHandler(guestRequests, guestRows(house), house);

  namespace.use((socket, next) => {
    void arrive(socket, house).then(
      (arrived) => {
        if (arrived.ok) return next();
        house.metrics.doorRefused("guest", arrived.refusal.code);
        next(doorError(arrived.refusal));
      },
      (error: unknown) => {
        house.log.error({ err: error }, "the guest door failed unexpectedly");
        next(doorError({ code: "unavailable", detail: "The relay could not open the door.", retryAfterMs: 1_000 }));
      },
    );
  });

  namespace.on("connection", (socket) => {
    const { door } = socket.data;
    if (door === undefined) return void socket.disconnect();
    house.metrics.sockets("guest", 1);
    socket.on("disconnect", () => {
      house.metrics.sockets("guest", -1);
      door.leave();
    });
    socket.onAny((name: unknown, ...args: unknown[]) => requests.take(door, name, args));
    if (socket.data.ticketless === true) socket.emit("ticket", ticketFor(door, house));
    door.welcome(new EventLine(socket, house.writer, (event, answers, id) => requests.takeText(door, event, answers, id)));
  });
}

async function arrive(socket: GuestSocket, house: House): Promise<Result<null>> {
  const { linkKeys, limits, gate } = house;
  const visitor = gate.visitor(socket.conn);
  const tooMany = await limits.take("address", visitor.address);
  if (tooMany !== null) return { ok: false, refusal: tooMany };
  const auth = parse(guestAuth, socket.handshake.auth);
  if (!auth.ok) return auth;
  const claim = linkKeys.verify(auth.value.link);
  if (claim === null) return refused("link-invalid");
  const known = auth.value.ticket ? linkKeys.verifyTicket(auth.value.ticket, claim) : null;
  const actor: GuestActor = { role: "guest", guestId: known ?? newId("gst"), inviteId: claim.inviteId, generation: claim.generation };

  const allowed = await admit(claim, { actor, ticketed: known !== null }, visitor.origin, house);
  if (!allowed.ok) return allowed;
  const door = new GuestDoor(house, socket, claim.sessionId, allowed.value, actor, auth.value.instance);
  // A browser that goes away while its door is being opened must not stay bound to a seat or a place in line.
  const gone = () => door.leave();
  socket.conn.once("close", gone);
  const opened = await door.open();
  if (door.closed) return refused("connection-lost");
  if (!opened.ok) {
    socket.conn.off("close", gone);
    return { ok: false, refusal: await withInvitation(opened.refusal, claim, house) };
  }
  socket.data.door = door;
  socket.data.ticketless = known === null;
  return accepted(null);
}

/** WAIT4: what names this browser's guest to every relay from now on. */
function ticketFor({ sessionId, actor: { inviteId, guestId } }: GuestDoor, { linkKeys }: House): { ticket: string; guestId: GuestId } {
  return { ticket: linkKeys.signTicket({ sessionId, inviteId, guestId }), guestId };
}

/** The limits, and whether there is such a session, open to this page's origin. Gives the tenant's id. */
async function admit(
  claim: LinkClaim,
  { actor, ticketed }: { actor: GuestActor; ticketed: boolean },
  origin: string | undefined,
  { limits, keeper, tenants }: House,
): Promise<Result<string>> {
  // A newcomer takes nothing from whoever has been here.
  const tooMany = await limits.take("link", ticketed ? actor.guestId : linkNow(claim));
  if (tooMany !== null) return { ok: false, refusal: tooMany };
  // Whose session it is never changes, so what is held says it as well.
  const held = keeper.held(claim.sessionId);
  const read = held === undefined ? await keeper.read(claim.sessionId) : accepted(held);
  if (!read.ok) return read;
  if (read.value === null) return refused("session-ended");
  const { tenantId } = read.value.session;
  if (tenants.get(tenantId) === undefined) return refused("session-ended");
  if (origin !== undefined && !tenants.originAllowed(origin, tenantId))
    return refused("not-allowed", "This page's origin is not allowed for this session.");
  const busy = await limits.take("tenant", tenantId);
  return busy === null ? accepted(tenantId) : { ok: false, refusal: busy };
}

/** LINK4: with a too-early refusal goes what the invitation itself said, and nothing else. */
async function withInvitation(refusal: Refusal, claim: LinkClaim, { keeper, tenants }: House): Promise<Refusal> {
  if (refusal.code !== "too-early") return refusal;
  const read = await keeper.read(claim.sessionId);
  if (!read.ok || read.value === null) return refusal;
  const { session } = read.value;
  return { ...refusal, info: invitationInfo(session, tenants.get(session.tenantId)?.clinicName ?? "") };
}
