/** Sums up what a connection says of itself. */

import { reportsOf } from "./reports.ts";
import type { PeerStats } from "./transport.ts";
import type { ParticipantId } from "../../protocol/ids.ts";

/** Counters of the last time, for what is told as a share since then. */
export interface StatsMemory {
  received: number;
  lost: number;
  /** Seconds of work in all, and when that was counted, ms. */
  encode?: number;
  decode?: number;
  at?: number;
  /** When the other end last reported on each stream: one that is paused reports no more, and its last word grows old. */
  reported?: Map<string, number>;
}

/** The parts of `RTCStats` that are read here; browsers differ in what else there is. */
interface Report {
  type: string;
  id: string;
  timestamp: number;
  kind?: string;
  totalEncodeTime?: number;
  totalDecodeTime?: number;
  availableOutgoingBitrate?: number;
  nominated?: boolean;
  state?: string;
  bytesSent?: number;
  bytesReceived?: number;
  framesDecoded?: number;
  totalAudioEnergy?: number;
  packetsReceived?: number;
  packetsLost?: number;
  fractionLost?: number;
  currentRoundTripTime?: number;
  roundTripTime?: number;
}

export async function statsOf(participantId: ParticipantId, connection: RTCPeerConnection, memory: StatsMemory): Promise<PeerStats> {
  const sums = { bytesSent: 0, bytesReceived: 0, framesDecoded: 0, audioEnergy: 0 };
  let rttMs: number | undefined;
  let received = 0;
  let lost = 0;
  let lossThere = 0;
  let encode = 0;
  let decode = 0;
  let outgoingBps: number | undefined;
  const reported = new Map<string, number>();
  (await reportsOf(connection)).forEach((report: Report) => {
    switch (report.type) {
      case "inbound-rtp":
        sums.bytesReceived += report.bytesReceived ?? 0;
        sums.framesDecoded += report.framesDecoded ?? 0;
        sums.audioEnergy += report.totalAudioEnergy ?? 0;
        received += report.packetsReceived ?? 0;
        lost += report.packetsLost ?? 0;
        decode += report.totalDecodeTime ?? 0;
        break;
      case "outbound-rtp":
        sums.bytesSent += report.bytesSent ?? 0;
        encode += report.totalEncodeTime ?? 0;
        break;
      case "remote-inbound-rtp":
        reported.set(report.id, report.timestamp);
        if (memory.reported?.get(report.id) !== report.timestamp) lossThere = Math.max(lossThere, report.fractionLost ?? 0);
        if (rttMs === undefined && report.roundTripTime !== undefined) rttMs = report.roundTripTime * 1_000;
        break;
      case "candidate-pair":
        if (report.nominated === true && report.state === "succeeded" && report.currentRoundTripTime !== undefined) {
          rttMs = report.currentRoundTripTime * 1_000;
          outgoingBps = report.availableOutgoingBitrate;
        }
    }
  });
  const lostNow = Math.max(0, lost - memory.lost);
  const expected = Math.max(0, received - memory.received) + lostNow;
  const at = performance.now();
  const seconds = (at - (memory.at ?? at)) / 1_000;
  const load = (now: number, before = now) => (seconds > 0 ? Math.max(0, now - before) / seconds : 0);
  const encodeLoad = load(encode, memory.encode);
  const decodeLoad = load(decode, memory.decode);
  Object.assign(memory, { received, lost, encode, decode, at, reported });
  const loss = expected === 0 ? 0 : lostNow / expected;
  return { participantId, ...sums, rttMs, loss, lossThere, encodeLoad, decodeLoad, outgoingBps };
}
