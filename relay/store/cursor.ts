/** Where a list goes on: `nextCursor` of the page before, opaque to callers. One that no page gave would start anew without end, so it is refused. */

import type { SessionId } from "../../protocol/ids.ts";
import { isId } from "../../protocol/ids.ts";
import { UnknownCursor } from "./session-store.ts";

/** A session's place in a list by start time. */
export interface Place {
  startsAt: number;
  id: SessionId;
}

export function encodePlace({ startsAt, id }: Place): string {
  return Buffer.from(JSON.stringify([startsAt, id])).toString("base64url");
}

/** Throws `UnknownCursor`. */
export function decodePlace(cursor: string): Place {
  let read: unknown;
  try {
    read = JSON.parse(Buffer.from(cursor, "base64url").toString());
  } catch {
    throw new UnknownCursor();
  }
  const [startsAt, id] = Array.isArray(read) ? (read as unknown[]) : [];
  if (typeof startsAt !== "number" || !Number.isFinite(startsAt) || !isId("ses", id)) throw new UnknownCursor();
  return { startsAt, id };
}

/** The line of an audit trail that a cursor names; without one, the first. Throws `UnknownCursor`. */
export function decodeLine(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (!/^\d{1,9}$/.test(cursor)) throw new UnknownCursor();
  return Number(cursor);
}
