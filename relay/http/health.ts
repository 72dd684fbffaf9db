/** For whoever runs the relay: does it live, may it be sent people, what has it counted. */

import { createHash, timingSafeEqual } from "node:crypto";
import type { Store } from "../store/session-store.ts";
import type { PlainRoute } from "./plain-route.ts";
import { problem, refuse } from "./problem.ts";

export interface HealthDeps {
  store: { sessions: Pick<Store["sessions"], "ready"> };
  metrics: { contentType: string; read(): Promise<string> };
  metricsToken?: string;
  /** `false` once the relay is closing. */
  accepting: () => boolean;
}

const noStore = { "cache-control": "no-store" };

export function healthRoutes({ store, metrics, metricsToken, accepting }: HealthDeps): PlainRoute[] {
  return [
    {
      id: "isAlive",
      path: "/healthz",
      summary: "The process runs",
      answers: { 200: { words: "It does.", type: "application/json" } },
      respond: () => Response.json({ status: "ok" }, { headers: noStore }),
    },
    {
      id: "isReady",
      path: "/readyz",
      summary: "The relay takes people: its store answers and it is not closing",
      answers: { 200: { words: "It does.", type: "application/json" }, 503: { words: "It does not.", type: "application/json" } },
      respond() {
        const checks = { store: store.sessions.ready(), accepting: accepting() };
        const ready = checks.store && checks.accepting;
        return Response.json({ status: ready ? "ok" : "unavailable", checks }, { status: ready ? 200 : 503, headers: noStore });
      },
    },
    {
      id: "getMetrics",
      path: "/metrics",
      summary: "What the relay has counted, for Prometheus",
      answers: {
        200: { words: "Prometheus' text format.", type: "text/plain" },
        401: { words: "`METRICS_TOKEN` is set and was not sent.", type: "application/problem+json" },
      },
      async respond(c) {
        if (metricsToken !== undefined && !same(c.req.header("authorization") ?? "", `Bearer ${metricsToken}`)) {
          const refused = refuse("not-allowed", "Send Authorization: Bearer with METRICS_TOKEN.", {
            status: 401,
            headers: { "www-authenticate": "Bearer" },
          });
          return problem(refused, c.get("requestId"));
        }
        return new Response(await metrics.read(), { headers: { ...noStore, "content-type": metrics.contentType } });
      },
    },
  ];
}

/** Constant in time: it compares hashes, which also have one length. */
function same(a: string, b: string): boolean {
  const hash = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(a), hash(b));
}
