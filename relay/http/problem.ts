/** How the relay says no over HTTP: problem details (RFC 9457) with a `code` of the closed list (contract, section 7). */

import * as v from "valibot";
import { REFUSAL_REASONS, REFUSALS } from "../../protocol/refusals.ts";
import type { Refusal, RefusalCode } from "../../protocol/refusals.ts";

/** A refusal over HTTP. `status` where the list's own does not say enough, e.g. 404 for what is not there. */
export interface HttpRefusal {
  ok: false;
  refusal: Refusal;
  status?: number;
  /** Answer headers besides. */
  headers?: Record<string, string>;
}

export type HttpResult<T> = { ok: true; value: T } | HttpRefusal;

const CODES = Object.keys(REFUSALS) as [RefusalCode, ...RefusalCode[]];

export const problemSchema = v.object({
  type: v.pipe(v.string(), v.description("`urn:doorstep:problem:` and the code.")),
  title: v.pipe(v.string(), v.description("The code in words, always the same.")),
  status: v.pipe(v.number(), v.integer(), v.minValue(400), v.maxValue(599)),
  code: v.pipe(v.picklist(CODES), v.description("Stable: one word of the closed list.")),
  detail: v.pipe(v.string(), v.description("One sentence for developers that names what is at fault.")),
  requestId: v.pipe(v.string(), v.description("Names this call in the relay's log; also in the header `X-Request-Id`.")),
  why: v.exactOptional(
    v.pipe(v.picklist(REFUSAL_REASONS), v.description("What exactly stands in the way, where `code` alone does not say.")),
  ),
  opensAt: v.exactOptional(v.pipe(v.string(), v.isoTimestamp(), v.description("With `too-early`."))),
  retryAfterMs: v.exactOptional(
    v.pipe(v.number(), v.description("With `rate-limited`, `denied` and `unavailable`; also as `Retry-After`.")),
  ),
});

export type Problem = v.InferOutput<typeof problemSchema>;

/** The answer to a refused call. */
export function problem(
  { refusal, status = REFUSALS[refusal.code].status, headers = {} }: Omit<HttpRefusal, "ok">,
  requestId: string,
): Response {
  const { code, detail, why, opensAt, retryAfterMs } = refusal;
  const body: Problem = {
    type: `urn:doorstep:problem:${code}`,
    title: REFUSALS[code].title,
    status,
    code,
    detail,
    requestId,
    ...(why === undefined ? {} : { why }),
    ...(opensAt === undefined ? {} : { opensAt }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      ...headers,
      ...(retryAfterMs === undefined ? {} : { "retry-after": String(Math.max(1, Math.ceil(retryAfterMs / 1_000))) }),
      "content-type": "application/problem+json",
      "cache-control": "no-store",
    },
  });
}

export function refuse(code: RefusalCode, detail?: string, { status, headers }: Pick<HttpRefusal, "status" | "headers"> = {}): HttpRefusal {
  return {
    ok: false,
    refusal: { code, detail: detail ?? REFUSALS[code].title },
    ...(status === undefined ? {} : { status }),
    ...(headers === undefined ? {} : { headers }),
  };
}

/** VIEW3: what is another tenant's and what is not there at all are answered alike. */
export function absent(what: string): HttpRefusal {
  return refuse("not-allowed", `There is no such ${what} for you.`, { status: 404 });
}
