/**
 * The one place where a browser's request is taken in: known? small enough a flood? parsed? permitted? then carried out, and always
 * acknowledged with a `Result` (DOOR2–DOOR4). Whatever arrives, nothing here throws, and nothing is left hanging.
 */

import * as v from "valibot";
import type { Done } from "../../protocol/events.ts";
import { faultOf } from "../../protocol/fault.ts";
import { STORE_TIMEOUT_MS } from "../../protocol/limits.ts";
import type { Refusal, Result } from "../../protocol/refusals.ts";
import { accepted, refusal } from "../../protocol/refusals.ts";
import type { Passage } from "../session/command.ts";
import type { Asked } from "../session/permissions.ts";
import type { DoorLog, DoorMetrics } from "./deps.ts";
import type { BucketSize } from "./token-bucket.ts";
import { TokenBucket } from "./token-bucket.ts";

export type Answer<T> = Result<T> | Promise<Result<T>>;

/** A request that has nothing to tell but that it was done. */
export const DONE: Result<Done> = accepted({});

/** How one request is carried out. `asks` names its row in the permission table; null: it concerns nobody but the asker's own socket. */
export interface Row<Asker, Payload, Reply> {
  readonly asks: Asked | null;
  /** Nobody waits for the answer when it was accepted: it may go with the next packet. */
  readonly unhurried?: true;
  /** Takes the payload, wholly checked, from the text of an event; undefined: it is for the schema to say. */
  readonly read?: (event: string) => Payload | undefined;
  run(asker: Asker, payload: Payload): Answer<Reply>;
}

type Schemas = Record<string, v.GenericSchema>;

/** A row for every request: a name without one does not compile. */
export type Rows<Asker, Requests extends Schemas, Replies extends Record<keyof Requests, unknown>> = {
  readonly [Name in keyof Requests]: Row<Asker, v.InferOutput<Requests[Name]>, Replies[Name]>;
};

/**
 * One socket's purse of requests. Signals come in bursts of many when a call starts, so they have their own; so have connections to a media
 * server, of which each keeps the server and everybody else's browser busy.
 */
export interface Purse {
  requests?: TokenBucket;
  signals?: TokenBucket;
  connections?: TokenBucket;
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
/** A browser whose ways keep breaking asks for one each way every 3 s, after some in quick succession (MEDIA11). */
const CONNECTIONS: BucketSize = { capacity: 60, perSecond: 1 };

/** The store gives up before; this is for whatever else might hang (DOOR4). */
const ANSWER_WITHIN_MS = 2 * STORE_TIMEOUT_MS;

const PASSAGES: ReadonlySet<Asked | null> = new Set<Passage>(["view", "signal", "ice", "sfu", "mute-others"]);

/** What came with a request: how many payloads, and the first of them. */
interface Sent {
  payload: unknown;
  count: number;
  checked: boolean;
}

/** Carries answers to whoever asked. `id`: of the acknowledgement. `unhurried`: it may go with the next packet. */
export interface Answers {
  answer(id: string, result: Result<unknown>, unhurried: boolean): void;
}

export class RequestHandler<A extends Asker, Requests extends Schemas, Replies extends Record<keyof Requests, unknown>> {
  constructor(
    private readonly schemas: Requests,
    private readonly rows: Rows<A, Requests, Replies>,
    private readonly around: { log: DoorLog; metrics: DoorMetrics },
  ) {}

  /** Takes one Socket.IO event as it came: its name, what was sent with it, and the acknowledgement if one was asked for. */
  readonly take = (asker: A, name: unknown, args: unknown[]): void => {
    const last = args.at(-1);
    const ack = typeof last === "function" ? (args.pop() as (result: Result<unknown>) => void) : undefined;
    const answers = ack === undefined ? undefined : { answer: (_id: string, result: Result<unknown>) => ack(result) };
    this.#handle(asker, name, { payload: args[0], count: args.length, checked: false }, answers, "");
  };

  /** The same for an event's own text; false: it is no request of this door's, and nothing was done. */
  takeText(asker: A, event: string, answers: Answers | undefined, id: string): boolean {
    const name = event.slice(2, event.indexOf('"', 2));
    if (!this.#knows(name)) return false;
    const plain = this.rows[name]!.read?.(event);
    if (plain !== undefined) {
      this.#handle(asker, name, { payload: plain, count: 1, checked: true }, answers, id);
      return true;
    }
    const args = parsedEvent(event);
    if (args?.[0] !== name) return false;
    this.#handle(asker, name, { payload: args[1], count: args.length - 1, checked: false }, answers, id);
    return true;
  }

  #knows(name: unknown): name is string {
    return typeof name === "string" && Object.hasOwn(this.rows, name);
  }

  #handle(asker: A, name: unknown, sent: Sent, answers: Answers | undefined, id: string): void {
    if (asker.closed) return;
    const known = this.#knows(name);
    const label = known ? name : "unknown";
    let outcome: Answer<unknown>;
    try {
      const now = performance.now();
      const wait = bucketFor(asker.purse, label, now).take(now);
      if (wait > 0) outcome = refuse(refusal("rate-limited", undefined, { retryAfterMs: wait }));
      else if (!known) outcome = refuse(refusal("bad-request", "There is no such request at this door."));
      else if (sent.count > 1) outcome = refuse(refusal("bad-request", "A request carries one payload."));
      else outcome = this.#carryOut(asker, name, sent);
    } catch (error) {
      outcome = this.#failed(error, label);
    }
    if (outcome instanceof Promise) void this.#inTime(outcome, label).then((result) => this.#answer(label, result, answers, id));
    else this.#answer(label, outcome, answers, id);
  }

  #answer(label: string, result: Result<unknown>, answers: Answers | undefined, id: string): void {
    this.around.metrics.request(label, result.ok ? "ok" : result.refusal.code);
    answers?.answer(id, result, result.ok && this.rows[label]?.unhurried === true);
  }

  #carryOut(asker: A, name: string, { payload, checked }: Sent): Answer<unknown> {
    const parsed = checked ? accepted(payload) : parse(this.schemas[name]!, payload ?? {});
    if (!parsed.ok) return parsed;
    const row = this.rows[name]!;
    const asked = parsed.value as never;
    if (!PASSAGES.has(row.asks)) return row.run(asker, asked);
    const verdict = asker.mayPass(row.asks as Passage, asked);
    if (verdict === null) return row.run(asker, asked);
    if (!(verdict instanceof Promise)) return refuse(verdict);
    return verdict.then((forbidden) => (forbidden === null ? row.run(asker, asked) : refuse(forbidden)));
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

/** Undefined: no event; what becomes of that is the library's to say. */
function parsedEvent(text: string): unknown[] | undefined {
  try {
    const event: unknown = JSON.parse(text);
    return Array.isArray(event) ? event : undefined;
  } catch {
    return undefined;
  }
}

function refuse(why: Refusal): Result<never> {
  return { ok: false, refusal: why };
}

function bucketFor(purse: Purse, label: string, now: number): TokenBucket {
  if (label === "call:signal" || label === "call:sfu-candidates") return (purse.signals ??= new TokenBucket(SIGNALS, now));
  if (label === "call:sfu-publish" || label === "call:sfu-subscribe") return (purse.connections ??= new TokenBucket(CONNECTIONS, now));
  return (purse.requests ??= new TokenBucket(REQUESTS, now));
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
