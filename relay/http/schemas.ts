/** What REST answers look like. Each schema is held against the type of the view it describes, so the two cannot drift apart. */

import * as v from "valibot";
import { guestId, inviteId, participantId, sessionId } from "../../protocol/fields.ts";
import { REFUSALS } from "../../protocol/refusals.ts";
import type { RefusalCode } from "../../protocol/refusals.ts";
import type { Guest, HostRef, Invite, InviteHistoryItem, Seats, SessionInfo } from "../../protocol/views.ts";

/** Checks, when compiled, that a schema has every property of `T` and nothing that `T` does not allow. */
const shows =
  <T>() =>
  <S extends v.GenericSchema<unknown, T>>(schema: S & (keyof T extends keyof v.InferOutput<S> ? unknown : never)): S =>
    schema;

const time = v.pipe(v.string(), v.isoTimestamp());
const count = v.pipe(v.number(), v.integer());
export const refusalCode = v.picklist(Object.keys(REFUSALS) as [RefusalCode, ...RefusalCode[]]);

const hostRef = shows<HostRef>()(v.object({ id: v.pipe(v.string(), v.description("The vendor's own user id.")), name: v.string() }));

const sessionFields = {
  id: sessionId,
  title: v.string(),
  service: v.string(),
  hosts: v.array(hostRef),
  startsAt: time,
  durationMinutes: count,
  timeZone: v.string(),
  clientRef: v.exactOptional(v.string()),
  linkSharing: v.boolean(),
  e2ee: v.pipe(v.boolean(), v.description("End-to-end encrypted also where the media goes through a server; chosen when it is created.")),
  locked: v.boolean(),
  state: v.picklist(["scheduled", "live", "ended"]),
  opensAt: v.pipe(time, v.description("When drop-in links open by the clock.")),
  closesAt: v.pipe(time, v.description("When drop-in links close by the clock.")),
  createdAt: time,
  startedAt: v.exactOptional(time),
  endedAt: v.exactOptional(time),
  endReason: v.exactOptional(refusalCode),
};
export const sessionSchema = shows<SessionInfo>()(v.object(sessionFields));

const historyItem = shows<InviteHistoryItem>()(
  v.object({
    at: time,
    what: v.picklist([
      "created",
      "queued",
      "sent",
      "delivered",
      "failed",
      "opened",
      "revoked",
      "renewed",
      "resent",
      "complained",
      "unsubscribed",
    ]),
    reason: v.exactOptional(v.string()),
  }),
);

export const inviteSchema = shows<Invite>()(
  v.object({
    id: inviteId,
    name: v.string(),
    email: v.exactOptional(v.string()),
    label: v.exactOptional(v.string()),
    relation: v.picklist(["linked-account", "alternate-contact", "other"]),
    contactId: v.exactOptional(v.string()),
    url: v.exactOptional(v.pipe(v.string(), v.description("The drop-in link; absent once it was revoked or the session has ended."))),
    status: v.exactOptional(v.picklist(["queued", "sent", "delivered", "failed"])),
    failure: v.exactOptional(v.string()),
    sentAt: v.exactOptional(time),
    openedAt: v.exactOptional(time),
    revokedAt: v.exactOptional(time),
    createdAt: time,
    history: v.array(historyItem),
  }),
);

export const createdSessionSchema = v.object({
  ...sessionFields,
  invites: v.pipe(v.array(inviteSchema), v.description("The invites of the call's recipients, in their order.")),
});

export const changedSessionSchema = v.object({
  ...sessionFields,
  invites: v.exactOptional(v.pipe(v.array(inviteSchema), v.description("Where any were asked for: theirs, in their order."))),
});

export const guestSchema = shows<Guest>()(
  v.object({
    guestId,
    name: v.pipe(v.string(), v.description("As typed.")),
    inviteId,
    invitedAs: v.string(),
    since: time,
    sameLinkAs: v.exactOptional(v.pipe(guestId, v.description("Another browser asked with the same link before."))),
    here: v.pipe(v.boolean(), v.description("false while the guest's connection is lost.")),
  }),
);

const seats = shows<Seats>()(v.object({ taken: count, limit: count }));

export const participantsSchema = v.object({
  topology: v.picklist(["none", "mesh", "sfu"]),
  seats,
  waiting: v.array(guestSchema),
  participants: v.array(v.object({ participantId, name: v.string(), role: v.picklist(["host", "guest"]), seatedAt: time })),
});

export const auditItemSchema = v.object({
  at: time,
  by: v.pipe(v.string(), v.description("A host's id, a guest's id, `vendor` or `clock`.")),
  type: v.string(),
  inviteId: v.exactOptional(inviteId),
  guestId: v.exactOptional(guestId),
  participantId: v.exactOptional(participantId),
  role: v.exactOptional(v.picklist(["host", "guest"])),
  name: v.exactOptional(v.string()),
  reason: v.exactOptional(refusalCode),
  failure: v.exactOptional(v.pipe(v.string(), v.description("Why a mail could not be delivered, in the provider's words."))),
});

export const webhookDeliverySchema = v.object({
  id: v.pipe(v.string(), v.description("The call's `webhook-id`: the same at every attempt.")),
  type: v.string(),
  at: time,
  attempt: count,
  outcome: v.pipe(
    v.picklist(["delivered", "retrying", "failed"]),
    v.description("`retrying`: it was not taken, and is tried again later."),
  ),
  status: v.exactOptional(v.pipe(count, v.description("What the receiver answered with, if it did."))),
  reason: v.exactOptional(v.string()),
});

/** A list as every GET of several things answers it. */
export const listOf = <S extends v.GenericSchema>(items: S) =>
  v.object({
    items: v.array(items),
    nextCursor: v.pipe(v.nullable(v.string()), v.description("Give it as `cursor` for the next page; null on the last.")),
  });
