/** Plays what others say, apart from their pictures: a tile may come, go and move without the sound minding. */

import type { ParticipantId } from "../../../protocol/ids.ts";
import type { CallStore } from "../../session/call-store.ts";
import { CrossFade, silence } from "./cross-fade.ts";

type Player = HTMLAudioElement & { setSinkId?: (id: string) => Promise<void> };

export class CallSound {
  /** The browser plays nothing before somebody touches the page. */
  blocked = false;
  readonly #players = new Map<ParticipantId, Player>();
  readonly #fades = new Map<ParticipantId, CrossFade>();
  readonly #changed: () => void;
  #speakerId: string | undefined;

  /** @param changed told when `blocked` is another */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  follow(call: CallStore): void {
    for (const [id, player] of this.#players) if (!call.remotes.has(id)) this.#end(id, player);
    for (const [id, { streams }] of call.remotes) {
      if (streams.audio === undefined) continue;
      const before = this.#players.get(id);
      if (before?.srcObject === streams.audio) continue;
      const player: Player = new Audio();
      this.#players.set(id, player);
      player.srcObject = streams.audio;
      this.#choose(player, call.media.speakerId);
      if (before === undefined) void this.#play(player);
      else this.#change(id, before, player);
    }
    if (call.media.speakerId === this.#speakerId) return;
    this.#speakerId = call.media.speakerId;
    for (const player of this.#players.values()) this.#choose(player, this.#speakerId);
  }

  /** From a person's own press. */
  unblock(): void {
    this.#become(false);
    for (const player of this.#players.values()) void this.#play(player);
  }

  close(): void {
    for (const [id, player] of this.#players) this.#end(id, player);
    this.#become(false);
  }

  #choose(player: Player, speakerId: string | undefined): void {
    // A speaker that is gone leaves the browser's own choice.
    if (speakerId !== undefined) void player.setSinkId?.(speakerId).catch(() => undefined);
  }

  /** The same voice by another way: the old one is heard until the new one is. */
  #change(id: ParticipantId, before: Player, player: Player): void {
    this.#fades.get(id)?.end();
    const fade = new CrossFade(before, player);
    this.#fades.set(id, fade);
    void this.#play(player).then(() => fade.begin());
  }

  async #play(player: Player): Promise<void> {
    try {
      await player.play();
    } catch (error) {
      if ((error as DOMException).name === "NotAllowedError") this.#become(true);
    }
  }

  #end(id: ParticipantId, player: Player): void {
    this.#fades.get(id)?.end();
    this.#fades.delete(id);
    silence(player);
    this.#players.delete(id);
  }

  #become(blocked: boolean): void {
    if (this.blocked === blocked) return;
    this.blocked = blocked;
    this.#changed();
  }
}
