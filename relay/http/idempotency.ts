/**
 * A POST repeated with the same `Idempotency-Key` is carried out once and answered alike (draft-ietf-httpapi-idempotency-key-header).
 * Answers are kept for a day, per tenant and sealed.
 */

import { createHash } from "node:crypto";
import type { SealedAnswers } from "../access/sealed-answers.ts";
import type { IdempotencyStore } from "../store/session-store.ts";
import { StoreUnavailable } from "../store/session-store.ts";
import type { Caller } from "./operation.ts";
import type { HttpRefusal } from "./problem.ts";
import { refuse } from "./problem.ts";

/** A call whose relay died is tried anew after this long, ms; any call is answered far sooner. */
const RUNNING_MS = 30_000;
/** How long an answer is kept, ms. */
const KEPT_MS = 24 * 60 * 60_000;
const KEY = /^[\x21-\x7e]{1,255}$/;

interface KeptAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export interface IdempotencyDeps {
  store: { idempotency: IdempotencyStore };
  sealed: SealedAnswers;
  log: { warn(detail: object, message: string): void };
}

/** What names the call: the same for every repetition. */
export interface Repeatable {
  caller: Caller;
  key: string;
  method: string;
  path: string;
  body: string;
}

/** Runs `run` for the first of several like calls; the others get its answer. Rejects only as `run` does. */
export async function once(
  { store: { idempotency }, sealed, log }: IdempotencyDeps,
  call: Repeatable,
  run: (repeatKey: string) => Promise<Response>,
): Promise<Response | HttpRefusal> {
  const { caller, key, method, path, body } = call;
  if (!KEY.test(key)) return refuse("bad-request", "Idempotency-Key must be 1 to 255 visible ASCII characters.");
  const place = `${caller.tenant.id}:${hash(caller.actor.hostId ?? "", key)}`;
  const fingerprint = hash(method, path, body, caller.sessions?.join() ?? "");
  let claim: Awaited<ReturnType<IdempotencyStore["claim"]>>;
  try {
    claim = await idempotency.claim(place, fingerprint, RUNNING_MS);
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    return { ok: false, refusal: { code: "unavailable", detail: "The store does not answer right now.", retryAfterMs: 1_000 } };
  }
  if (claim.is !== "first") {
    if (claim.fingerprint !== fingerprint) return refuse("bad-request", "This Idempotency-Key was used for another call.", { status: 422 });
    if (claim.is === "pending") {
      const busy = refuse("unavailable", "The first call with this Idempotency-Key is still running.", { status: 409 });
      return { ...busy, refusal: { ...busy.refusal, retryAfterMs: 1_000 } };
    }
    const kept = sealed.open(claim.answer, place);
    return kept === null ? refuse("bad-request", "This Idempotency-Key was used before: use a fresh one.", { status: 422 }) : replay(kept);
  }

  const quietly = async (done: Promise<void>): Promise<void> => {
    try {
      await done;
    } catch (error) {
      log.warn({ err: error }, "the answer to a repeatable call could not be kept");
    }
  };
  let answer: Response;
  try {
    answer = await run(hash(place, fingerprint));
  } catch (error) {
    await quietly(idempotency.release(place));
    throw error;
  }
  if (answer.status >= 500 || answer.status === 429) await quietly(idempotency.release(place));
  else await quietly(idempotency.settle(place, sealed.seal(await written(answer), place), KEPT_MS));
  return answer;
}

async function written(answer: Response): Promise<string> {
  const headers = Object.fromEntries(
    ["content-type", "location"].flatMap((name) => (answer.headers.has(name) ? [[name, answer.headers.get(name) ?? ""]] : [])),
  );
  return JSON.stringify({ status: answer.status, headers, body: await answer.clone().text() } satisfies KeptAnswer);
}

function replay(kept: string): Response {
  const { status, headers, body } = JSON.parse(kept) as KeptAnswer;
  const replayed = { ...headers, "cache-control": "no-store", "idempotency-replayed": "true" };
  return new Response(body === "" ? null : body, { status, headers: replayed });
}

/** One hash over several texts, each set off from the next. */
function hash(...texts: string[]): string {
  const all = createHash("sha256");
  for (const text of texts) all.update(`${Buffer.byteLength(text)}:${text}`);
  return all.digest("base64url");
}
