/** What happened in a session, line by line. */

import * as v from "valibot";
import * as field from "../../protocol/fields.ts";
import type { Desk } from "./desk.ts";
import type { AnyOperation } from "./operation.ts";
import { operation } from "./operation.ts";
import { page } from "./pages.ts";
import { auditItemSchema, listOf } from "./schemas.ts";

export function auditOperations(desk: Desk): AnyOperation[] {
  return [
    operation({
      id: "getAudit",
      method: "get",
      path: "/v1/sessions/:sessionId/audit",
      summary: "Who was invited, opened, waited, was let in by whom, left, why and when",
      description: "Kept as long as the session: until it is deleted or `RETENTION_DAYS` after its end.",
      params: v.object({ sessionId: field.sessionId }),
      query: v.strictObject(page),
      answer: { status: 200, words: "Oldest first.", schema: listOf(auditItemSchema) },
      async run({ caller, params, query }) {
        const read = await desk.read(caller, params.sessionId);
        if (!read.ok) return read;
        const found = await desk.ask(desk.deps.store.sessions.audit(params.sessionId, query));
        if (!found.ok) return found;
        const { items, nextCursor } = found.value;
        const told = items.map((event) => ({ ...event, at: new Date(event.at).toISOString() }));
        return { ok: true, value: { body: { items: told, nextCursor: nextCursor ?? null } } };
      },
    }),
  ];
}
