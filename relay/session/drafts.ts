/** How the edges turn parsed requests into commands: the same for sockets and REST. Here ids are made, so that `decide` stays pure. */

import type { InviteMessage, Recipient, SessionChanges, SessionDraft } from "../../protocol/fields.ts";
import { newId } from "../../protocol/ids.ts";
import type { Actor, Command, HostActor, NewInvite, SessionFields, VendorActor, Wording } from "./command.ts";

type CommandOf<Type extends Command["type"]> = Extract<Command, { type: Type }>;

export function createCommand(actor: HostActor | VendorActor, draft: SessionDraft): CommandOf<"create"> {
  const { linkSharing, e2ee, invites = [], startsAt, clientRef, ...rest } = draft;
  const fields: SessionFields = { ...rest, startsAt: Date.parse(startsAt), ...(clientRef === undefined ? {} : { clientRef }) };
  return {
    type: "create",
    actor,
    sessionId: newId("ses"),
    fields,
    linkSharing,
    invites: newInvites(invites),
    ...(e2ee === true ? { e2ee } : {}),
  };
}

export function updateCommand(actor: Actor, changes: SessionChanges): CommandOf<"update"> {
  const { linkSharing, removeGuests, startsAt, invites = [], ...rest } = changes;
  const fields: Partial<SessionFields> = {
    ...withoutAbsent(rest),
    ...(startsAt === undefined ? {} : { startsAt: Date.parse(startsAt) }),
  };
  return {
    type: "update",
    actor,
    fields,
    ...withoutAbsent({ linkSharing, removeGuests }),
    ...(invites.length === 0 ? {} : { invites: newInvites(invites) }),
  };
}

/** One invite a recipient. One without a name goes by its address. */
export function newInvites(recipients: readonly Recipient[]): NewInvite[] {
  return recipients.map(({ name, email, relation, contactId, locale }) => ({
    inviteId: newId("inv"),
    name: name ?? email,
    email,
    relation,
    ...(contactId === undefined ? {} : { contactId }),
    ...(locale === undefined ? {} : { locale }),
  }));
}

/** The words of one send, where a host wrote any. */
export function wordingOf(message: InviteMessage | undefined): { wording?: Wording } {
  return message === undefined ? {} : { wording: { message: withoutAbsent(message) } };
}

/** An invite without mail: a link to copy. */
export function labelledInvite(label: string): NewInvite {
  return { inviteId: newId("inv"), name: label, label, relation: "other" };
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function withoutAbsent<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
}
