/** How good the way to one peer is, in a word: what people feel, not what is measured. */

import type { PeerStats } from "./transport.ts";

export type Quality = "good" | "fair" | "poor" | "lost";

/** Speech suffers from about 3 % loss, and a talk from half a second of delay. */
const FAIR = { loss: 0.03, rttMs: 350 };
const POOR = { loss: 0.1, rttMs: 800 };

export class QualityJudge {
  #loss = 0;

  /** @param stats undefined while there is no connection */
  judge(stats: PeerStats | undefined, state: "connecting" | "connected" | "broken"): Quality {
    if (state === "broken") return "lost";
    if (stats === undefined) return "good";
    // One bad moment is no bad way.
    this.#loss = this.#loss * 0.6 + Math.max(stats.loss, stats.lossThere) * 0.4;
    const rtt = stats.rttMs ?? 0;
    if (this.#loss > POOR.loss || rtt > POOR.rttMs) return "poor";
    return this.#loss > FAIR.loss || rtt > FAIR.rttMs ? "fair" : "good";
  }
}
