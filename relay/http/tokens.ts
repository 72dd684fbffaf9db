/** Host tokens for back ends that have no library to sign them. */

import * as v from "valibot";
import * as field from "../../protocol/fields.ts";
import * as limits from "../../protocol/limits.ts";
import { tokenSessions } from "../access/host-token.ts";
import type { Desk } from "./desk.ts";
import type { AnyOperation } from "./operation.ts";
import { operation } from "./operation.ts";
import { refuse } from "./problem.ts";

const LONGEST_SECONDS = limits.HOST_TOKEN_LIFE_MS / 1_000;

export function tokenOperations(desk: Desk): AnyOperation[] {
  return [
    operation({
      id: "createToken",
      method: "post",
      path: "/v1/tokens",
      summary: "Make a host token",
      description: "Asked for with an admin's token, it ends no later than that token and is good for no more sessions.",
      body: v.strictObject({
        sub: v.pipe(field.line("sub", limits.USER_ID_LENGTH), v.description("The vendor's own user id.")),
        name: field.name,
        role: v.picklist(["host", "admin"], "role must be host or admin."),
        sessions: v.optional(tokenSessions),
        ttlSeconds: v.pipe(
          v.number("ttlSeconds must be a number."),
          v.integer("ttlSeconds must be whole seconds."),
          v.minValue(1, "ttlSeconds is under 1."),
          v.maxValue(LONGEST_SECONDS, `ttlSeconds is over ${LONGEST_SECONDS} (12 hours).`),
        ),
      }),
      answer: {
        status: 201,
        words: "The token.",
        schema: v.object({ token: v.string(), expiresAt: v.pipe(v.string(), v.isoTimestamp()) }),
      },
      async run({ caller: { tenant, sessions, expiresAt }, body: { sessions: wanted, ...rest } }) {
        const good = wanted ?? sessions;
        if (sessions !== undefined && good?.some((id) => !sessions.includes(id))) {
          return refuse("not-allowed", "This token is good for certain sessions only: it gives no access to others.");
        }
        const left = expiresAt === undefined ? rest.ttlSeconds : Math.floor((expiresAt - Date.now()) / 1_000);
        if (left < 1) return refuse("not-allowed", "The host token has ended (exp): ask for a fresh one.");
        const draft = { ...rest, ttlSeconds: Math.min(rest.ttlSeconds, left), ...(good === undefined ? {} : { sessions: good }) };
        const made = await desk.deps.hostTokens.issue(tenant, draft);
        return { ok: true, value: { body: { token: made.token, expiresAt: new Date(made.expiresAt).toISOString() } } };
      },
    }),
  ];
}
