/** What the media engine needs to know of who is inside. */

import type { InstanceId } from "../../protocol/ids.ts";
import type { Participant } from "../../protocol/views.ts";
import type { Scene } from "../media/call-engine.ts";
import type { PeerRef } from "../media/transport.ts";
import type { Inside } from "./call-door.ts";

/** @param instance this page load; the view may still name an earlier one. Undefined while the view does not name oneself. */
export function sceneOf({ me: id, participants, topology, mediaEpoch: epoch = 0 }: Inside, instance: InstanceId): Scene | undefined {
  const refs = participants.map(refOf);
  const me = refs.find(({ participantId }) => participantId === id);
  return me === undefined ? undefined : { me: { ...me, instance }, others: refs.filter((ref) => ref !== me), topology, epoch };
}

const refOf = ({ participantId, instance, order, offeredBy }: Participant): PeerRef => ({
  participantId,
  instance,
  order,
  offeredBy,
});
