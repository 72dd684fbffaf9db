/** How loud a microphone is right now. Costs nothing until it is asked. */
export class LevelMeter {
  #context: AudioContext | undefined;
  #analyser: AnalyserNode | undefined;
  /** As many as an analyser keeps unless told otherwise. */
  readonly #samples = new Float32Array(2_048);

  constructor(private readonly track: MediaStreamTrack) {}

  /** 0 for silence to 1 for loud; speech at arm's length is about a half. */
  get level(): number {
    (this.#analyser ??= this.#listen()).getFloatTimeDomainData(this.#samples);
    const power = this.#samples.reduce((sum, sample) => sum + sample ** 2 / 2_048, 0);
    // Loudness is heard in decibels: -60 dB is silence, -10 dB is close to the microphone.
    return Math.min(1, Math.max(0, 1.2 + Math.log10(power) / 5));
  }

  close(): void {
    void this.#context?.close();
    this.#context = this.#analyser = undefined;
  }

  #listen(): AnalyserNode {
    // Nothing of it is played: a browser that may take its time, in s, wakes up seldom for it.
    const context = (this.#context = new AudioContext({ latencyHint: 0.05 }));
    // Made before any gesture on the page it sleeps, and a later gesture may wake it.
    void context.resume();
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(new MediaStream([this.track])).connect(analyser);
    return analyser;
  }
}
