/** One visit to one drop-in link: what the guest may do, its camera and microphone, and how it is called back. Ends without a trace. */

import { GUEST_DOOR } from "../../protocol/doors.ts";
import type { GuestDoor } from "../connection/relay-connection.ts";
import { RelayConnection } from "../connection/relay-connection.ts";
import { LocalMedia } from "../media/local-media.ts";
import { CallBack } from "./call-back.ts";
import type { GuestStoreSettings } from "./guest-store.ts";
import { GuestStore } from "./guest-store.ts";
import { onScreen } from "./own-task.ts";
import { rememberChoices, rememberedChoices } from "./guest-memory.ts";

/** What a visit is made with; tests stand in parts of their own. */
export interface VisitSettings {
  /** Origin of the relay. */
  relay: string;
  /** The drop-in link's token. */
  link: string;
  connect?: GuestStoreSettings["connect"];
  media?: LocalMedia;
  /** Called when the relay is asked what the link opens: time for what is needed when it has answered. */
  meanwhile?: () => void;
}

export class GuestVisit {
  readonly relay: string;
  readonly store: GuestStore;
  readonly media: LocalMedia;
  readonly callBack = new CallBack();
  #devicesOpen = false;

  constructor({ relay, link, connect, media, meanwhile }: VisitSettings) {
    this.relay = relay;
    this.store = new GuestStore({
      link,
      connect: connect ?? ((auth) => new RelayConnection<GuestDoor>({ relay, door: GUEST_DOOR, auth })),
      ...(meanwhile === undefined ? {} : { meanwhile }),
    });
    // First of all: on a slow phone it takes a while to look up what was chosen before, and the relay is far.
    this.store.open();
    this.media = media ?? new LocalMedia();
    this.media.addEventListener("change", this.#remember);
  }

  /** Asks for camera and microphone, once, as they were last chosen in this tab. */
  openDevices(): void {
    if (this.#devicesOpen) return;
    this.#devicesOpen = true;
    const { microphone, camera } = rememberedChoices();
    // What the relay said is on the screen first.
    void onScreen().then(() => {
      if (this.#devicesOpen) void this.media.start({ audio: microphone, video: camera });
    });
  }

  /** The camera's light goes out. */
  closeDevices(): void {
    if (!this.#devicesOpen) return;
    this.#devicesOpen = false;
    this.media.stop();
  }

  /** Asks again for what did not work. */
  retryDevices(): void {
    const { microphone, camera } = this.media;
    void this.media.start({ audio: microphone.problem !== undefined, video: camera.problem !== undefined });
  }

  close(): void {
    this.media.removeEventListener("change", this.#remember);
    this.closeDevices();
    this.callBack.close();
    this.store.close();
  }

  /** For a reload, also in the middle of the call. */
  readonly #remember = (): void => {
    if (this.#devicesOpen) rememberChoices({ microphone: this.media.microphone.on, camera: this.media.camera.on });
  };
}
