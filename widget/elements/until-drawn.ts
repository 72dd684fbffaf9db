import type { ReactiveController, ReactiveElement } from "lit";

/** What the page put into a tag is seen until the tag draws for the first time. */
export class UntilDrawn implements ReactiveController {
  readonly #slot = document.createElement("slot");

  constructor(private readonly host: ReactiveElement) {
    host.addController(this);
  }

  hostConnected(): void {
    if (!this.host.hasUpdated) this.host.renderRoot.append(this.#slot);
  }

  hostUpdate(): void {
    this.#slot.remove();
  }
}
