/** What one connection of one participant sends into a room: a handle of its own, so that a new one can stand before the old one goes. */

import type { ParticipantId } from "../../protocol/ids.ts";
import type { MediaSlot } from "../../protocol/sfu.ts";
import { JanusAway } from "./janus-handle.ts";
import type { JanusHandle } from "./janus-handle.ts";
import { feedName } from "./janus-room.ts";
import type { JanusRoom } from "./janus-room.ts";

export class JanusPublisher {
  /** Sent before: from now on descriptions only change what is there. */
  #published = false;

  private constructor(
    readonly handle: JanusHandle,
    /** Subscriptions have to name it (`require_pvtid`). */
    readonly privateId: number,
  ) {}

  /** Enters the room. Rejects with `JanusAway` or `JanusRefusal`. */
  static async enter(room: JanusRoom, participantId: ParticipantId, build: number): Promise<JanusPublisher> {
    await room.opened;
    const name = feedName(participantId, build);
    const [token, handle] = await Promise.all([room.allow(participantId), room.node.attach()]);
    try {
      const { data } = await handle.ask({
        request: "join",
        ptype: "publisher",
        room: room.id,
        id: room.node.id(name),
        display: name,
        token,
      });
      return new JanusPublisher(handle, Number(data["private_id"]));
    } catch (error) {
      await handle.detach();
      throw error;
    }
  }

  /** Takes an offer, the first or one that mends the way. Gives the answer. */
  async publish(sdp: string, slots: readonly { mid: string; slot: MediaSlot }[]): Promise<string> {
    const descriptions = slots.map(({ mid, slot }) => ({ mid, description: slot }));
    const request = this.#published ? "configure" : "publish";
    this.#published = true;
    const { jsep } = await this.handle.ask({ request, descriptions }, { type: "offer", sdp });
    if (jsep === undefined) throw new JanusAway("Janus gave no answer to an offer.");
    return jsep.sdp;
  }

  close(): Promise<void> {
    return this.handle.detach();
  }
}
