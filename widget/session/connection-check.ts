/** Looks, before a call, whether this browser's network will bear it; a sentence comes of it on the page. */

import type { Result } from "../../protocol/refusals.ts";
import type { Reach } from "../media/connection-probe.ts";

/** What the network is good for. */
export type Verdict =
  | "good"
  /** Everything will be slow; sound comes first. */
  | "slow"
  /** Only by a server in between that passes as web traffic. */
  | "detour"
  /** No way for sound and picture was found. */
  | "blocked";

export interface Findings {
  /** Round trip to the relay, ms. */
  relayMs: number;
  reached: ReadonlyMap<string, Reach>;
  /** What comes in, bits a second, as far as the browser knows. */
  downlinkBps: number | undefined;
}

const SLOW_RELAY_MS = 800;
/** Less than this is little for a face and a voice. Bits a second. */
const SLOW_DOWNLINK_BPS = 500_000;

/** What the findings mean. A guess is good news: nobody shall be frightened by what was not found out. */
export function verdictOf({ relayMs, reached, downlinkBps }: Findings): Verdict {
  const servers = [...reached];
  const tcp = (url: string) => url.startsWith("turns:") || url.includes("transport=tcp");
  const all = (these: typeof servers, is: Reach) => these.length > 0 && these.every(([, each]) => each === is);
  if (all(servers, "silent")) return "blocked";
  const byUdp = servers.filter(([url]) => !tcp(url));
  if (all(byUdp, "silent") && servers.some(([url, each]) => tcp(url) && each === "answers")) return "detour";
  const slow = relayMs > SLOW_RELAY_MS || (downlinkBps ?? Infinity) < SLOW_DOWNLINK_BPS;
  return slow ? "slow" : "good";
}

/** Where browsers tell of it. */
type NetworkInformation = { downlink?: number };

export class ConnectionCheck {
  /** Undefined while it is not known. */
  verdict: Verdict | undefined;
  readonly #ask: () => Promise<Result<{ urls: string[] }>>;
  readonly #told = new Set<() => void>();
  /** It was looked; without a verdict nothing could be found out. */
  done = false;
  #begun = false;

  /** @param ask asks the relay which servers there are */
  constructor(ask: () => Promise<Result<{ urls: string[] }>>) {
    this.#ask = ask;
  }

  subscribe(told: () => void): () => void {
    this.#told.add(told);
    return () => this.#told.delete(told);
  }

  /** Once; what is asked again while it runs, or when it is known, changes nothing. */
  async run(): Promise<void> {
    if (this.#begun) return;
    this.#begun = true;
    const start = performance.now();
    const answer = await this.#ask();
    const relayMs = performance.now() - start;
    // Without the relay nothing is known, and the page says that anyway.
    if (answer.ok) this.verdict = await this.#judge(answer.value.urls, relayMs);
    this.done = true;
    for (const told of [...this.#told]) told();
  }

  async #judge(urls: readonly string[], relayMs: number): Promise<Verdict | undefined> {
    try {
      const { reach } = await import("../media/connection-probe.ts");
      const { downlink } = (navigator as Navigator & { connection?: NetworkInformation }).connection ?? {};
      const downlinkBps = downlink === undefined ? undefined : downlink * 1_000_000;
      return verdictOf({ relayMs, reached: await reach(urls), downlinkBps });
    } catch {
      // The file did not come: nothing is known then.
      return undefined;
    }
  }
}
