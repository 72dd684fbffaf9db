/**
 * The one place where a browser's request is taken in: known? small enough a flood? parsed? permitted? then carried out, and always
 * acknowledged with a `Result` (DOOR2–DOOR4). Whatever arrives, nothing here throws, and nothing is left hanging.
 */

import * as v from "valibot";
import { faultOf } from "../../protocol/fault.ts";
import { STORE_TIMEOUT_MS } from "../../protocol/limits.ts";
import type { Refusal, Result } from "../../protocol/refusals.ts";
import { refusal } from "../../protocol/refusals.ts";
import type { Passage } from "../session/command.ts";
import type { Asked } from "../session/permissions.ts";
import type { DoorLog, DoorMetrics } from "./deps.ts";
import type { BucketSize } from "./token-bucket.ts";
import { TokenBucket } from "./token-bucket.ts";

export type Answer<T> = Result<T> | Promise<Result<T>>;

/** How one request is carried out. `asks` names its row in the permission table; null: it concerns nobody but the asker's own socket. */
export interface Row<Asker, Payload, Reply> {
  readonly asks: Asked | null;
  /** Nobody waits for the answer when it was accepted: it may go with the next packet. */
  readonly unhurried?: true;
  run(asker: Asker, payload: Payload): Answer<Reply>;
}

type Schemas = Record<string, v.GenericSchema>;

/** A row for every request: a name without one does not compile. */
export type Rows<Asker, Requests extends Schemas, Replies extends Record<keyof Requests, unknown>> = {
  readonly [Name in keyof Requests]: Row<Asker, v.InferOutput<Requests[Name]>, Replies[Name]>;
};

/** One socket's purse of requests; signals come in bursts of many when a call starts, so they have their own. */
export interface Purse {
  requests?: TokenBucket;
  signals?: TokenBucket;
}

export interface Asker {
  /** Its socket is gone or put out. Socket.IO may still hand over packets that came before. */
  readonly closed: boolean;
  readonly purse: Purse;
  /** The table's answer to a passage, which `decide` never sees (DOOR2). */
  mayPass(passage: Passage, payload: unknown): Refusal | null | Promise<Refusal | null>;
}

const REQUESTS: BucketSize = { capacity: 100, perSecond: 20 };
/** A newcomer to a call of 16 sends each of 15 peers an offer and some twenty candidates. */
const SIGNALS: BucketSize = { capacity: 1_000, perSecond: 200 };

/** The store gives up before; this is for whatever else might hang (DOOR4). */
const ANSWER_WITHIN_MS = 2 * STORE_TIMEOUT_MS;

const PASSAGES: ReadonlySet<Asked | null> = new Set<Passage>(["view", "signal", "ice", "sfu", "mute-others"]);

export class RequestHandler<A extends Asker, Requests extends Schemas, Replies extends Record<keyof Requests, unknown>> {
  constructor(
    private readonly schemas: Requests,
    private readonly rows: Rows<A, Requests, Replies>,
    private readonly around: { log: DoorLog; metrics: DoorMetrics; patiently?: (write: () => void) => void },
  ) {}

  /** Takes one Socket.IO event as it came: its name, what was sent with it, and the acknowledgement if one was asked for. */
  readonly take = (asker: A, name: unknown, args: unknown[]): void => {
    if (asker.closed) return;
    const last = args.at(-1);
    const ack = typeof last === "function" ? (args.pop() as (result: Result<unknown>) => void) : undefined;
    const known = typeof name === "string" && Object.hasOwn(this.rows, name);
    const label = known ? name : "unknown";
    const answer = (result: Result<unknown>): void => {
      this.around.metrics.request(label, result.ok ? "ok" : result.refusal.code);
      if (ack === undefined) return;
      if (result.ok && this.around.patiently !== undefined && known && this.rows[name]!.unhurried) this.around.patiently(() => ack(result));
      else ack(result);
    };
    try {
      const wait = bucketFor(asker.purse, label).take(performance.now());
      if (wait > 0) return answer(refuse(refusal("rate-limited", undefined, { retryAfterMs: wait })));
      if (!known) return answer(refuse(refusal("bad-request", "There is no such request at this door.")));
      if (args.length > 1) return answer(refuse(refusal("bad-request", "A request carries one payload.")));
      const outcome = this.#carryOut(asker, name, args[0] ?? {});
      if (outcome instanceof Promise) void this.#inTime(outcome, label).then(answer);
      else answer(outcome);
    } catch (error) {
      answer(this.#failed(error, label));
    }
  };

  #carryOut(asker: A, name: string, payload: unknown): Answer<unknown> {
    const parsed = parse(this.schemas[name]!, payload);
    if (!parsed.ok) return parsed;
    const row = this.rows[name]!;
    if (!PASSAGES.has(row.asks)) return row.run(asker, parsed.value);
    const verdict = asker.mayPass(row.asks as Passage, parsed.value);
    if (verdict === null) return row.run(asker, parsed.value);
    if (!(verdict instanceof Promise)) return refuse(verdict);
    return verdict.then((forbidden) => (forbidden === null ? row.run(asker, parsed.value as never) : refuse(forbidden)));
  }

  async #inTime(outcome: Promise<Result<unknown>>, label: string): Promise<Result<unknown>> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Result<unknown>>((resolve) => {
      timer = setTimeout(() => resolve(refuse(refusal("unavailable", undefined, { retryAfterMs: 1_000 }))), ANSWER_WITHIN_MS);
    });
    try {
      return await Promise.race([outcome, late]);
    } catch (error) {
      return this.#failed(error, label);
    } finally {
      clearTimeout(timer);
    }
  }

  #failed(error: unknown, label: string): Result<never> {
    this.around.log.error({ err: error, request: label }, "a request failed unexpectedly");
    return refuse(refusal("unavailable", "The relay could not carry this out.", { retryAfterMs: 1_000 }));
  }
}

const refuse = (why: Refusal): Result<never> => ({ ok: false, refusal: why });

function bucketFor(purse: Purse, label: string): TokenBucket {
  if (label === "call:signal" || label === "call:sfu-candidates") return (purse.signals ??= new TokenBucket(SIGNALS, performance.now()));
  return (purse.requests ??= new TokenBucket(REQUESTS, performance.now()));
}

/** DOOR3: the first fault, in a sentence that names the field. A value too deep to walk is a fault too. */
export function parse<S extends v.GenericSchema>(schema: S, value: unknown): Result<v.InferOutput<S>> {
  let outcome: v.SafeParseResult<S>;
  try {
    outcome = v.safeParse(schema, value, { abortEarly: true });
  } catch {
    return refuse(refusal("bad-request", "The payload is nested too deeply."));
  }
  if (outcome.success) return { ok: true, value: outcome.output };
  const [issue] = outcome.issues;
  const path = v.getDotPath(issue);
  const fault = faultOf(issue);
  const words = path === null || fault.includes(path.split(".").at(-1)!) ? fault : `${path}: ${fault}`;
  return refuse(refusal("bad-request", words.slice(0, 300)));
}
