import type { ChimeKind } from "./choices.ts";
import { chosen } from "./choices.ts";

/** Soft notes, made on the spot: no file to load, nothing for a CSP to refuse. */
export class Chime {
  #context: AudioContext | undefined;
  /** The note that is over last. */
  #last: OscillatorNode | undefined;

  /**
   * Resolves with whether it can be heard: a page that nobody has touched yet may not make a sound.
   * @param speakerId where, in browsers that let a page choose
   * @param kind as chosen in this browser unless given
   */
  async play(speakerId?: string, kind: ChimeKind = chosen("chime")): Promise<boolean> {
    if (typeof AudioContext === "undefined" || kind === "none") return false;
    const context: AudioContext & { setSinkId?: (id: string) => Promise<void> } = (this.#context ??= new AudioContext());
    if (speakerId !== undefined) await context.setSinkId?.(speakerId).catch(() => undefined);
    // Before the first gesture on a page this never settles.
    if (context.state !== "running") await Promise.race([context.resume(), new Promise((resolve) => setTimeout(resolve, 500))]);
    if (context.state !== "running") return false;
    const at = context.currentTime + 0.02;
    if (kind === "bell") {
      // A bell's overtones die away sooner than its ground.
      this.#note(context, 1_569.75, at, 0.5);
      this.#note(context, 523.25, at, 1.6);
    } else {
      this.#note(context, 659.25, at);
      this.#note(context, 880, at + 0.22);
    }
    return true;
  }

  close(): void {
    void this.#context?.close();
    this.#context = undefined;
  }

  /** @param lasts s */
  #note(context: AudioContext, frequency: number, at: number, lasts = 0.9): void {
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0.0001, at);
    volume.gain.exponentialRampToValueAtTime(0.18, at + 0.03);
    volume.gain.exponentialRampToValueAtTime(0.0001, at + lasts);
    tone.connect(volume).connect(context.destination);
    tone.start(at);
    tone.stop(at + lasts + 0.1);
    this.#last = tone;
    tone.onended = () => {
      // A context that runs on has a loudspeaker served with silence hundreds of times a second.
      if (tone === this.#last && context.state === "running") void context.suspend();
    };
  }
}
