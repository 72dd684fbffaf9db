import type { ReactiveController, ReactiveControllerHost } from "lit";

/** Something that tells of its changes: a store, or a `LocalMedia`. */
export type Source = { subscribe(told: () => void): () => void } | EventTarget;

/** Renders a tag anew whenever its source changes, for as long as the tag is on the page; follows another source when there is one. */
export class Follow implements ReactiveController {
  #source: Source | undefined;
  #end: (() => void) | undefined;
  /** Off the page an update may still be due, and must not begin to follow again. */
  #away = false;

  /**
   * @param source the source now; asked before every update
   * @param told called on every change, besides the update
   */
  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly source: () => Source | undefined,
    private readonly told: () => void = () => {},
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.#away = false;
    this.hostUpdate();
  }

  hostUpdate(): void {
    const source = this.#away ? undefined : this.source();
    if (source === this.#source) return;
    this.#end?.();
    this.#source = source;
    if (source instanceof EventTarget) {
      source.addEventListener("change", this.#changed);
      this.#end = () => source.removeEventListener("change", this.#changed);
    } else {
      this.#end = source?.subscribe(this.#changed);
    }
  }

  hostDisconnected(): void {
    this.#away = true;
    this.hostUpdate();
  }

  readonly #changed = (): void => {
    this.told();
    this.host.requestUpdate();
  };
}
