/** What the relay counts, for Prometheus. Labels come from closed lists, so no visitor can make new series. */

import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { RefusalCode } from "../../protocol/refusals.ts";

export class Metrics {
  readonly #registry = new Registry();
  readonly #sockets: Gauge<"door">;
  readonly #doorRefused: Counter<"door" | "code">;
  /** Requests since the last reading: a signal passes in a few microseconds, of which a labelled counter would take a good part. */
  readonly #tally = new Map<string, Map<string, number>>();
  readonly #http: Histogram<"method" | "route" | "status">;

  /** `storeReady` is asked at every reading. */
  constructor({ storeReady }: { storeReady: () => boolean }) {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    this.#sockets = new Gauge({ name: "doorstep_sockets", help: "Open connections, by door.", labelNames: ["door"], registers });
    this.#doorRefused = new Counter({
      name: "doorstep_door_refused_total",
      help: "Connections refused at a door, by the word they were refused with.",
      labelNames: ["door", "code"],
      registers,
    });
    const requests: Counter<"name" | "outcome"> = new Counter({
      name: "doorstep_requests_total",
      help: "Requests at the doors, by name and outcome.",
      labelNames: ["name", "outcome"],
      registers,
      collect: (): void => {
        for (const [name, outcomes] of this.#tally) for (const [outcome, count] of outcomes) requests.inc({ name, outcome }, count);
        this.#tally.clear();
      },
    });
    this.#http = new Histogram({
      name: "doorstep_http_request_duration_seconds",
      help: "HTTP requests, by route and status.",
      labelNames: ["method", "route", "status"],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
      registers,
    });
    const ready: Gauge = new Gauge({
      name: "doorstep_store_ready",
      help: "1 while the store answers.",
      registers,
      collect: (): void => ready.set(storeReady() ? 1 : 0),
    });
  }

  /** A socket came (+1) or went (-1). */
  sockets(door: "host" | "guest", change: 1 | -1): void {
    this.#sockets.inc({ door }, change);
  }

  doorRefused(door: "host" | "guest", code: RefusalCode): void {
    this.#doorRefused.inc({ door, code });
  }

  request(name: string, outcome: "ok" | RefusalCode): void {
    let outcomes = this.#tally.get(name);
    if (outcomes === undefined) this.#tally.set(name, (outcomes = new Map()));
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }

  /** `route`: the pattern, never the path. */
  http(method: string, route: string, status: number, ms: number): void {
    this.#http.observe({ method, route, status }, ms / 1_000);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** Everything counted, in Prometheus' text format. */
  async read(): Promise<string> {
    return this.#registry.metrics();
  }
}
