/**
 * A request's body as text, up to a size. Read from the stream as it comes: a length that a caller announces, or does not announce (chunked
 * bodies, calls without a body), proves nothing.
 */

import * as limits from "../../protocol/limits.ts";
import type { HttpResult } from "./problem.ts";
import { refuse } from "./problem.ts";

/** Rejects when the connection breaks. */
export async function limitedBody(request: Request, maxBytes: number = limits.PACKET_BYTES): Promise<HttpResult<string>> {
  const tooLarge = refuse("bad-request", `The body is larger than ${maxBytes} bytes.`, { status: 413 });
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) return tooLarge;
  if (request.body === null) return { ok: true, value: "" };
  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.length;
    if (size > maxBytes) {
      await reader.cancel();
      return tooLarge;
    }
    chunks.push(part.value);
  }
  return { ok: true, value: Buffer.concat(chunks).toString("utf8") };
}
