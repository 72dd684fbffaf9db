/** Says something in the page's title while its tab is not seen, and puts the old title back when it is. */
export class TitleHint {
  #before: string | undefined;
  #hint: string | undefined;

  show(words: string): void {
    if (document.visibilityState === "visible") return;
    this.#before ??= document.title;
    this.#hint = words;
    document.title = words;
    document.addEventListener("visibilitychange", this.#seen);
  }

  clear(): void {
    document.removeEventListener("visibilitychange", this.#seen);
    // The page may have given itself another title meanwhile: that one stays.
    if (this.#before !== undefined && document.title === this.#hint) document.title = this.#before;
    this.#before = undefined;
  }

  readonly #seen = (): void => {
    if (document.visibilityState === "visible") this.clear();
  };
}
