/** Whom the popover lists, and what it says of each. */

import { msg, str } from "@lit/localize";
import type { Contact, HostView } from "../../../protocol/views.ts";
import type { Invitee } from "../../session/invitees.ts";
import { contactOf, inviteeOf, inviteesOf } from "../../session/invitees.ts";
import type { StatusWords } from "../invitee-words.ts";
import { failureWords, statusWords } from "../invitee-words.ts";

/** A contact, with the link it has if it has one; or somebody else who has one. */
export interface Row {
  key: string;
  name: string;
  email: string;
  contact?: Contact;
  invitee?: Invitee;
}

export function rowsOf(view: HostView, contacts: readonly Contact[]): Row[] {
  const invitees = inviteesOf(view, contacts);
  const known = contacts.map((contact): Row => {
    const invitee = inviteeOf(contact, invitees);
    return {
      key: `contact ${contact.id}`,
      name: contact.name,
      email: contact.email,
      contact,
      ...(invitee === undefined ? {} : { invitee }),
    };
  });
  const others = invitees
    .filter(({ invite, status }) => status !== "stopped" && contactOf(invite, contacts) === undefined)
    .map((invitee): Row => ({ key: invitee.invite.id, name: invitee.title, email: invitee.invite.email ?? "", invitee }));
  return [...known, ...others];
}

/** `mails`: the relay sends the links. */
export function rowWords({ invitee }: Row, { locale, mails }: { locale: string; mails: boolean }): StatusWords {
  if (invitee === undefined) {
    const text = mails ? msg("Not invited yet", { id: "actions.links.not-invited" }) : msg("No link yet", { id: "actions.links.none" });
    return { text, tone: "quiet" };
  }
  const words = statusWords(invitee, locale, Date.now());
  if (invitee.status !== "failed" || invitee.invite.failure === undefined) return words;
  const failure = failureWords(invitee.invite.failure);
  return { ...words, text: msg(str`Failed: ${failure}`, { id: "actions.links.failed" }) };
}
