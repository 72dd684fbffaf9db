/** Keeps the screen of a phone from going dark while somebody is in a call and looks at it. */
export class WakeLock {
  #wanted = false;
  #lock: WakeLockSentinel | undefined;

  /** @param inside somebody is in the call */
  follow(inside: boolean): void {
    if (inside === this.#wanted) return;
    this.#wanted = inside;
    if (inside) {
      document.addEventListener("visibilitychange", this.#seen);
      void this.#ask();
    } else {
      document.removeEventListener("visibilitychange", this.#seen);
      void this.#lock?.release();
      this.#lock = undefined;
    }
  }

  /** A browser lets go of it whenever the page is hidden. */
  readonly #seen = (): void => {
    if (document.visibilityState === "visible") void this.#ask();
  };

  async #ask(): Promise<void> {
    if (this.#lock?.released === false) return;
    try {
      // Browsers without it, and pages on which it is forbidden, go dark as they always do.
      const lock = await navigator.wakeLock?.request("screen");
      if (this.#wanted) this.#lock = lock;
      else void lock?.release();
    } catch {
      // Said no, e.g. for a low battery: the call goes on all the same.
    }
  }
}
