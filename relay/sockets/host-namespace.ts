/**
 * The host door. It opens with a host token and closes when that token ends: the browser then asks its page for a fresh one.
 * Which sessions the host may see and run is asked anew at every request (VIEW3).
 */

import type { Namespace } from "socket.io";
import type { HostPushes, HostRequestEvents } from "../../protocol/events.ts";
import { hostAuth, hostRequests } from "../../protocol/events.ts";
import type { Refusal, Result } from "../../protocol/refusals.ts";
import { accepted, refusal, refused } from "../../protocol/refusals.ts";
import type { HostActor } from "../session/command.ts";
import { doorError } from "./door-error.ts";
import { EventLine } from "./event-line.ts";
import { HostDoor } from "./host-door.ts";
import type { HostSocket, HostSocketData } from "./host-door.ts";
import { hostRows } from "./host-requests.ts";
import type { House } from "./house.ts";
import { parse, RequestHandler } from "./request-handler.ts";
import { WaitingFeeds } from "./waiting-feed.ts";

export type HostNamespace = Namespace<HostRequestEvents, HostPushes, Record<never, never>, HostSocketData>;

/** The browser asks `getToken` again and comes back with what it gives. */
const TOKEN_ENDED: Refusal = refusal("not-allowed", "The host token has ended: connect again with a fresh one.");

export function openHostDoor(namespace: HostNamespace, house: House): void {
  const waiting = new WaitingFeeds(house);
  const requests = new RequestHandler(hostRequests, hostRows(house, waiting), house);

  namespace.use((socket, next) => {
    void arrive(socket, house).then(
      (arrived) => {
        if (arrived.ok) return next();
        house.metrics.doorRefused("host", arrived.refusal.code);
        next(doorError(arrived.refusal));
      },
      (error: unknown) => {
        house.log.error({ err: error }, "the host door failed unexpectedly");
        next(doorError(refusal("unavailable", "The relay could not open the door.", { retryAfterMs: 1_000 })));
      },
    );
  });

  namespace.on("connection", (socket) => {
    const { door } = socket.data;
    if (door === undefined) return void socket.disconnect();
    house.metrics.sockets("host", 1);
    const ending = setTimeout(
      () => {
        socket.emit("closing", TOKEN_ENDED);
        socket.disconnect();
      },
      Math.max(0, door.expiresAt - Date.now()),
    ).unref();
    socket.on("disconnect", () => {
      house.metrics.sockets("host", -1);
      clearTimeout(ending);
      waiting.leave(door);
      door.leave();
    });
    socket.onAny((name: unknown, ...args: unknown[]) => requests.take(door, name, args));
    door.welcome(new EventLine(socket, house.writer, (event, answers, id) => requests.takeText(door, event, answers, id)));
  });
}

async function arrive(socket: HostSocket, house: House): Promise<Result<null>> {
  const { limits, hostTokens, tenants, gate } = house;
  const { address, origin } = gate.visitor(socket.conn);
  const tooMany = await limits.take("address", address);
  if (tooMany !== null) return { ok: false, refusal: tooMany };
  const auth = parse(hostAuth, socket.handshake.auth);
  if (!auth.ok) return auth;
  const verified = await hostTokens.verify(auth.value.token);
  if (!verified.ok) return verified;
  const { tenant, hostId, name, admin, sessions, expiresAt } = verified.value;
  if (origin !== undefined && !tenants.originAllowed(origin, tenant.id))
    return refused("not-allowed", "This page's origin is not allowed for this tenant.");
  const busy = await limits.take("tenant", tenant.id);
  if (busy !== null) return { ok: false, refusal: busy };
  const actor: HostActor = { role: "host", tenantId: tenant.id, hostId, name, admin, ...(sessions === undefined ? {} : { sessions }) };
  socket.data.door = new HostDoor(house, socket, tenant, actor, expiresAt);
  return accepted(null);
}
