import type { Screen } from "./screen.ts";
import { until } from "./until.ts";

/** What came in from all other browsers so far. */
export interface Received {
  /** Pictures that were decoded. */
  frames: number;
  /** Energy of the sound that was received: stays 0 while there is silence. */
  energy: number;
  /** Connections to other browsers that stand right now. */
  connections: number;
}

/** What this person's browser has received since its page was loaded. */
export function received(screen: Screen): Promise<Received> {
  return screen.page.evaluate(async () => {
    const sum = { frames: 0, energy: 0, connections: 0 };
    for (const connection of window.peerConnections) {
      if (connection.connectionState === "connected") sum.connections += 1;
      if (connection.signalingState === "closed") continue;
      // One that closes at this moment has nothing to say any more, and Firefox never says so.
      const nothing = new Map<string, never>();
      const late = new Promise<typeof nothing>((resolve) => setTimeout(() => resolve(nothing), 2_000));
      const reports = await Promise.race([connection.getStats(), late]).catch(() => nothing);
      for (const report of reports.values() as Iterable<Record<string, unknown>>) {
        if (report["type"] !== "inbound-rtp") continue;
        sum.frames += Number(report["framesDecoded"] ?? 0);
        sum.energy += Number(report["totalAudioEnergy"] ?? 0);
      }
    }
    return sum;
  });
}

/** Waits until pictures and sound keep coming in: more of both than there were when it was asked. */
export async function hearsAndSees(screen: Screen, { withinMs = 20_000 }: { withinMs?: number } = {}): Promise<Received> {
  const before = await received(screen);
  let last = before;
  try {
    return await until(
      `${screen.who} receives pictures and sound`,
      async () => {
        last = await received(screen);
        return last.frames >= before.frames + 5 && last.energy > before.energy ? last : null;
      },
      { withinMs, everyMs: 100 },
    );
  } catch (error) {
    throw new Error(`${screen.who} receives no moving picture with sound: before ${JSON.stringify(before)}, now ${JSON.stringify(last)}`, {
      cause: error,
    });
  }
}
