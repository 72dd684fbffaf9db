/** Counts what has come over a connection, in all. */

import { reportsOf } from "./reports.ts";
import type { Tally } from "./transport.ts";

interface Inbound {
  type: string;
  kind?: string;
  mid?: string;
  framesDecoded?: number;
  packetsReceived?: number;
  totalSamplesReceived?: number;
  concealedSamples?: number;
}

export const NOTHING: Tally = { frames: 0, sound: 0, samples: 0, concealed: 0 };

/** By m-line: the statistics of a connection are gathered once, however many people it carries. */
export async function talliesOf(connection: RTCPeerConnection | undefined): Promise<ReadonlyMap<string, Tally>> {
  const tallies = new Map<string, Tally>();
  if (connection === undefined || connection.signalingState === "closed") return tallies;
  (await reportsOf(connection)).forEach((report: Inbound) => {
    if (report.type !== "inbound-rtp") return;
    const { kind, mid = "", framesDecoded = 0, packetsReceived = 0, totalSamplesReceived = 0, concealedSamples = 0 } = report;
    const come =
      kind === "video"
        ? { ...NOTHING, frames: framesDecoded }
        : { frames: 0, sound: packetsReceived, samples: totalSamplesReceived, concealed: concealedSamples };
    tallies.set(mid, plus(tallies.get(mid) ?? NOTHING, come));
  });
  return tallies;
}

export function sumOf(tallies: Iterable<Tally>): Tally {
  return [...tallies].reduce(plus, NOTHING);
}

function plus(a: Tally, b: Tally): Tally {
  return {
    frames: a.frames + b.frames,
    sound: a.sound + b.sound,
    samples: a.samples + b.samples,
    concealed: a.concealed + b.concealed,
  };
}
