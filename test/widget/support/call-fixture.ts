/** A call without a relay and without a network: the test says who is inside, and everyone's picture is drawn here. */

import type { IncomingSignal } from "../../../protocol/events.ts";
import type { GuestId, ParticipantId, SessionId } from "../../../protocol/ids.ts";
import { newId } from "../../../protocol/ids.ts";
import type { Refusal, Result } from "../../../protocol/refusals.ts";
import { accepted } from "../../../protocol/refusals.ts";
import type { ChatMessage, Guest, Participant, Role } from "../../../protocol/views.ts";
import type { Quality } from "../../../widget/media/connection-quality.ts";
import type { RemoteMedia, SfuAsk } from "../../../widget/media/transport.ts";
import type { CallDoor, CallEars, DoorState, HostPowers, Inside } from "../../../widget/session/call-door.ts";
import type { EngineLoader } from "../../../widget/session/engine-holder.ts";
import { guestId, idOf } from "./host-views.ts";

export function person(name: string, more: Partial<Participant> = {}): Participant {
  return {
    participantId: guestId(name.toLowerCase().replaceAll(/\W/gu, "-")),
    name,
    role: "guest",
    muted: false,
    cameraOff: false,
    sharing: false,
    handRaised: false,
    seatedAt: new Date().toISOString(),
    connected: true,
    instance: idOf("ins", name.toLowerCase().replaceAll(/\W/gu, "-")),
    order: 1,
    ...more,
  };
}

/** The people of picture 4, and ten more. The last of `count` is oneself. */
export function crowd(count: number): Participant[] {
  const names = ["Dr. Maya Osei", "Noor Haddad", "Samir Haddad", "Dina Haddad", "Tomás Ruiz", "Leila Karam", "Ana Ferreira", "Jo Marsh"];
  names.push("Priya Raman", "Wei Zhang", "Aminata Diallo", "Lars Lindqvist", "Grace Mbeki", "Yusuf Demir", "Olivia Brandt", "Sam Okafor");
  return names.slice(0, count).map((name, index) => person(name, { order: index + 1, role: index === 0 ? "host" : "guest" }));
}

export class FakeCallDoor implements CallDoor {
  readonly instance = newId("ins");
  readonly powers: HostPowers | undefined;
  state: DoorState;
  online = true;
  /** Everything asked, oldest first. */
  readonly asked: [name: string, ...values: unknown[]][] = [];
  /** What the next requests are refused with. */
  refusal: Refusal | undefined;
  readonly #told = new Set<() => void>();
  readonly #ears = new Set<CallEars>();

  constructor(
    readonly role: Role,
    state: DoorState = { is: "outside", heading: "Family session", inside: 1 },
  ) {
    this.state = state;
    const sessionId: SessionId = idOf("ses", "family");
    const ask = (name: string) => (value?: unknown) => this.#ask(name, value);
    this.powers =
      role === "guest"
        ? undefined
        : {
            sessionId,
            admit: ask("admit"),
            mute: ask("mute"),
            ask: ask("ask"),
            spotlight: ask("spotlight"),
            sendBack: ask("sendBack"),
            remove: ask("remove"),
            lock: ask("lock"),
            end: ask("end"),
          };
  }

  become(state: DoorState): void {
    this.state = state;
    for (const told of [...this.#told]) told();
  }
  goInside(participants: Participant[], more: Partial<Inside> = {}): void {
    const me = more.me ?? participants.at(-1)?.participantId ?? guestId("nobody");
    const view: Inside = {
      me,
      participants,
      topology: participants.length > 1 ? "mesh" : "none",
      seats: { taken: participants.length, limit: 16 },
      heading: "Family session",
      e2ee: false,
      startedAt: Date.now() - 1_450_000,
      locked: false,
      waiting: [],
      ...more,
    };
    this.become({ is: "inside", view });
  }
  setOnline(online: boolean): void {
    this.online = online;
    for (const told of [...this.#told]) told();
  }
  hear<Name extends keyof CallEars>(name: Name, ...values: Parameters<CallEars[Name]>): void {
    for (const ears of [...this.#ears]) (ears[name] as (...given: unknown[]) => void)(...values);
  }
  look(told: () => void): () => void {
    this.#told.add(told);
    return () => this.#told.delete(told);
  }
  readonly sfu: SfuAsk = () => Promise.resolve({ ok: false, refusal: { code: "unavailable", detail: "There is no relay here." } });
  listen(ears: CallEars): () => void {
    this.#ears.add(ears);
    return () => this.#ears.delete(ears);
  }
  get lookers(): number {
    return this.#told.size + this.#ears.size;
  }
  async join(): Promise<Refusal | undefined> {
    this.asked.push(["join"]);
    return this.refusal;
  }
  async leave(): Promise<void> {
    this.asked.push(["leave"]);
    this.become({ is: "out", reason: "left" });
  }
  signal(to: ParticipantId, instance: string, data: unknown): Promise<Result<object>> {
    return this.#ask("signal", { to, instance, data });
  }
  flags(flags: object): Promise<Result<object>> {
    return this.#ask("flags", flags);
  }
  key(key: string): Promise<Result<object>> {
    return this.#ask("key", key);
  }
  async chat(text: string): Promise<Result<{ message: ChatMessage }>> {
    const answer = await this.#ask("chat", text);
    if (!answer.ok) return answer;
    const from = this.state.is === "inside" ? this.state.view.me : guestId("nobody");
    return accepted({ message: { id: newId("msg"), from, name: "Me", text, at: new Date().toISOString() } });
  }
  /** What was written before this browser came. */
  written: ChatMessage[] = [];
  async lines(): Promise<Result<{ messages: ChatMessage[] }>> {
    return accepted({ messages: this.written });
  }
  async servers(): Promise<Result<{ urls: string[] }>> {
    return accepted({ urls: [] });
  }
  async ice(): Promise<Result<{ iceServers: [] }>> {
    this.asked.push(["ice"]);
    return accepted({ iceServers: [] });
  }
  async #ask(name: string, value: unknown): Promise<Result<object>> {
    this.asked.push([name, value]);
    return this.refusal === undefined ? accepted({}) : { ok: false, refusal: this.refusal };
  }
}

export type { Guest, GuestId, IncomingSignal };

/** What the fake engine of a test shows and was told. */
export class FakeMediaWorld {
  closed = 0;
  scenes: unknown[] = [];
  /** How high a picture of each was said to be shown, each time that it was said, px. */
  readonly heights: number[][] = [];
  readonly remotes = new Map<ParticipantId, RemoteMedia>();
  qualities: ReadonlyMap<ParticipantId, Quality> = new Map();
  speaking: ReadonlySet<ParticipantId> = new Set();
  weak = false;
  changed: () => void = () => undefined;

  /** Hands the world out as an engine's file. */
  readonly load = (async () => ({ CallEngine: engineOf(this) })) as unknown as EngineLoader;

  show(participant: Participant, state: RemoteMedia["state"] = "connected", streams: RemoteMedia["streams"] = {}): void {
    this.remotes.set(participant.participantId, { participantId: participant.participantId, state, streams });
  }

  /** Its picture is not asked for. */
  putAside({ participantId }: Participant): void {
    const remote = this.remotes.get(participantId);
    if (remote !== undefined) this.remotes.set(participantId, { ...remote, aside: true });
  }

  /** It sends no pictures for now. */
  pause({ participantId }: Participant): void {
    const remote = this.remotes.get(participantId);
    if (remote !== undefined) this.remotes.set(participantId, { ...remote, paused: true });
  }
}

function engineOf(world: FakeMediaWorld) {
  return class {
    constructor({ changed }: { changed: () => void }) {
      world.changed = changed;
    }
    get remotes() {
      return world.remotes;
    }
    get qualities() {
      return world.qualities;
    }
    get speaking() {
      return world.speaking;
    }
    get weak() {
      return world.weak;
    }
    prepare(): void {}
    see(scene: unknown): void {
      world.scenes.push(scene);
    }
    receive(): void {}
    setIce(): void {}
    share(): void {}
    relayIsBack(): void {}
    expect(): void {}
    show(shown: ReadonlyMap<ParticipantId, { camera: number }>): void {
      world.heights.push([...shown.values()].map(({ camera }) => camera));
    }
    push(): void {}
    async stats() {
      return new Map();
    }
    close(): void {
      world.closed += 1;
    }
  };
}
