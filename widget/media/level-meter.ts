/** How loud a microphone is right now. Costs nothing until it is asked. */
export class LevelMeter {
  #context: AudioContext | undefined;
  #analyser: AnalyserNode | undefined;
  #samples = new Float32Array(0);

  constructor(private readonly track: MediaStreamTrack) {}

  /** 0 for silence to 1 for loud; speech at arm's length is about a half. */
  get level(): number {
    const analyser = (this.#analyser ??= this.#listen());
    analyser.getFloatTimeDomainData(this.#samples);
    let sum = 0;
    for (const sample of this.#samples) sum += sample * sample;
    const rms = Math.sqrt(sum / this.#samples.length);
    // Loudness is heard in decibels: -60 dB is silence, -10 dB is close to the microphone.
    return Math.min(1, Math.max(0, (20 * Math.log10(rms + 1e-6) + 60) / 50));
  }

  close(): void {
    void this.#context?.close();
    this.#context = undefined;
    this.#analyser = undefined;
  }

  #listen(): AnalyserNode {
    const context = (this.#context = new AudioContext());
    // Made before any gesture on the page it sleeps, and a later gesture may wake it.
    if (context.state === "suspended") void context.resume();
    const analyser = context.createAnalyser();
    analyser.fftSize = 1_024;
    this.#samples = new Float32Array(analyser.fftSize);
    context.createMediaStreamSource(new MediaStream([this.track])).connect(analyser);
    return analyser;
  }
}
