import type { ParticipantId } from "../../protocol/ids.ts";
import type { MediaSlot } from "../../protocol/sfu.ts";

/** Stands before everything that goes through a media server: what is sent is sealed, what comes is opened (E2E1). */
export interface FrameSeal {
  /** What a connection has to be made with. */
  readonly configuration: RTCConfiguration;
  sends(sender: RTCRtpSender, slot: MediaSlot): void;
  /** Before its first frame; nothing of it is shown as long as nobody knows whose it is. */
  receives(receiver: RTCRtpReceiver): void;
  /** What comes by it is somebody's from now on. */
  belongs(receiver: RTCRtpReceiver, from: ParticipantId, slot: MediaSlot): void;
}
