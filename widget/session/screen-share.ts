/** Not every browser knows the last two; nor do the types. */
const WISH: DisplayMediaStreamOptions & { selfBrowserSurface: "exclude"; systemAudio: "exclude" } = {
  video: { frameRate: { max: 15 } },
  // The sound of a film as it is.
  audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
  // This very page, and all that the machine plays, hold the call itself: everyone would hear themselves.
  selfBrowserSurface: "exclude",
  systemAudio: "exclude",
};

/** This browser's screen, shown to the others while somebody wishes it. Tells every change by the event `change`. */
export class ScreenShare extends EventTarget {
  track: MediaStreamTrack | null = null;
  /** What the screen plays, where the browser and the person let it be heard; its own track. */
  sound: MediaStreamTrack | null = null;
  /** The track in a stream of its own, to be looked at. */
  stream: MediaStream | null = null;

  /** Phones cannot; a page or its frame may forbid it. */
  static get possible(): boolean {
    return typeof navigator !== "undefined" && typeof navigator.mediaDevices?.getDisplayMedia === "function";
  }

  /** Asks which screen. Resolves with whether one is shown; the person may have changed their mind. */
  async start(): Promise<boolean> {
    if (this.track !== null) return true;
    let stream: MediaStream;
    try {
      stream = await navigator.mediaDevices.getDisplayMedia(WISH);
    } catch {
      return false;
    }
    const [track] = stream.getVideoTracks();
    if (track === undefined) return false;
    // Text is read: sharp pictures before many.
    track.contentHint = "detail";
    // The browser's own bar has a button to stop, too.
    track.onended = () => this.track === track && this.stop();
    this.track = track;
    this.sound = stream.getAudioTracks()[0] ?? null;
    this.stream = new MediaStream([track]);
    this.dispatchEvent(new Event("change"));
    return true;
  }

  stop(): void {
    if (this.track === null) return;
    this.track.stop();
    this.sound?.stop();
    this.track = this.sound = null;
    this.stream = null;
    this.dispatchEvent(new Event("change"));
  }
}
