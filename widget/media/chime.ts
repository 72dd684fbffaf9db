/** Two soft notes, made on the spot: no file to load, nothing for a CSP to refuse. */
export class Chime {
  #context: AudioContext | undefined;

  /**
   * Resolves with whether it can be heard: a page that nobody has touched yet may not make a sound.
   * @param speakerId where, in browsers that let a page choose
   */
  async play(speakerId?: string): Promise<boolean> {
    if (typeof AudioContext === "undefined") return false;
    const context: AudioContext & { setSinkId?: (id: string) => Promise<void> } = (this.#context ??= new AudioContext());
    if (speakerId !== undefined) await context.setSinkId?.(speakerId).catch(() => undefined);
    // Before the first gesture on a page this never settles.
    if (context.state !== "running") await Promise.race([context.resume(), new Promise((resolve) => setTimeout(resolve, 500))]);
    if (context.state !== "running") return false;
    const at = context.currentTime + 0.02;
    this.#note(context, 659.25, at);
    this.#note(context, 880, at + 0.22);
    return true;
  }

  close(): void {
    void this.#context?.close();
    this.#context = undefined;
  }

  #note(context: AudioContext, frequency: number, at: number): void {
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0.0001, at);
    volume.gain.exponentialRampToValueAtTime(0.18, at + 0.03);
    volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.9);
    tone.connect(volume).connect(context.destination);
    tone.start(at);
    tone.stop(at + 1);
  }
}
