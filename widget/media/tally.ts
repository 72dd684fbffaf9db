/** Counts what has come over a connection, in all. */

import type { Tally } from "./transport.ts";

interface Inbound {
  type: string;
  kind?: string;
  mid?: string;
  framesDecoded?: number;
  packetsReceived?: number;
}

/** @param mids only what came on these m-lines; undefined: on all */
export async function tallyOf(connection: RTCPeerConnection | undefined, mids?: ReadonlySet<string>): Promise<Tally> {
  const tally = { frames: 0, sound: 0 };
  if (connection === undefined || connection.signalingState === "closed") return tally;
  (await connection.getStats()).forEach((report: Inbound) => {
    if (report.type !== "inbound-rtp" || (mids !== undefined && !mids.has(report.mid ?? ""))) return;
    if (report.kind === "video") tally.frames += report.framesDecoded ?? 0;
    else tally.sound += report.packetsReceived ?? 0;
  });
  return tally;
}
