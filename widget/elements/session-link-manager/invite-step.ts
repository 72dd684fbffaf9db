/** Whom to invite: the client's people as a checklist, others by address, and the words that go with the link. */

import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { msg, str } from "@lit/localize";
import { NAME_LENGTH, RECIPIENTS_PER_CALL } from "../../../protocol/limits.ts";
import type { Contact, HostView, Invite } from "../../../protocol/views.ts";
import type { AddressEntry } from "../../session/address-list.ts";
import { addressKey, isAddress } from "../../session/address-list.ts";
import { initials, inviteeOf, inviteesOf } from "../../session/invitees.ts";
import { plural } from "../../locales/plural.ts";
import { checkboxes, chips, fields } from "../../theme/controls.ts";
import { number } from "../../theme/words.ts";
import { relationWords } from "../invitee-words.ts";
import { AddressField } from "./address-field.ts";
import { MessagePart, messageProblem } from "./message-part.ts";
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
        <span class="hint">${isAddress(email) ? email : msg("No e-mail address: you get a link to copy", { id: "share.no-address" })}</span>
      </span>
      <span class="hint relation">${has ? msg("Has a link", { id: "share.has-link" }) : relationWords(relation)}</span>`;
  }

  /** "Create 3 links". */
  createWords(): string {
    const { count } = this;
    const { locale } = this.#desk.tag;
    if (count === 0) return msg("Create links", { id: "share.create-none" });
    const figure = number(locale, count);
    return plural(locale, count, "share.create", { one: str`Create ${figure} link`, other: str`Create ${figure} links` });
  }

  /** Makes the links; true when all are made. What is wrong is said in place. */
  async create(): Promise<boolean> {
    this.#addresses.commit();
    const { store } = this.#desk.tag;
    if (store === undefined || this.#complains()) return false;
    const chosen = this.#chosen();
    const mailable = chosen.filter((contact) => isAddress(contact.email));
    const recipients = [
      ...mailable.map(({ id, name, email, relation }) => ({ name: name.slice(0, NAME_LENGTH), email, relation, contactId: id })),
      ...this.#addresses.entries.map(({ name, email }) => ({ email, ...(name === "" ? {} : { name }) })),
    ];
    const invites: Invite[] = [];
    for (let from = 0; from < recipients.length; from += RECIPIENTS_PER_CALL) {
      const answer = await this.#desk.ask("create", () => store.invite(recipients.slice(from, from + RECIPIENTS_PER_CALL)));
      if (answer === null) return this.#made(invites, false);
      invites.push(...answer.items);
    }
    for (const contact of chosen.filter((each) => !isAddress(each.email))) {
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
    if (!all) return false;
    const count = number(this.#desk.tag.locale, invites.length);
    this.#desk.announce(
      plural(this.#desk.tag.locale, invites.length, "share.ready", {
        one: str`${count} link is ready. Copy it and pass it on.`,
        other: str`${count} links are ready. Copy each one and pass it on.`,
      }),
    );
    return true;
  }

  #complains(): boolean {
    if (this.#addresses.bad !== undefined) {
      this.#addresses.focus();
      return true;
    }
    const problem = messageProblem(this.#desk);
    if (this.count > 0 && problem === undefined) return false;
    this.#desk.object(problem ?? msg("Choose at least one person, or add an e-mail address.", { id: "share.nobody" }));
    return true;
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
        this.#desk.news = msg(str`${entry.email} has a link already.`, { id: "share.has-already" });
        return false;
      }
      const contact = this.#desk.tag.contacts.find((each) => addressKey(each.email) === key);
      if (contact === undefined) return true;
      this.#ticked.add(contact.id);
      this.#desk.news = msg(str`${contact.name} is ticked in the list above.`, { id: "share.ticked" });
      return false;
    });
  }
}
