/** The questions before something that cannot be undone. Loaded with the first of them. */

import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import { msg, str } from "@lit/localize";
import type { Invitee, SharingToll } from "../../session/invitees.ts";
import { checkboxes } from "../../theme/controls.ts";
import { plural } from "../../locales/plural.ts";
import { number } from "../../theme/words.ts";
import { questionStyles } from "./questions.styles.ts";

export const sheets = [checkboxes, questionStyles];

interface Answers {
  busy: boolean;
  yes: () => void;
  no: () => void;
}

/** Before every link is stopped; with the choice to put out those inside. */
export function sharingQuestion(
  toll: SharingToll,
  { locale, remove, choose, ...answers }: Answers & { locale: string; remove: boolean; choose: (remove: boolean) => void },
): TemplateResult {
  const choice =
    toll.inside === 0
      ? nothing
      : html`<label class="check">
          <input type="checkbox" .checked=${remove} @change=${(event: Event) => choose((event.target as HTMLInputElement).checked)} />
          <span>
            ${msg("Also remove those inside", { id: "share.remove" })}
            <span class="hint"
              >${msg("Otherwise they stay until they leave, and can't come back with their link.", { id: "share.remove.what" })}</span
            >
          </span>
        </label>`;
  const words = { keep: msg("Keep it on", { id: "share.keep" }), do: msg("Turn off", { id: "share.turn-off" }) };
  return question(tollWords(toll, locale), choice, words, answers);
}

/** Before one link is stopped (REV1). */
export function stopQuestion(person: Invitee, answers: Answers): TemplateResult {
  const words = { keep: msg("Keep it", { id: "share.stop.keep" }), do: msg("Stop link", { id: "share.stop.do" }) };
  return question(stopWords(person), nothing, words, answers);
}

function question(text: string, choice: unknown, words: { keep: string; do: string }, { busy, yes, no }: Answers): TemplateResult {
  return html`<div class="question" part="question" role="group" aria-labelledby="question">
    <p id="question" class="strong" tabindex="-1">${text}</p>
    ${choice}
    <div class="row end">
      <button class="button small" type="button" @click=${no}>${words.keep}</button>
      <button class="button small danger" type="button" aria-disabled=${busy} @click=${yes}>${words.do}</button>
    </div>
  </div>`;
}

function stopWords({ status, title, waiting }: Invitee): string {
  const name = waiting[0]?.name ?? title;
  if (status === "inside") return msg(str`Stop this link? ${name} is in the session and will be put out.`, { id: "share.stop.inside" });
  if (status === "waiting")
    return msg(str`Stop this link? ${name} is waiting and will be told that it no longer works.`, { id: "share.stop.waiting" });
  return msg("Stop this link? It will never work again.", { id: "share.stop.question" });
}

/** "3 links stop working now. 1 person is waiting and 2 are in the session." */
export function tollWords({ links, waiting, inside }: SharingToll, locale: string): string {
  const [l, w, i] = [links, waiting, inside].map((count) => number(locale, count));
  const first = plural(locale, links, "share.toll.links", {
    one: str`${l} link stops working now.`,
    other: str`${l} links stop working now.`,
  });
  if (waiting === 0 && inside === 0) return first;
  const door = plural(locale, waiting, "share.toll.waiting", { one: str`${w} person is waiting`, other: str`${w} people are waiting` });
  if (inside === 0) return msg(str`${first} ${door}.`, { id: "share.toll.and-waiting" });
  if (waiting === 0) {
    const room = plural(locale, inside, "share.toll.inside", {
      one: str`${i} person is in the session`,
      other: str`${i} people are in the session`,
    });
    return msg(str`${first} ${room}.`, { id: "share.toll.and-inside" });
  }
  const room = plural(locale, inside, "share.toll.others", { one: str`${i} is in the session`, other: str`${i} are in the session` });
  return msg(str`${first} ${door} and ${room}.`, { id: "share.toll.and-both" });
}
