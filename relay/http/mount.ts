/** Puts a described call onto the app: who calls, what with, once or again, and its answer. */

import type { Context, Hono } from "hono";
import type { AuthenticateDeps } from "./authenticate.ts";
import { authenticate } from "./authenticate.ts";
import type { HttpEnv } from "./env.ts";
import type { IdempotencyDeps } from "./idempotency.ts";
import { once } from "./idempotency.ts";
import type { AnyOperation, Call } from "./operation.ts";
import type { HttpResult } from "./problem.ts";
import { absent, problem } from "./problem.ts";
import { parse, readJson } from "./read-request.ts";

export interface MountDeps extends AuthenticateDeps, IdempotencyDeps {
  addressOf: (c: Context<HttpEnv>) => string;
}

export function mount(app: Hono<HttpEnv>, described: AnyOperation, deps: MountDeps): void {
  app.on(described.method.toUpperCase(), described.path, (c) => serve(c, described, deps));
}

async function serve(c: Context<HttpEnv>, described: AnyOperation, deps: MountDeps): Promise<Response> {
  c.set("route", described.path);
  const requestId = c.get("requestId");
  const authenticated = await authenticate(deps, c.req.header("authorization"), deps.addressOf(c));
  if (!authenticated.ok) return problem(authenticated, requestId);
  const caller = authenticated.value;
  c.set("tenantId", caller.tenant.id);

  const taken = await takeApart(c, described);
  if (!taken.ok) return problem(taken, requestId);
  const { text, ...parts } = taken.value;
  const run = async (repeatKey?: string): Promise<Response> => {
    const call: Call<unknown, unknown, unknown> = { caller, ...parts, ...(repeatKey === undefined ? {} : { repeatKey }) };
    const result = await described.run(call as Call<never, never, never>);
    if (!result.ok) return problem(result, requestId);
    return answer(described, result.value);
  };

  const key = described.method === "post" ? c.req.header("idempotency-key") : undefined;
  if (key === undefined) return run();
  const answered = await once(deps, { caller, key, method: c.req.method, path: c.req.path, body: text }, run);
  return answered instanceof Response ? answered : problem(answered, requestId);
}

type Parts = Pick<Call<unknown, unknown, unknown>, "params" | "query" | "body">;

async function takeApart(c: Context<HttpEnv>, { params, query, body }: AnyOperation): Promise<HttpResult<Parts & { text: string }>> {
  const parts: Parts & { text: string } = { params: {}, query: {}, body: undefined, text: "" };
  if (params !== undefined) {
    const parsed = parse(params, c.req.param());
    // An id that is none names nothing.
    if (!parsed.ok) return absent("thing");
    parts.params = parsed.value;
  }
  if (query !== undefined) {
    const parsed = parse(query, c.req.query());
    if (!parsed.ok) return parsed;
    parts.query = parsed.value;
  }
  if (body !== undefined) {
    const read = await readJson(c);
    if (!read.ok) return read;
    const parsed = parse(body, read.value.json);
    if (!parsed.ok) return parsed;
    parts.body = parsed.value;
    parts.text = read.value.text;
  }
  return { ok: true, value: parts };
}

function answer({ answer: { status, schema } }: AnyOperation, { body, location }: { body: unknown; location?: string }): Response {
  const headers = { "cache-control": "no-store", ...(location === undefined ? {} : { location }) };
  if (schema === undefined) return new Response(null, { status, headers });
  return new Response(JSON.stringify(body), { status, headers: { ...headers, "content-type": "application/json" } });
}
