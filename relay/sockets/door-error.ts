/** How a door says no to a connection. */

import type { Refusal } from "../../protocol/refusals.ts";

/** Socket.IO sends `data` along with `connect_error`. */
export interface DoorError extends Error {
  data: Refusal;
}

export function doorError(refusal: Refusal): DoorError {
  return Object.assign(new Error(refusal.code), { data: refusal });
}
