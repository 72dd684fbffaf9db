/** A guest's side of the call: what the guest's store knows, as the call's store wants it. */

import type { ParticipantFlags } from "../../protocol/fields.ts";
import type { InstanceId, ParticipantId } from "../../protocol/ids.ts";
import type { Refusal, Result } from "../../protocol/refusals.ts";
import type { ChatMessage, IceConfig } from "../../protocol/views.ts";
import type { CallDoor, CallEars, Done, DoorState } from "./call-door.ts";
import type { SfuAsk } from "../media/transport.ts";
import { isUnable } from "./ability.ts";
import type { GuestStore } from "./guest-store.ts";

export class GuestCallDoor implements CallDoor {
  readonly role = "guest";
  readonly powers = undefined;
  readonly #guest: GuestStore;

  constructor(guest: GuestStore) {
    this.#guest = guest;
  }

  get instance(): InstanceId {
    return this.#guest.instance;
  }

  get online(): boolean {
    return this.#guest.connection.state.is === "open";
  }

  get state(): DoorState {
    const { state } = this.#guest;
    switch (state.is) {
      case "connecting":
      case "early":
        return { is: "connecting" };
      case "lobby":
      case "waiting":
        return { is: "outside", heading: state.view.info.service, inside: 0, unable: state.is === "lobby" && isUnable(state.view) };
      case "in": {
        const { me, participants, topology, spotlight, mediaEpoch = 0, e2ee = false, seats, info, startedAt, locked } = state.view;
        const started = startedAt === "" ? undefined : Date.parse(startedAt);
        return {
          is: "inside",
          view: {
            me,
            participants,
            topology,
            spotlight,
            mediaEpoch,
            e2ee,
            seats,
            heading: info.service,
            startedAt: started,
            locked,
            waiting: [],
          },
        };
      }
      case "out":
        return { is: "out", reason: state.reason };
    }
  }

  look(told: () => void): () => void {
    return this.#guest.subscribe(told);
  }

  listen(ears: CallEars): () => void {
    const { connection } = this.#guest;
    const ends = [
      connection.on("call:signal", (signal) => ears.signal(signal)),
      connection.on("call:chat", (message) => ears.chat(message)),
      connection.on("call:mute", () => ears.mute()),
      connection.on("call:ask", ({ what }) => ears.ask(what)),
      connection.on("call:ice", (ice) => ears.ice(ice)),
      connection.on("call:sfu-offer", (told) => ears.sfu({ is: "offer", told })),
      connection.on("call:sfu-gone", (told) => ears.sfu({ is: "gone", told })),
      connection.on("call:sfu-wanted", (told) => ears.sfu({ is: "wanted", told })),
    ];
    return () => ends.forEach((end) => end());
  }

  /** Asks at the door, under the name the guest gave there. */
  async join(): Promise<Refusal | undefined> {
    if (this.#guest.state.is === "lobby") await this.#guest.knock(this.#guest.state.view.name);
    return this.#guest.problem;
  }

  leave(): Promise<void> {
    return this.#guest.leave();
  }

  signal(to: ParticipantId, instance: InstanceId, data: unknown): Promise<Result<Done>> {
    return this.#guest.connection.request("call:signal", { to, instance, data });
  }
  flags(flags: ParticipantFlags): Promise<Result<Done>> {
    return this.#guest.connection.request("call:flags", { flags });
  }
  key(key: string): Promise<Result<Done>> {
    return this.#guest.connection.request("call:key", { key });
  }
  chat(text: string): Promise<Result<{ message: ChatMessage }>> {
    return this.#guest.connection.request("call:chat", { text });
  }
  lines(): Promise<Result<{ messages: ChatMessage[] }>> {
    return this.#guest.connection.request("call:chat-lines", {});
  }
  servers(): Promise<Result<{ urls: string[] }>> {
    return this.#guest.connection.request("connection:check", {});
  }
  ice(): Promise<Result<IceConfig>> {
    return this.#guest.connection.request("call:ice", {});
  }
  readonly sfu: SfuAsk = (name, payload) => this.#guest.connection.request(`call:sfu-${name}`, payload as never) as never;
}
