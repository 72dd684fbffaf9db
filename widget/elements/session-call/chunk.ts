/** A file of a tag, fetched when it is first wanted. One that did not come is asked for again after a while, never at once: the page may just be going. */

const AGAIN_MS = 3_000;

export class Chunk<Module> {
  /** Undefined until it is here. */
  value: Module | undefined;
  /** It did not come the last time. */
  failed = false;
  #wanted = false;
  #pause: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param load imports the file
   * @param told called when it has come, when it has not, and when it may be asked for again
   */
  constructor(
    private readonly load: () => Promise<Module>,
    private readonly told: () => void,
  ) {}

  /** Harmless when it is here or on its way. */
  want(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    this.load().then(
      (module) => {
        this.value = module;
        this.failed = false;
        this.told();
      },
      () => {
        this.failed = true;
        this.#pause = setTimeout(() => {
          this.#wanted = false;
          this.told();
        }, AGAIN_MS);
        this.told();
      },
    );
  }

  /** The tag has left the page; it may come back. */
  rest(): void {
    if (!this.failed) return;
    clearTimeout(this.#pause);
    this.#wanted = false;
  }
}
