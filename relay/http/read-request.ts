/** Takes a call apart: its body as JSON, and each part held against its schema (DOOR3). */

import type { Context } from "hono";
import * as v from "valibot";
import { faultOf } from "../../protocol/fault.ts";
import { limitedBody } from "./limited-body.ts";
import type { HttpResult } from "./problem.ts";
import { refuse } from "./problem.ts";

/** `text`: the body as it came, for the fingerprint of a repeated call. */
export async function readJson(c: Context): Promise<HttpResult<{ text: string; json: unknown }>> {
  const type = c.req.header("content-type") ?? "";
  if (!/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type)) {
    return refuse("bad-request", "The body must be JSON: send it with Content-Type: application/json.", { status: 415 });
  }
  const body = await limitedBody(c.req.raw);
  if (!body.ok) return body;
  try {
    return { ok: true, value: { text: body.value, json: JSON.parse(body.value) as unknown } };
  } catch {
    return refuse("bad-request", "The body is not JSON.");
  }
}

/** The first fault, in a sentence that names the field. */
export function parse<S extends v.GenericSchema>(schema: S, value: unknown): HttpResult<v.InferOutput<S>> {
  let outcome: v.SafeParseResult<S>;
  try {
    outcome = v.safeParse(schema, value, { abortEarly: true });
  } catch {
    return refuse("bad-request", "The body is nested too deeply.");
  }
  return outcome.success ? { ok: true, value: outcome.output } : refuse("bad-request", sentence(outcome.issues[0]));
}

function sentence(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue)?.slice(0, 200);
  if (issue.type === "strict_object" || issue.type === "object") {
    if (path === undefined) return "The body must be a JSON object.";
    if (issue.received === "undefined") return `${path} is missing.`;
    return issue.expected === "never" ? `${path} is not a field of this call.` : `${path} must be an object.`;
  }
  const field = path?.split(".").at(-1);
  const fault = faultOf(issue);
  return path === undefined || (field !== undefined && fault.includes(field)) ? fault : `${path}: ${fault}`;
}
