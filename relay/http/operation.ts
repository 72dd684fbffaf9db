/** One REST call, described once: mounted by `mount.ts`, documented by `openapi.ts`. */

import type * as v from "valibot";
import type { SessionId } from "../../protocol/ids.ts";
import type { RefusalCode } from "../../protocol/refusals.ts";
import type { VendorActor } from "../session/command.ts";
import type { Tenant } from "../access/tenants.ts";
import type { HttpResult } from "./problem.ts";

/** Who calls: the vendor's back end with its API secret, or an admin with a host token. */
export interface Caller {
  tenant: Tenant;
  actor: VendorActor;
  /** The only sessions an admin's token is good for; absent: all of the tenant. */
  sessions?: readonly SessionId[];
  /** ms: when the admin's token ends; absent for the API secret. */
  expiresAt?: number;
}

export interface Call<Params, Query, Body> {
  caller: Caller;
  params: Params;
  query: Query;
  body: Body;
  /** The same for every repetition of one POST with an `Idempotency-Key`; absent without one. */
  repeatKey?: string;
}

export interface Done<T> {
  body: T;
  /** Where what was created stands. */
  location?: string;
}

export interface Operation<
  Params extends v.GenericSchema = v.GenericSchema,
  Query extends v.GenericSchema = v.GenericSchema,
  Body extends v.GenericSchema = v.GenericSchema,
  Answer extends v.GenericSchema = v.GenericSchema,
> {
  /** `operationId` of the document. */
  id: string;
  method: "get" | "post" | "put" | "patch" | "delete";
  /** With `:name` for each of `params`. */
  path: string;
  summary: string;
  description?: string;
  params?: Params;
  query?: Query;
  body?: Body;
  /** What it is answered with; without a schema there is no body (204). */
  answer: { status: 200 | 201 | 204; words: string; schema?: Answer };
  /** What it may be refused with beyond what any call may: `bad-request`, `not-allowed`, `rate-limited`, `unavailable`. */
  refusals?: RefusalCode[];
  run(call: Call<v.InferOutput<Params>, v.InferOutput<Query>, v.InferOutput<Body>>): Promise<HttpResult<Done<v.InferOutput<Answer>>>>;
}

/** Any operation, once its own types have been checked. */
export type AnyOperation = Omit<Operation, "run"> & { run(call: Call<never, never, never>): Promise<HttpResult<Done<unknown>>> };

export function operation<P extends v.GenericSchema, Q extends v.GenericSchema, B extends v.GenericSchema, A extends v.GenericSchema>(
  described: Operation<P, Q, B, A>,
): AnyOperation {
  return described;
}
