import { Chime } from "../media/chime.ts";
import { TitleHint } from "./title-hint.ts";

/** Calls back someone who looked away while waiting: two soft notes, and words in the title of a tab that is not seen. */
export class CallBack {
  readonly #chime = new Chime();
  readonly #title = new TitleHint();

  call(words: string): void {
    this.#title.show(words);
    void this.#chime.play();
  }

  /** The chime alone, to try it. Resolves with whether it can be heard. */
  try(): Promise<boolean> {
    return this.#chime.play();
  }

  close(): void {
    this.#chime.close();
    this.#title.clear();
  }
}
