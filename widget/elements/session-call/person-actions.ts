/** What a host may do about somebody inside, or show of oneself. */

import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import { msg, str } from "@lit/localize";
import type { Result } from "../../../protocol/refusals.ts";
import type { Participant } from "../../../protocol/views.ts";
import type { HostPowers } from "../../session/call-door.ts";

export interface PersonActions {
  participant: Participant;
  self: boolean;
  /** Shown large to everyone. */
  lit: boolean;
  powers: HostPowers;
  /** Something was asked for; the words are for when it was accepted. */
  done: (action: Promise<Result<unknown>>, words: () => string) => void;
}

export function personActions({ participant, self, lit, powers, done }: PersonActions): TemplateResult {
  const { participantId, name, role, muted, sharing } = participant;
  const act = (words: string, ask: () => Promise<Result<unknown>>, said: () => string, danger = false) =>
    html`<button type="button" class=${danger ? "button danger" : "button"} @click=${() => done(ask(), said)}>${words}</button>`;
  return html`<div class="acts" role="group" aria-label=${name}>
    ${
      self
        ? nothing
        : muted
          ? act(
              msg("Ask to unmute", { id: "call.ask-unmute" }),
              () => powers.ask(participantId, "unmute"),
              () => msg(str`${name} was asked to turn the microphone on.`, { id: "call.was-asked" }),
            )
          : act(
              msg("Mute", { id: "call.mute" }),
              () => powers.mute(participantId),
              () => msg(str`${name} was asked to mute.`, { id: "call.was-muted" }),
            )
    }
    ${
      sharing && !self
        ? act(
            msg("Stop the screen sharing", { id: "call.stop-share" }),
            () => powers.ask(participantId, "stop-share"),
            () => msg(str`The screen sharing of ${name} was stopped.`, { id: "call.was-stopped" }),
          )
        : nothing
    }
    ${
      lit
        ? act(
            msg("Stop showing large to everyone", { id: "call.spotlight-off" }),
            () => powers.spotlight(null),
            () => msg("Everyone chooses again whom to see large.", { id: "call.spotlight-over" }),
          )
        : act(
            msg("Show large to everyone", { id: "call.spotlight" }),
            () => powers.spotlight(participantId),
            () => msg(str`${name} is shown large to everyone.`, { id: "call.news-spotlight" }),
          )
    }
    ${
      self || role === "host"
        ? nothing
        : html`${act(
            msg("Send back to waiting room", { id: "call.send-back" }),
            () => powers.sendBack(participantId),
            () => msg(str`${name} is back in the waiting room.`, { id: "call.was-sent-back" }),
          )}
          ${act(
            msg("Remove", { id: "call.remove" }),
            () => powers.remove(participantId),
            () => msg(str`${name} was removed.`, { id: "call.was-removed" }),
            true,
          )}`
    }
  </div>`;
}
