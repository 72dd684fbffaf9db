/** The blurred picture of a camera, while it is wished. What makes it is loaded then. */

export interface BlurringSettings {
  /** What the camera was opened with. */
  constraints: MediaTrackConstraints;
  /** It may be shown now. */
  ready: (track: MediaStreamTrack) => void;
  /** It cannot be made, or not any more. */
  failed: () => void;
  /** Whether the machine is too slow for it is another answer now. */
  changed: () => void;
}

export class Blurring {
  /** The machine is too slow for a picture that moves smoothly. */
  slow = false;
  /** Resolves when it is ready, has failed or is not wished any more. */
  settled: Promise<void> | undefined;
  #wish: AbortController | undefined;

  constructor(private readonly settings: BlurringSettings) {}

  start(camera: MediaStreamTrack): void {
    this.stop();
    this.#wish = new AbortController();
    this.settled = this.#run(camera, this.#wish.signal);
  }

  /** Nothing of it is left. */
  stop(): void {
    this.#wish?.abort();
    this.#wish = undefined;
    this.slow = false;
  }

  async #run(camera: MediaStreamTrack, signal: AbortSignal): Promise<void> {
    const { constraints, ready, changed } = this.settings;
    const failed = () => signal.aborted || this.settings.failed();
    const slow = (is: boolean) => {
      if (signal.aborted) return;
      this.slow = is;
      changed();
    };
    try {
      const { cover } = await import("./blur/cover.ts");
      const track = await cover(camera, { constraints, signal, failed, slow });
      if (!signal.aborted) ready(track);
    } catch {
      failed();
    }
  }
}
