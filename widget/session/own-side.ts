/** What this browser itself shows in a call: microphone, camera, screen, hand. Tells the relay, and those who listen. */

import type { HostWish } from "../../protocol/events.ts";
import type { Participant } from "../../protocol/views.ts";
import type { ParticipantFlags } from "../../protocol/fields.ts";
import type { Result } from "../../protocol/refusals.ts";
import type { LocalMedia } from "../media/local-media.ts";
import type { CallNews } from "./call-news.ts";
import { OwnFlags } from "./own-flags.ts";
import { ScreenShare } from "./screen-share.ts";

export interface OwnSideSettings {
  media: LocalMedia;
  send: (flags: ParticipantFlags) => Promise<Result<unknown>>;
  tell: (news: CallNews) => void;
  /** Something is another now. */
  changed: () => void;
  /** Another screen is shown, or none. */
  shared: () => void;
}

export class OwnSide {
  readonly media: LocalMedia;
  readonly screen = new ScreenShare();
  readonly #settings: OwnSideSettings;
  readonly #flags: OwnFlags;
  #devices = { microphone: false, camera: false, slow: false };
  #inside = false;

  constructor(settings: OwnSideSettings) {
    this.#settings = settings;
    this.media = settings.media;
    this.#flags = new OwnFlags(settings.send);
    this.media.addEventListener("change", this.#devicesChanged);
    this.screen.addEventListener("change", this.#screenChanged);
  }

  get handRaised(): boolean {
    return this.#flags.wished.handRaised ?? false;
  }
  /** On and usable: what others are told. */
  get microphoneOn(): boolean {
    return this.media.microphone.on && this.media.microphone.track !== undefined;
  }
  get cameraOn(): boolean {
    return this.media.camera.on && this.media.camera.track !== undefined;
  }

  setHand(raised: boolean): void {
    if (this.#flags.wish({ handRaised: raised })) this.#settings.tell({ is: "own-hand", raised });
    this.#settings.changed();
  }

  /** @param own this browser's participant, as the newest view shows it */
  see(own: Participant): void {
    this.#inside = true;
    this.#flags.see(own);
    this.#wish();
  }

  /** The relay is back: what it does not know yet is told now. */
  again(): void {
    this.#flags.again();
  }

  async muteByHost(): Promise<void> {
    if (!this.media.microphone.on) return;
    await this.media.setMicrophone(false);
    this.#settings.tell({ is: "muted-by-host" });
  }

  /** CALL2: a share is stopped at once; to speak is asked of the person. */
  ask(what: HostWish): void {
    if (what === "unmute") {
      if (!this.microphoneOn) this.#settings.tell({ is: "asked-to-speak" });
      return;
    }
    if (this.screen.track === null) return;
    this.screen.stop();
    this.#settings.tell({ is: "stopped-by-host" });
  }

  /** The call is over for now. */
  end(): void {
    this.#inside = false;
    this.screen.stop();
    this.#flags.reset();
  }

  close(): void {
    this.media.removeEventListener("change", this.#devicesChanged);
    this.screen.removeEventListener("change", this.#screenChanged);
    this.screen.stop();
    this.#flags.close();
  }

  #wish(): void {
    if (!this.#inside) return;
    this.#flags.wish({ muted: !this.microphoneOn, cameraOff: !this.cameraOn, sharing: this.screen.track !== null });
  }

  readonly #devicesChanged = (): void => {
    const now = { microphone: this.microphoneOn, camera: this.cameraOn, slow: this.media.blurSlow };
    const { tell } = this.#settings;
    if (now.microphone !== this.#devices.microphone) tell({ is: "microphone", on: now.microphone });
    if (now.camera !== this.#devices.camera) tell({ is: "camera", on: now.camera });
    if (now.slow && !this.#devices.slow) tell({ is: "slow-blur" });
    this.#devices = now;
    this.#wish();
    this.#settings.changed();
  };

  readonly #screenChanged = (): void => {
    this.#settings.shared();
    this.#settings.tell({ is: "screen", on: this.screen.track !== null });
    this.#wish();
    this.#settings.changed();
  };
}
