/** Mounts the two doors on the relay's HTTP server: one Socket.IO server, no adapter, no recovery of its own (views make it needless). */

import type { IncomingMessage } from "node:http";
import type { Socket as EngineSocket } from "engine.io";
import { Server } from "socket.io";
import { GUEST_DOOR, HOST_DOOR, SOCKET_PATH } from "../../protocol/events.ts";
import { newId } from "../../protocol/ids.ts";
import { PACKET_BYTES, PING_INTERVAL_MS, PING_TIMEOUT_MS, STORE_TIMEOUT_MS } from "../../protocol/limits.ts";
import { refusal } from "../../protocol/refusals.ts";
import type { SocketDeps } from "./deps.ts";
import { doorError } from "./door-error.ts";
import { FrameWriter } from "./frame-writer.ts";
import { Gate, peerAddress } from "./gate.ts";
import type { GuestNamespace } from "./guest-namespace.ts";
import { openGuestDoor } from "./guest-namespace.ts";
import type { HostNamespace } from "./host-namespace.ts";
import { openHostDoor } from "./host-namespace.ts";
import { openHouse } from "./house.ts";
import { NO_ROOMS } from "./no-rooms.ts";
import { TEXT_PACKETS } from "./text-packets.ts";

/** A connection that has come through no door after this long is closed. */
const DOORSTEP_MS = 5_000;

/** Under which browsers open a connection, if nothing keeps WebSockets from them. */
const USUAL_URL = `${SOCKET_PATH}/?EIO=4&transport=websocket`;

export interface Sockets {
  /**
   * Takes nobody new, cuts every connection so that the browsers go to another relay, and tells the sessions that they are lost (SEAT5).
   * The HTTP server is left open for its owner to close.
   */
  close(): Promise<void>;
}

export function mountSockets(deps: SocketDeps): Sockets {
  const gate = new Gate(deps.tenants, deps.addressOf ?? peerAddress);
  const io = new Server({
    path: SOCKET_PATH,
    serveClient: false,
    transports: ["websocket", "polling"],
    pingInterval: PING_INTERVAL_MS,
    pingTimeout: PING_TIMEOUT_MS,
    maxHttpBufferSize: PACKET_BYTES,
    connectTimeout: DOORSTEP_MS,
    perMessageDeflate: false,
    parser: TEXT_PACKETS,
    adapter: NO_ROOMS,
    allowRequest: gate.allowRequest,
  });
  // Before Engine.IO hears of it: a query that it finds parsed it does not parse.
  deps.server.on("upgrade", (request: IncomingMessage & { _query?: object }) => {
    if (request.url === USUAL_URL) request._query = { EIO: "4", transport: "websocket" };
  });
  io.attach(deps.server);
  io.engine.generateId = () => newId("con");
  io.engine.use(gate.checkOrigin);
  const writer = new FrameWriter();
  io.engine.on("connection", (connection: EngineSocket) => {
    gate.admit(connection);
    writer.adopt(connection);
  });

  const house = openHouse(deps, gate, writer);
  openHostDoor(io.of(HOST_DOOR) as HostNamespace, house);
  openGuestDoor(io.of(GUEST_DOOR) as GuestNamespace, house);
  // Socket.IO always has a root namespace; nobody lives there.
  io.use((_socket, next) => next(doorError(refusal("not-allowed", `There is no door here: use ${HOST_DOOR} or ${GUEST_DOOR}.`))));

  return {
    async close() {
      gate.close();
      // Not `io.close()`: that would close the HTTP server too. Not a polite goodbye either: browsers do not come back from that by themselves.
      io.engine.close();
      await house.departures.settle(STORE_TIMEOUT_MS);
    },
  };
}
