import { Chime } from "../media/chime.ts";
import { TitleHint } from "./title-hint.ts";

/** Calls back someone who looked away while waiting: two soft notes, and words in the title of a tab that is not seen. */
export class CallBack {
  readonly #chime = new Chime();
  readonly #title = new TitleHint();
  #sounding: ReturnType<typeof setTimeout> | undefined;

  call(words: string): void {
    this.#title.show(words);
    // Making a sound takes a browser a moment: what one is called back to has had its time by then, ms.
    this.#sounding = setTimeout(() => void this.#chime.play(), 600);
  }

  /** The chime alone, to try it. Resolves with whether it can be heard. */
  try(): Promise<boolean> {
    return this.#chime.play();
  }

  close(): void {
    clearTimeout(this.#sounding);
    this.#chime.close();
    this.#title.clear();
  }
}
