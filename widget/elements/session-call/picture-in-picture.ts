/** A small picture of the call over all other windows, while somebody looks at something else. Shows whoever matters now. */

import type { CallStore } from "../../session/call-store.ts";

export class PictureInPicture {
  readonly #video = document.createElement("video");
  readonly #changed: () => void;
  #call: CallStore | undefined;

  /** @param changed told when it opens or closes */
  constructor(changed: () => void) {
    this.#changed = changed;
    this.#video.muted = true;
    this.#video.playsInline = true;
    this.#video.addEventListener("leavepictureinpicture", () => this.#left());
  }

  /** Not every browser lets a page open it, and not every page may. */
  static get possible(): boolean {
    return typeof document !== "undefined" && document.pictureInPictureEnabled === true;
  }

  get open(): boolean {
    return document.pictureInPictureElement === this.#video;
  }

  /** From a person's own press. Resolves with whether it is open. */
  async toggle(call: CallStore): Promise<boolean> {
    if (this.open) {
      await document.exitPictureInPicture();
      return false;
    }
    this.#call = call;
    this.follow(call);
    if (this.#video.srcObject === null) return false;
    try {
      await this.#video.play();
      await this.#video.requestPictureInPicture();
    } catch {
      this.#left();
    }
    this.#changed();
    return this.open;
  }

  /** Shows whoever matters now: a shared screen, whom a host shows to everyone, who spoke last. */
  follow(call: CallStore): void {
    if (this.#call !== call) return;
    const stream = sightOf(call);
    if (this.#video.srcObject === stream || (stream === null && this.#video.srcObject !== null)) return;
    this.#video.srcObject = stream;
    if (this.open) void this.#video.play().catch(() => undefined);
  }

  close(): void {
    if (this.open) void document.exitPictureInPicture().catch(() => undefined);
    this.#left();
  }

  #left(): void {
    this.#call = undefined;
    this.#video.srcObject = null;
    this.#changed();
  }
}

function sightOf({ inside, remotes, speaker, media }: CallStore): MediaStream | null {
  const others = inside?.participants.filter(({ participantId }) => participantId !== inside.me) ?? [];
  const sharing = others.find((each) => each.sharing);
  if (sharing !== undefined) return remotes.get(sharing.participantId)?.streams.screen ?? null;
  const first = [inside?.spotlight, speaker, ...others.map(({ participantId }) => participantId)];
  for (const id of first) {
    const camera = id === undefined ? undefined : remotes.get(id)?.streams.camera;
    if (camera !== undefined) return camera;
  }
  return media.stream ?? null;
}
