import { HOST_DOOR } from "../../protocol/doors.ts";
import type { HostConnection, HostDoor } from "../connection/relay-connection.ts";
import { RelayConnection } from "../connection/relay-connection.ts";

/** A connection to the host door of `relay` (its origin), not opened yet; every attempt sends the token that holds then. */
export function hostDoor(relay: string, token: () => string | Promise<string>): HostConnection {
  return new RelayConnection<HostDoor>({ relay, door: HOST_DOOR, auth: async () => ({ token: await token() }) });
}
