/** One sound out of two: the voice, and what a shared screen plays. Costs nothing while there is only one. */
export class SoundMixer {
  #context: AudioContext | undefined;
  #mixed: MediaStreamTrack | undefined;
  #of: readonly MediaStreamTrack[] = [];

  /** @returns what to send; the same track as long as nothing has changed */
  mix(voice: MediaStreamTrack | null, played: MediaStreamTrack | null): MediaStreamTrack | null {
    if (played === null) {
      this.close();
      return voice;
    }
    const of = voice === null ? [played] : [voice, played];
    if (this.#mixed !== undefined && of.length === this.#of.length && of.every((track) => this.#of.includes(track))) return this.#mixed;
    this.close();
    const context = (this.#context = new AudioContext());
    const out = context.createMediaStreamDestination();
    // A voice that is muted is a silent track here as well.
    for (const track of of) context.createMediaStreamSource(new MediaStream([track])).connect(out);
    if (context.state === "suspended") void context.resume();
    this.#of = of;
    this.#mixed = out.stream.getAudioTracks()[0];
    return this.#mixed ?? voice;
  }

  close(): void {
    void this.#context?.close();
    this.#mixed?.stop();
    this.#context = this.#mixed = undefined;
    this.#of = [];
  }
}
