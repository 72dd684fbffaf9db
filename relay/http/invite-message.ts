/** Settings > Reminders > Video Sessions, for a back end: the words that guests are sent by default (MAIL8). */

import * as v from "valibot";
import * as field from "../../protocol/fields.ts";
import * as limits from "../../protocol/limits.ts";
import type { Result } from "../../protocol/refusals.ts";
import type { ClinicMessage, MessageDesk } from "../outbox/message-desk.ts";
import type { AnyOperation, Caller, Done } from "./operation.ts";
import { operation } from "./operation.ts";
import type { HttpResult } from "./problem.ts";
import { refuse } from "./problem.ts";

const query = v.object({
  service: v.optional(
    v.pipe(field.line("service", limits.SERVICE_LENGTH), v.description("The words for this service; absent: the clinic's general ones.")),
  ),
});
const answer = {
  status: 200,
  words: "The words in force. `custom`: written for exactly this service, or in general; false: they come from the next wider place.",
  schema: v.object({ subject: v.string(), body: v.string(), custom: v.boolean() }),
} as const;
type Answer = v.InferOutput<typeof answer.schema>;

export function inviteMessageOperations(messages: Pick<MessageDesk, "get" | "save" | "restore">): AnyOperation[] {
  const path = "/v1/settings/invite-message";
  /** A token that is good for certain sessions only does not speak for the clinic. */
  async function forClinic({ sessions }: Caller, asked: () => Promise<Result<ClinicMessage>>): Promise<HttpResult<Done<Answer>>> {
    if (sessions !== undefined) return refuse("not-allowed", "This token is good for certain sessions only.");
    const read = await asked();
    return read.ok ? { ok: true, value: { body: { ...read.value.message, custom: read.value.custom } } } : read;
  }

  return [
    operation({
      id: "getInviteMessage",
      method: "get",
      path,
      summary: "The default message of invitations",
      query,
      answer,
      run: ({ caller, query: { service } }) => forClinic(caller, () => messages.get(caller.tenant.id, service)),
    }),
    operation({
      id: "setInviteMessage",
      method: "put",
      path,
      summary: "Word the default message",
      description: "Variables: `{{guestName}} {{hostName}} {{service}} {{startsAt}} {{joinUrl}} {{clinicName}}`; any other is refused.",
      query,
      body: field.defaultMessage,
      answer,
      run: ({ caller, query: { service }, body }) => forClinic(caller, () => messages.save(caller.tenant.id, body, service)),
    }),
    operation({
      id: "restoreInviteMessage",
      method: "delete",
      path,
      summary: "Forget the clinic's own words",
      query,
      answer,
      run: ({ caller, query: { service } }) => forClinic(caller, () => messages.restore(caller.tenant.id, service)),
    }),
  ];
}
