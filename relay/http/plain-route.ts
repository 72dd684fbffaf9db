/** A route that needs no caller of a tenant: health, metrics, the document itself, a provider's webhook. */

import type { Context } from "hono";
import type { HttpEnv } from "./env.ts";

export interface PlainRoute {
  /** `operationId` of the document. */
  id: string;
  /** `get` when absent. */
  method?: "get" | "post";
  path: string;
  summary: string;
  /** What it may be answered with, by status. */
  answers: Record<number, { words: string; type: string }>;
  respond(c: Context<HttpEnv>): Response | Promise<Response>;
}
