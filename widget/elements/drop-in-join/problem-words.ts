/** Words for what seldom goes wrong before joining: loaded when it does. */

import type { RefusalCode } from "../../../protocol/refusals.ts";
import type { LocalMedia } from "../../media/local-media.ts";
import { guestWords } from "../../session/refusal-sentences.ts";
export { unableSentence } from "../ability-words.ts";
import { deviceAdvice as adviceOn } from "../device-words.ts";

/** Why the request to join was not accepted, and what to do. */
export function problemWords(code: RefusalCode): string {
  const { title, next } = guestWords(code);
  return `${title}. ${next}`;
}

/** What is wrong with camera and microphone, and what helps. */
export function deviceAdvice({ camera, microphone }: LocalMedia): string[] {
  return adviceOn(camera.problem, microphone.problem);
}
