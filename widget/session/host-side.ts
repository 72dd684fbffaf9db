/** A host's way into a call: a file of its own, for a guest's page has no use for it. */

export { HostCallDoor } from "./host-call-door.ts";
export { HostLink } from "./host-link.ts";
