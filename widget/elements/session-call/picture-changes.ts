import type { ReactiveController, ReactiveControllerHost } from "lit";

/** A picture that doesn't come by then leaves its place to whatever else there is, ms. */
const SHOWN_WITHIN_MS = 2_000;

/**
 * The streams of one picture, oldest first. When its source is another, the one before lies under the new one until that one's first frame:
 * a video that has none yet is transparent (MEDIA4). The host renders a video for each, keyed by it, and hands in those that it has; what they
 * show is set here, for setting it again begins anew.
 */
export class PictureChanges implements ReactiveController {
  streams: readonly MediaStream[] = [];
  readonly #host: ReactiveControllerHost;
  readonly #videos: () => readonly HTMLVideoElement[];
  #late: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost, videos: () => readonly HTMLVideoElement[]) {
    this.#host = host;
    this.#videos = videos;
    host.addController(this);
  }

  /** What shall be shown now. @param seen whether a picture is shown at all */
  follow(stream: MediaStream | null, seen: boolean): readonly MediaStream[] {
    if (stream === null || !seen) this.#become([]);
    else if (this.streams.at(-1) !== stream) {
      this.#become([...this.streams.filter((each) => each !== stream), stream]);
      if (this.streams.length > 1) this.#late = setTimeout(() => this.#shown(stream), SHOWN_WITHIN_MS);
    }
    return this.streams;
  }

  hostConnected(): void {
    // One that was moved in the page has stopped.
    for (const video of this.#videos()) play(video);
  }

  hostUpdated(): void {
    for (const [index, video] of this.#videos().entries()) {
      const stream = this.streams[index] ?? null;
      if (video.srcObject === stream) continue;
      video.srcObject = stream;
      play(video);
      const shown = () => this.#shown(stream);
      if (video.requestVideoFrameCallback === undefined) video.addEventListener("loadeddata", shown, { once: true });
      else video.requestVideoFrameCallback(shown);
    }
  }

  hostDisconnected(): void {
    if (this.streams.length < 2) return;
    this.#become(this.streams.slice(-1));
    this.#host.requestUpdate();
  }

  /** What lies under it is not needed any more. */
  #shown(stream: MediaStream | null): void {
    const at = this.streams.findIndex((each) => each === stream);
    if (at < 1) return;
    this.#become(this.streams.slice(at));
    this.#host.requestUpdate();
  }

  #become(streams: readonly MediaStream[]): void {
    clearTimeout(this.#late);
    this.streams = streams;
  }
}

function play(video: HTMLVideoElement): void {
  // A muted picture may always play; a page that is being left says no, which is nobody's affair.
  void video.play().catch(() => undefined);
}
