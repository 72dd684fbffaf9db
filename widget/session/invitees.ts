/** The people of one session as the share window lists them: who has a link, and what became of it. Pure. */

import type { Contact, Guest, HostView, Invite } from "../../protocol/views.ts";
import { addressKey } from "./address-list.ts";

/**
 * How far somebody is, the most telling first:
 * `waiting` at the door, `inside`, `stopped` (the link is dead), `failed` (the mail did not arrive), `opened`,
 * `delivered`, `sent`, `queued`, and `made` for a link that was never mailed.
 */
export type InviteeStatus = "waiting" | "inside" | "stopped" | "failed" | "opened" | "delivered" | "sent" | "queued" | "made";

export interface Invitee {
  invite: Invite;
  status: InviteeStatus;
  /** What to call this person: name, else address, else the link's label. */
  title: string;
  /** How the person stands to the client, in the portal's own words, if the portal gave them. */
  relationLabel?: string;
  /** Those who wait behind this link, longest first; usually one or none. */
  waiting: Guest[];
}

/** What turning the links off would do, for the question before it. */
export interface SharingToll {
  links: number;
  waiting: number;
  inside: number;
}

/** Everybody with a link or who once had one, in the order invited. */
export function inviteesOf(view: HostView, contacts: readonly Contact[] = []): Invitee[] {
  const inside = new Set(view.participants.map((each) => each.inviteId));
  return view.invites.map((invite): Invitee => {
    const waiting = view.waiting.filter((guest) => guest.inviteId === invite.id);
    const label = contactOf(invite, contacts)?.relationLabel;
    return {
      invite,
      waiting,
      title: titleOf(invite),
      status: statusOf(invite, waiting.length > 0, inside.has(invite.id)),
      ...(label === undefined ? {} : { relationLabel: label }),
    };
  });
}

function statusOf(invite: Invite, waiting: boolean, inside: boolean): InviteeStatus {
  if (waiting) return "waiting";
  if (inside) return "inside";
  if (invite.url === undefined) return "stopped";
  if (invite.status === "failed") return "failed";
  if (invite.openedAt !== undefined) return "opened";
  return invite.status ?? "made";
}

export function titleOf(invite: Invite): string {
  return invite.name || invite.email || invite.label || "";
}

/** The contact an invite was made for, by its id or its address. */
export function contactOf(invite: Invite, contacts: readonly Contact[]): Contact | undefined {
  const key = invite.email === undefined ? undefined : addressKey(invite.email);
  return (
    contacts.find((contact) => contact.id === invite.contactId) ??
    contacts.find((contact) => key !== undefined && addressKey(contact.email) === key)
  );
}

/** The invitee a contact already is in this session. */
export function inviteeOf(contact: Contact, invitees: readonly Invitee[]): Invitee | undefined {
  return invitees.find(({ invite }) => contactOf(invite, [contact]) !== undefined);
}

/** REV2 in figures: links that work now, people who wait on them, guests who are inside. */
export function sharingToll(view: HostView): SharingToll {
  return {
    links: view.invites.filter((invite) => invite.url !== undefined).length,
    waiting: view.waiting.length,
    inside: view.participants.filter((each) => each.role === "guest").length,
  };
}

/** Two letters for a round picture: of the first and last name ("Dr." is no name), or of an address's two sides. */
export function initials(name: string, email = ""): string {
  const words = name.includes("@")
    ? []
    : name.split(/[\s·]+/u).filter((word) => /^[\p{L}\p{N}]/u.test(word) && !/^\p{L}{1,5}\.$/u.test(word));
  const [local = "", domain = ""] = (name.includes("@") ? name : email).split("@");
  const parts = words.length > 1 ? [words[0], words.at(-1)] : words.length === 1 ? [words[0], domain] : [...local.split(/[._+-]/u), domain];
  const letters = parts.map((part) => Array.from(part ?? "")[0] ?? "").filter((letter) => letter !== "");
  return letters.slice(0, 2).join("").toLocaleUpperCase();
}
