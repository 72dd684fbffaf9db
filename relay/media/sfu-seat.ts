/** What the doors and the media servers' side of the relay know of each other. */

import type { SfuGone, SfuOffer } from "../../protocol/sfu.ts";
import type { InstanceId, ParticipantId, SessionId } from "../../protocol/ids.ts";

/** The seat that asks, by the connection that holds it. */
export interface SfuSeat {
  sessionId: SessionId;
  participantId: ParticipantId;
  /** Its page load: another one has connections of its own. */
  instance: InstanceId;
  tell: SfuTell;
}

export interface SfuTell {
  (name: "call:sfu-offer", push: SfuOffer): void;
  (name: "call:sfu-gone", push: SfuGone): void;
}
