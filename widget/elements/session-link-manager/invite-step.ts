/** Whom to invite: the client's people as a checklist, others by address, and the words that go with the link. */

import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { msg, str } from "@lit/localize";
import { NAME_LENGTH, RECIPIENTS_PER_CALL } from "../../../protocol/limits.ts";
import type { Contact, HostView, Invite } from "../../../protocol/views.ts";
import type { AddressEntry } from "../../session/address-list.ts";
import { isAddress } from "../../session/address.ts";
import { addressKey } from "../../session/address-list.ts";
import { initials, inviteeOf, inviteesOf } from "../../session/invitees.ts";
import { plural } from "../../locales/plural.ts";
import { checkboxes, chips, fields } from "../../theme/controls.ts";
import { number } from "../../theme/words.ts";
import { inLines, relationWords } from "../invitee-words.ts";
import { AddressField } from "./address-field.ts";
import { MessagePart } from "./message-part.ts";
import { inviteStyles } from "./invite-step.styles.ts";
import type { ShareDesk } from "./share-desk.ts";

/** Detail of `invites-sent`. */
export interface InvitesDetail {
  invites: Invite[];
}

export class InviteStep {
  readonly #desk: ShareDesk;
  readonly #addresses: AddressField;
  readonly #message: MessagePart;
  readonly #ticked = new Set<string>();
  /** Of the people being invited: how many are, of how many. */
  #progress: [number, number] = [0, 0];

  constructor(desk: ShareDesk) {
    this.#desk = desk;
    desk.tag.adopt(fields, chips, checkboxes, inviteStyles);
    this.#addresses = new AddressField(desk, (added) => this.#sift(added));
    this.#message = new MessagePart(desk);
  }

  /** How many people are chosen. */
  get count(): number {
    return this.#chosen().length + this.#addresses.entries.filter((entry) => entry.valid).length;
  }

  clear(): void {
    this.#ticked.clear();
    this.#addresses.clear();
    this.#message.clear();
  }

  render(view: HostView): TemplateResult {
    const { contacts } = this.#desk.tag;
    const first = this.#chosen()[0]?.name ?? this.#addresses.entries.find((entry) => entry.valid)?.name;
    const sample = first || contacts[0]?.name || msg("Sam", { id: "share.sample-name" });
    return html`${contacts.length === 0 ? nothing : this.#checklist(view, contacts)} ${this.#addresses.render()}
    ${this.#message.render(view, sample)}`;
  }

  #checklist(view: HostView, contacts: readonly Contact[]): TemplateResult {
    const invitees = inviteesOf(view);
    return html`<section class="part" aria-labelledby="contacts-title">
      <h3 id="contacts-title">${this.#desk.tag.contactsHeading ?? msg("Contacts", { id: "share.contacts" })}</h3>
      <ul class="checklist" part="contacts" role="list">
        ${repeat(
          contacts,
          ({ id }) => id,
          (contact) => {
            const has = inviteeOf(contact, invitees)?.invite.url !== undefined;
            return html`<li><label part="contact">${this.#contact(contact, has)}</label></li>`;
          },
        )}
      </ul>
    </section>`;
  }

  #contact(contact: Contact, has: boolean): TemplateResult {
    const { id, name, email, relation, relationLabel } = contact;
    return html`<input
        type="checkbox"
        .checked=${has || this.#ticked.has(id)}
        ?disabled=${has}
        @change=${(event: Event) => this.#tick(id, (event.target as HTMLInputElement).checked)}
      />
      <span class="avatar" aria-hidden="true">${initials(name, email)}</span>
      <span class="who">
        <span
          ><span class="strong">${name}</span
          >${relationLabel === undefined ? nothing : html`<span class="muted"> · ${relationLabel}</span>`}</span
        >
        <span class="hint"
          >${isAddress(email) ? inLines(email) : msg("No e-mail address: you get a link to copy", { id: "share.no-address" })}</span
        >
      </span>
      <span class="hint relation">${has ? msg("Has a link", { id: "share.has-link" }) : relationWords(relation)}</span>`;
  }

  /** "Send invitations (3)"; "Create 3 links" where the host passes them on. */
  sendWords(): string {
    const { count } = this;
    const { locale } = this.#desk.tag;
    const figure = number(locale, count);
    if (this.#desk.mails !== false) {
      return count === 0
        ? msg("Send invitations", { id: "share.send-none" })
        : msg(str`Send invitations (${figure})`, { id: "share.send" });
    }
    if (count === 0) return msg("Create links", { id: "share.create-none" });
    return plural(locale, count, "share.create", { one: str`Create ${figure} link`, other: str`Create ${figure} links` });
  }

  /** While that goes on: how many of them are done. */
  progressWords(): string {
    const [done, all] = this.#progress.map((each) => number(this.#desk.tag.locale, each));
    return this.#progress[0] === 0
      ? msg("Sending…", { id: "share.sending" })
      : msg(str`Sending… ${done} of ${all}`, { id: "share.sending-of" });
  }

  /** Makes the links, and has them mailed where the relay does so; true when all are made. What is wrong is said in place. */
  async create(): Promise<boolean> {
    this.#addresses.commit();
    const { store } = this.#desk.tag;
    if (store === undefined || this.#desk.mails === undefined || this.#complains()) return false;
    const chosen = this.#chosen();
    const mailable = chosen.filter((contact) => isAddress(contact.email));
    const recipients = [
      ...mailable.map(({ id, name, email, relation }) => ({ name: name.slice(0, NAME_LENGTH), email, relation, contactId: id })),
      ...this.#addresses.entries.map(({ name, email }) => ({ email, ...(name === "" ? {} : { name }) })),
    ];
    const others = chosen.filter((each) => !isAddress(each.email));
    const message = this.#desk.mails ? this.#desk.message : undefined;
    const invites: Invite[] = [];
    for (let from = 0; from < recipients.length; from += RECIPIENTS_PER_CALL) {
      this.#progress = [invites.length, recipients.length + others.length];
      const some = recipients.slice(from, from + RECIPIENTS_PER_CALL);
      const answer = await this.#desk.ask("create", () => store.invite(some, message));
      if (answer === null) return this.#made(invites, false);
      invites.push(...answer.items);
    }
    for (const contact of others) {
      this.#progress = [invites.length, recipients.length + others.length];
      const answer = await this.#desk.ask("create", () => store.createLink(contact.name));
      if (answer === null) return this.#made(invites, false);
      invites.push(answer.invite);
    }
    this.clear();
    return this.#made(invites, true);
  }

  /** What was made is told also when the rest was refused. */
  #made(invites: Invite[], all: boolean): boolean {
    if (invites.length > 0) this.#desk.tag.tell<InvitesDetail>("invites-sent", { invites });
    if (!all) {
      // Those are done: another press is for the rest.
      for (const { contactId } of invites) if (contactId !== undefined) this.#ticked.delete(contactId);
      this.#addresses.forget(invites.map(({ email }) => email ?? ""));
      this.#desk.tag.requestUpdate();
      return false;
    }
    const { locale } = this.#desk.tag;
    const mailed = this.#desk.mails === true ? invites.filter(({ email }) => email !== undefined).length : 0;
    const copied = invites.length - mailed;
    this.#desk.announce(() => [sentWords(locale, mailed), readyWords(locale, copied)].filter((each) => each !== "").join(" "));
    return true;
  }

  #complains(): boolean {
    if (this.#addresses.bad !== undefined) {
      this.#addresses.focus();
      return true;
    }
    if (this.count === 0) {
      this.#desk.object(() => msg("Choose at least one person, or add an e-mail address.", { id: "share.nobody" }));
      return true;
    }
    return this.#message.complains();
  }

  #chosen(): Contact[] {
    return this.#desk.tag.contacts.filter(({ id }) => this.#ticked.has(id));
  }

  #tick(id: string, on: boolean): void {
    if (on) this.#ticked.add(id);
    else this.#ticked.delete(id);
    this.#desk.quiet();
  }

  /** A typed address that is a contact's ticks the contact; one with a working link needs no other. */
  #sift(added: AddressEntry[]): AddressEntry[] {
    this.#desk.quiet();
    const view = this.#desk.tag.store?.view;
    return added.filter((entry) => {
      if (!entry.valid) return true;
      const key = addressKey(entry.email);
      if (view?.invites.some((invite) => invite.url !== undefined && addressKey(invite.email ?? "") === key)) {
        this.#desk.announce(() => msg(str`${entry.email} has a link already.`, { id: "share.has-already" }));
        return false;
      }
      const contact = this.#desk.tag.contacts.find((each) => addressKey(each.email) === key);
      if (contact === undefined) return true;
      this.#ticked.add(contact.id);
      this.#desk.announce(() => msg(str`${contact.name} is ticked in the list above.`, { id: "share.ticked" }));
      return false;
    });
  }
}

function sentWords(locale: string, count: number): string {
  if (count === 0) return "";
  const figure = number(locale, count);
  return plural(locale, count, "share.sent", {
    one: str`${figure} invitation is on its way.`,
    other: str`${figure} invitations are on their way.`,
  });
}

function readyWords(locale: string, count: number): string {
  if (count === 0) return "";
  const figure = number(locale, count);
  return plural(locale, count, "share.ready", {
    one: str`${figure} link is ready. Copy it and pass it on.`,
    other: str`${figure} links are ready. Copy each one and pass it on.`,
  });
}
