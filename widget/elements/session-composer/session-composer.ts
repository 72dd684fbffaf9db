import type { PropertyValues, TemplateResult } from "lit";
import { html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { msg, str } from "@lit/localize";
import type { Contact, HostRef, SessionInfo } from "../../../protocol/views.ts";
import { define } from "../../define.ts";
import type { SessionStore } from "../../session/host-store.ts";
import { HostWatch } from "../../session/host-watch.ts";
import { hostSentence } from "../../session/refusal-sentences.ts";
import { isZone, localZone } from "../../session/wall-time.ts";
import { buttons, checkboxes, fields, selects, switches } from "../../theme/controls.ts";
import { span, zoneName } from "../../theme/words.ts";
import type { Complaint } from "../base.ts";
import { DoorstepElement } from "../base.ts";
import { composerForm } from "./composer-form.ts";
import type { Fields, FieldName, Problems, Service } from "./draft.ts";
import { draftOf, freshFields, problemsOf, serviceLength } from "./draft.ts";
import { composerStyles } from "./session-composer.styles.ts";

export type { Service };

/** Detail of `session-created`. */
export interface CreatedDetail {
  session: SessionInfo;
}

/**
 * The form for a new video session. When it is created the share window opens for it, unless `no-share-step` says otherwise or
 * its links are off.
 *
 * @tag session-composer
 * @fires {CustomEvent<CreatedDetail>} session-created - The session is there.
 * @slot heading - Words above the form.
 * @slot footer - More beside the button, e.g. one to cancel.
 * @csspart form - The form.
 * @csspart service - The field of the service.
 * @csspart date - The field of the date.
 * @csspart time - The field of the time.
 * @csspart length - The field of the length.
 * @csspart hosts - The line of hosts.
 * @csspart colleague - A colleague who may be chosen beside them.
 * @csspart sharing - The switch of shareable links with its words.
 * @csspart create - The button that creates the session.
 * @csspart done - What stands in place of the form once the session is created.
 */
export class SessionComposer extends DoorstepElement {
  static override styles = [DoorstepElement.styles, buttons, fields, selects, switches, checkboxes, composerStyles];

  /** What the portal offers: names, or names with their usual length in minutes. Without any, the name is typed. */
  @property({ attribute: false }) services: Service[] = [];
  /** The client's people, offered in the share window. */
  @property({ attribute: false }) contacts: Contact[] = [];
  /** Who runs the session. Without any, it is the signed-in host's own. */
  @property({ attribute: false }) hosts: HostRef[] = [];
  /** Others who could run it too: the form offers them beside `hosts`, which has to be given then. */
  @property({ attribute: false }) colleagues: HostRef[] = [];
  /** The portal's own reference of the client. */
  @property({ attribute: "client-ref" }) clientRef = "";
  /** What the portal calls the session, e.g. with the client's name; guests never see it. Otherwise the service. */
  @property({ attribute: "session-title" }) sessionTitle = "";
  /** When the form suggests to begin, ISO 8601 with offset. */
  @property({ attribute: "starts-at" }) startsAt?: string;
  /** The length the form suggests, minutes. */
  @property({ attribute: "duration-minutes", type: Number }) durationMinutes?: number;
  /** The portal's time zone, an IANA name; otherwise the browser's. */
  @property({ attribute: "time-zone" }) timeZone?: string;
  /** Do not open the share window. */
  @property({ attribute: "no-share-step", type: Boolean }) noShareStep = false;
  /** Sessions made here are end-to-end encrypted also where the media goes through a server. */
  @property({ type: Boolean }) e2ee = false;
  /** What stands above the contacts in the share window. */
  @property({ attribute: "contacts-heading" }) contactsHeading?: string;

  @state() private fields: Fields | undefined;
  @state() private problems: Problems = {};
  @state() private busy = false;
  @state() private refused: string | undefined;
  @state() private created: SessionInfo | undefined;
  @state() private sharing = false;

  readonly #watch = new HostWatch<SessionStore>(this, { pick: () => undefined, told: () => this.requestUpdate() });
  /** The length was chosen by hand, so another service does not change it. */
  #ownLength = false;
  /** Somebody has begun to fill in the form: what the page suggests later does not overwrite it. */
  #touched = false;
  #complained = false;

  /** Empties the form for another session. Resolves when that is shown. */
  async reset(): Promise<void> {
    this.created = this.refused = undefined;
    this.sharing = false;
    this.problems = {};
    this.#ownLength = this.#touched = false;
    this.#refresh();
    await this.updateComplete;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    const complaint = this.#complaint();
    if (complaint !== undefined) this.complain(complaint);
    else if (this.#complained) this.settle();
    this.#complained = complaint !== undefined;
    if (this.colleagues.length > 0 && this.hosts.length === 0)
      this.warn(
        undefined,
        "has colleagues but no hosts for them to stand beside, and offers none.",
        "Set its hosts to who runs the session.",
      );
    const suggests = ["services", "startsAt", "durationMinutes", "timeZone"] as const;
    if (this.fields === undefined || (!this.#touched && suggests.some((name) => changed.has(name)))) this.#refresh();
  }

  protected override renderContent(): TemplateResult {
    if (this.created !== undefined) return this.#done(this.created);
    return composerForm({
      fields: this.fields ?? this.#suggested(),
      problems: this.problems,
      services: this.services,
      hosts: this.hosts,
      colleagues: this.#colleagues,
      zone: this.#zone,
      locale: this.locale,
      busy: this.busy,
      refused: this.refused,
      change: (name, value) => this.#change(name, value),
      submit: () => void this.#create(),
    });
  }

  get #zone(): string {
    return this.timeZone ?? localZone();
  }

  /** Without hosts named by the page there is nobody to stand beside: the relay would not let a host leave itself out. */
  get #colleagues(): HostRef[] {
    return this.hosts.length === 0 ? [] : this.colleagues.filter(({ id }) => !this.hosts.some((host) => host.id === id));
  }

  #suggested(): Fields {
    const startsAt = this.startsAt === undefined ? undefined : Date.parse(this.startsAt);
    return freshFields(this.services, {
      now: Date.now(),
      zone: isZone(this.#zone) ? this.#zone : "UTC",
      startsAt: Number.isFinite(startsAt) ? startsAt : undefined,
      durationMinutes: Number.isInteger(this.durationMinutes) ? this.durationMinutes : undefined,
    });
  }

  #refresh(): void {
    this.fields = this.#suggested();
  }

  #change<Name extends keyof Fields>(name: Name, value: Fields[Name]): void {
    const fields = { ...(this.fields ?? this.#suggested()), [name]: value };
    if (name === "durationMinutes") this.#ownLength = true;
    const usual = name === "service" ? serviceLength(this.services, fields.service) : undefined;
    if (usual !== undefined && !this.#ownLength) fields.durationMinutes = usual;
    this.fields = fields;
    this.#touched = true;
    this.refused = undefined;
    // What was marked is looked at again; what was not is left until it is asked for.
    if (Object.keys(this.problems).length > 0) this.problems = problemsOf(fields, this.#zone, Date.now());
  }

  async #create(): Promise<void> {
    if (this.busy || this.fields === undefined) return;
    this.problems = problemsOf(this.fields, this.#zone, Date.now());
    const wrong = (Object.keys(this.problems) as FieldName[])[0];
    if (wrong !== undefined) {
      await this.updateComplete;
      this.renderRoot.querySelector<HTMLElement>(`#${wrong}`)?.focus();
      return;
    }
    this.busy = true;
    this.refused = undefined;
    const { colleagues: chosen } = this.fields;
    const draft = draftOf(this.fields, this.#zone, {
      title: this.sessionTitle,
      clientRef: this.clientRef,
      hosts: [...this.hosts, ...this.#colleagues.filter(({ id }) => chosen.includes(id))],
      e2ee: this.e2ee,
    });
    const result = await this.#watch.stores?.create(draft);
    this.busy = false;
    if (result === undefined || !result.ok) {
      this.refused = this.speak(() => hostSentence(result?.refusal.code ?? "unavailable"));
      return;
    }
    const { session } = result.value;
    this.created = session;
    this.tell<CreatedDetail>("session-created", { session });
    if (session.linkSharing && !this.noShareStep) await this.#share();
    else await this.#show("h2");
  }

  async #share(): Promise<void> {
    try {
      await import("../session-link-manager/session-link-manager.ts");
      this.sharing = true;
    } catch {
      // A file of the widget did not load. The session is there, and the button asks again.
      this.refused = this.speak(() => hostSentence("unavailable"));
    }
  }

  async #show(selector: string): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }

  #done(session: SessionInfo): TemplateResult {
    const when = span(this.locale, session);
    const zone = zoneName(session.timeZone);
    return html`<div class="done" part="done">
        <div role="status">
          <h2 tabindex="-1">${msg("Session created", { id: "composer.done" })}</h2>
          <p class="muted">${msg(str`${session.service} · ${when} (${zone})`, { id: "composer.done.when" })}</p>
        </div>
        ${this.refused === undefined ? nothing : html`<p class="banner danger" role="alert">${this.refused}</p>`}
        <div class="foot">
          <slot name="footer"></slot>
          <button class="button" type="button" @click=${() => void this.reset().then(() => this.#show("#service"))}>
            ${msg("Create another", { id: "composer.another" })}
          </button>
          ${
            session.linkSharing
              ? html`<button class="button primary" id="invite" type="button" @click=${() => void this.#share()}>
                  ${msg("Invite people", { id: "composer.invite" })}
                </button>`
              : nothing
          }
        </div>
      </div>
      ${
        this.sharing
          ? html`<session-link-manager
              open
              session-id=${session.id}
              theme=${this.theme}
              .contacts=${this.contacts}
              .contactsHeading=${this.contactsHeading}
              .relay=${this.relay}
              .token=${this.token}
              exportparts="dialog: share-dialog"
              @close=${() => {
                this.sharing = false;
                void this.#show("#invite");
              }}
            ></session-link-manager>`
          : nothing
      }`;
  }

  #complaint(): Complaint | undefined {
    if (this.#watch.complaint !== undefined) return this.#watch.complaint;
    if (this.timeZone !== undefined && !isZone(this.timeZone)) {
      return {
        attribute: "time-zone",
        what: `is "${this.timeZone}", which is no time zone.`,
        fix: 'Set it to an IANA name, e.g. time-zone="America/Toronto".',
      };
    }
    if (this.startsAt !== undefined && !Number.isFinite(Date.parse(this.startsAt))) {
      return {
        attribute: "starts-at",
        what: `is "${this.startsAt}", which is no time.`,
        fix: 'Set it to ISO 8601 with an offset, e.g. starts-at="2026-11-24T10:00:00-05:00".',
      };
    }
    return undefined;
  }
}

define("session-composer", SessionComposer);

declare global {
  interface HTMLElementTagNameMap {
    "session-composer": SessionComposer;
  }
}
