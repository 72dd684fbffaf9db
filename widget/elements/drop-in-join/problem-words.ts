/** Words for what seldom goes wrong before joining: loaded when it does. */

import type { RefusalCode } from "../../../protocol/refusals.ts";
import type { LocalMedia } from "../../media/local-media.ts";
import { guestWords } from "../../session/refusal-sentences.ts";
export { unableSentence } from "../ability-words.ts";
import { bothSentence, deviceSentence } from "../device-words.ts";

/** Why the request to join was not accepted, and what to do. */
export function problemWords(code: RefusalCode): string {
  const { title, next } = guestWords(code);
  return `${title}. ${next}`;
}

/** A sentence for each device that does not work, or one for both. */
export function deviceAdvice({ camera, microphone }: LocalMedia): string[] {
  const both = camera.problem !== undefined && camera.problem === microphone.problem ? bothSentence(camera.problem) : undefined;
  if (both !== undefined) return [both];
  return [
    ...(camera.problem === undefined ? [] : [deviceSentence("camera", camera.problem)]),
    ...(microphone.problem === undefined ? [] : [deviceSentence("microphone", microphone.problem)]),
  ];
}
