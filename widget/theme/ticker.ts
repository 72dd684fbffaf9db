import type { ReactiveController, ReactiveControllerHost } from "lit";

/** Renders its tag anew while the tag is on the page, for words that depend on the time. What is shown comes from the wall clock. */
export class Ticker implements ReactiveController {
  #timer: ReturnType<typeof setInterval> | undefined;

  /**
   * @param everyMs how often
   * @param needed whether there is such a word now
   */
  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly everyMs: number,
    private readonly needed: () => boolean = () => true,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.#timer = setInterval(() => this.needed() && this.host.requestUpdate(), this.everyMs);
  }

  hostDisconnected(): void {
    clearInterval(this.#timer);
  }
}
