/** Where the two doors are. Apart from `events.ts`, so that a browser gets these words without the schema library. */

/** Socket.IO namespaces. The guest door has no handler for a host's commands at all (DOOR1). */
export const HOST_DOOR = "/host";
export const GUEST_DOOR = "/guest";
/** Path of the Socket.IO endpoint on the relay. */
export const SOCKET_PATH = "/socket";
