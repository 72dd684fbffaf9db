/** A route that needs no caller: health, metrics, the document itself. */

import type { Context } from "hono";
import type { HttpEnv } from "./env.ts";

export interface PlainRoute {
  /** `operationId` of the document. */
  id: string;
  path: string;
  summary: string;
  /** What it may be answered with, by status. */
  answers: Record<number, { words: string; type: string }>;
  respond(c: Context<HttpEnv>): Response | Promise<Response>;
}
