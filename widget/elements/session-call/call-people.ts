import type { PropertyValues, TemplateResult } from "lit";
import { html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { msg, str } from "@lit/localize";
import type { ParticipantId } from "../../../protocol/ids.ts";
import type { Result } from "../../../protocol/refusals.ts";
import type { Participant } from "../../../protocol/views.ts";
import { define } from "../../define.ts";
import { hostSentence } from "../../session/refusal-sentences.ts";
import { people } from "../../theme/controls.ts";
import { handIcon, moreIcon } from "../../theme/call-icons.ts";
import { microphoneIcon, microphoneOffIcon } from "../../theme/device-icons.ts";
import { closeIcon, linkIcon } from "../../theme/icons.ts";
import { initials } from "../self-view.ts";
import { callCode } from "./call-code.ts";
import { CallPart } from "./call-part.ts";
import { personActions } from "./person-actions.ts";
import { panelStyles } from "./call-panel.styles.ts";

/**
 * Who waits (for hosts) and who is inside, with what a host may do about each. Not a tag for pages.
 *
 * @fires close - It shall be closed.
 * @fires invite - The share window shall open.
 */
export class CallPeople extends CallPart {
  static override styles = [CallPart.styles, people, panelStyles];

  /** For the waiting list, when there is no provider around the call. */
  @property({ attribute: false }) relay?: string;
  @property({ attribute: false }) token?: string;
  /** Whose actions are open. */
  @state() private opened: ParticipantId | undefined;
  /** What came of the last action. */
  @state() private said = "";
  @state() private waitingListReady = false;

  /** Not when it is connected: made before its file had come, it gets to know the call only now. */
  protected override firstUpdated(changed: PropertyValues<this>): void {
    super.firstUpdated(changed);
    // A guest never needs it.
    if (this.call.powers !== undefined) this.#loadWaitingList();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { inside, powers } = this.call;
    if (inside === undefined) return nothing;
    const others = inside.participants.filter(({ participantId }) => participantId !== inside.me);
    const sorted = [
      ...others.toSorted((a, b) => a.order - b.order),
      ...inside.participants.filter(({ participantId }) => participantId === inside.me),
    ];
    return html`<div class="part head narrow">
        <h3>${msg("People", { id: "call.people" })}</h3>
        <button
          type="button"
          class="icon-button close"
          aria-label=${msg("Close", { id: "call.close-panel" })}
          @click=${() => this.tell("close")}
        >
          ${closeIcon()}
        </button>
      </div>
      <div class="scroll">
        ${
          powers !== undefined && this.waitingListReady
            ? html`<section class="part" part="waiting">
                <waiting-list
                  session-id=${powers.sessionId}
                  exportparts="guest, admit, admit-all, deny, message"
                  theme="dark"
                  .relay=${this.relay}
                  .token=${this.token}
                ></waiting-list>
              </section>`
            : nothing
        }
        <section class="part" part="people" aria-labelledby="inside">
          <div class="head">
            <h3 id="inside">${msg("In this session", { id: "call.in-session" })}</h3>
            ${
              powers !== undefined && others.some(({ role, muted }) => role === "guest" && !muted)
                ? html`<button
                    type="button"
                    class="button quiet small"
                    @click=${() => void this.#do(powers.mute(), () => msg("All guests were asked to mute.", { id: "call.all-muted" }))}
                  >
                    ${msg("Mute all", { id: "call.mute-all" })}
                  </button>`
                : nothing
            }
          </div>
          <p class=${this.said === "" ? "visually-hidden" : "said"} role="status">${this.said}</p>
          <ul role="list">
            ${repeat(
              sorted,
              ({ participantId }) => participantId,
              (participant) => this.#person(participant, participant.participantId === inside.me),
            )}
          </ul>
        </section>
        ${callCode(this.call)}
      </div>
      ${
        powers === undefined
          ? nothing
          : html`<div class="foot">
              <button type="button" class="button wide" part="invite-button" @click=${() => this.tell("invite")}>
                ${linkIcon()}${msg("Invite people", { id: "call.invite" })}
              </button>
            </div>`
      }`;
  }

  #person(participant: Participant, self: boolean): TemplateResult {
    const { participantId, role, connected } = participant;
    const { call } = this;
    const name = self ? msg("You", { id: "call.you" }) : participant.name;
    const muted = self ? !call.microphoneOn : participant.muted;
    const hand = self ? call.handRaised : participant.handRaised;
    const notes = [
      role === "host" ? msg("Host", { id: "call.host" }) : undefined,
      connected || self ? undefined : msg("reconnecting", { id: "call.person-reconnecting" }),
    ].filter((note) => note !== undefined);
    return html`<li part="person">
      <div class="person">
        <span class="avatar" aria-hidden="true">${initials(self ? msg("You", { id: "call.you" }) : participant.name)}</span>
        <span class="who"><span dir="auto">${name}</span> ${notes.length === 0 ? nothing : html`<small>${notes.join(", ")}</small>`}</span>
        ${hand ? html`<span class="state hand" role="img" aria-label=${msg("Hand raised", { id: "call.hand-raised" })}>${handIcon()}</span>` : nothing}
        <span
          class="state"
          role="img"
          aria-label=${muted ? msg("Muted", { id: "call.muted" }) : msg("Microphone on", { id: "call.microphone-on" })}
          >${muted ? microphoneOffIcon() : microphoneIcon()}</span
        >
        ${
          call.powers === undefined
            ? nothing
            : html`<button
                type="button"
                class="icon-button"
                aria-label=${self ? msg("What to do about yourself", { id: "call.own-actions" }) : msg(str`What to do about ${name}`, { id: "call.person-actions" })}
                aria-expanded=${this.opened === participantId}
                @click=${() => (this.opened = this.opened === participantId ? undefined : participantId)}
              >
                ${moreIcon()}
              </button>`
        }
      </div>
      ${this.opened === participantId ? this.#actions(participant, self) : nothing}
    </li>`;
  }

  #actions(participant: Participant, self: boolean): TemplateResult | typeof nothing {
    const { powers, inside } = this.call;
    if (powers === undefined) return nothing;
    const lit = inside?.spotlight === participant.participantId;
    return personActions({ participant, self, lit, powers, done: (action, words) => void this.#do(action, words) });
  }

  async #do(action: Promise<Result<unknown>>, done: () => string): Promise<void> {
    const answer = await action;
    this.said = this.speak(() => (answer.ok ? done() : hostSentence(answer.refusal.code)));
    if (answer.ok) this.opened = undefined;
  }

  #loadWaitingList(): void {
    import("../waiting-list/waiting-list.ts").then(
      () => (this.waitingListReady = true),
      () => (this.said = this.speak(() => hostSentence("unavailable"))),
    );
  }
}

define("doorstep-call-people", CallPeople);

declare global {
  interface HTMLElementTagNameMap {
    "doorstep-call-people": CallPeople;
  }
}
