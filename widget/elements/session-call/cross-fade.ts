/** A voice that goes on by another way: the old one fades while the same one rises, so that it is heard neither twice nor not at all (MEDIA4). */

/** Long enough for no click, too short for an echo, ms. */
const FADE_MS = 80;
const STEP_MS = 10;

export class CrossFade {
  readonly #from: HTMLAudioElement;
  readonly #to: HTMLAudioElement;
  #timer: ReturnType<typeof setInterval> | undefined;
  #ended = false;

  /** `to` does not play yet. */
  constructor(from: HTMLAudioElement, to: HTMLAudioElement) {
    this.#from = from;
    this.#to = to;
    to.volume = 0;
  }

  /** `to` plays. */
  begin(): void {
    // Where a page may set no volume the one follows on the other; in a hidden one timers are too slow for a fade.
    if (this.#ended || this.#to.volume > 0 || document.hidden) return this.end();
    const begun = performance.now();
    const louder = this.#from.volume;
    this.#timer = setInterval(() => {
      const share = Math.min(1, (performance.now() - begun) / FADE_MS);
      // Both are equally loud in sum at any time.
      this.#to.volume = Math.sin((share * Math.PI) / 2);
      this.#from.volume = louder * Math.cos((share * Math.PI) / 2);
      if (share === 1) this.end();
    }, STEP_MS);
  }

  /** At once. */
  end(): void {
    clearInterval(this.#timer);
    if (this.#ended) return;
    this.#ended = true;
    this.#to.volume = 1;
    silence(this.#from);
  }
}

export function silence(player: HTMLAudioElement): void {
  player.pause();
  player.srcObject = null;
}
