/** Sums up what the two connections with a media server say of themselves, as if each of the others were a peer. */

import type { ParticipantId } from "../../protocol/ids.ts";
import type { StatsMemory } from "./peer-stats.ts";
import { statsOf } from "./peer-stats.ts";
import type { SfuReceiver } from "./sfu-receiver.ts";
import type { SfuSender } from "./sfu-sender.ts";
import { reportsOf } from "./reports.ts";
import type { PeerStats } from "./transport.ts";

interface Inbound {
  type: string;
  mid?: string;
  bytesReceived?: number;
  framesDecoded?: number;
  totalAudioEnergy?: number;
}

/** Whose connections they were that the memory is of. */
export interface SfuMemory extends StatsMemory {
  up?: StatsMemory;
}

export async function sfuStats(
  ids: readonly ParticipantId[],
  { leg, incoming }: SfuReceiver,
  sender: SfuSender | undefined,
  memory: SfuMemory,
): Promise<ReadonlyMap<ParticipantId, PeerStats>> {
  const [first] = ids;
  if (first === undefined || leg.connection.signalingState === "closed") return new Map();
  memory.up ??= { received: 0, lost: 0 };
  const open = sender !== undefined && sender.leg.connection.signalingState !== "closed";
  const [down, up, reports] = await Promise.all([
    statsOf(first, leg.connection, memory),
    open ? statsOf(first, sender.leg.connection, memory.up) : undefined,
    reportsOf(leg.connection),
  ]);
  const whose = new Map(incoming.map(({ mid, from }) => [mid, from]));
  const sums = new Map(ids.map((id) => [id, { bytesReceived: 0, framesDecoded: 0, audioEnergy: 0 }]));
  reports.forEach((report: Inbound) => {
    const sum = report.type === "inbound-rtp" ? sums.get(whose.get(report.mid ?? "") ?? first) : undefined;
    if (sum === undefined || !whose.has(report.mid ?? "")) return;
    sum.bytesReceived += report.bytesReceived ?? 0;
    sum.framesDecoded += report.framesDecoded ?? 0;
    sum.audioEnergy += report.totalAudioEnergy ?? 0;
  });
  // One way serves all: what it costs is each one's share of it.
  const share = 1 / ids.length;
  return new Map(
    ids.map((participantId) => [
      participantId,
      {
        ...down,
        ...sums.get(participantId)!,
        participantId,
        bytesSent: (up?.bytesSent ?? 0) * share,
        lossThere: up?.lossThere ?? 0,
        encodeLoad: (up?.encodeLoad ?? 0) * share,
        decodeLoad: (down.decodeLoad ?? 0) * share,
        outgoingBps: up?.outgoingBps,
      },
    ]),
  );
}
