/**
 * The call on this page, for host and guest alike: who is inside, what is heard and seen of them, what oneself shows. It follows its
 * door's state and keeps the media engine to it; the engine is loaded when a call starts or is about to. State moves only when the
 * relay has decided, and put out means media ends at once.
 */

import type { ParticipantFlags } from "../../protocol/fields.ts";
import type { ParticipantId } from "../../protocol/ids.ts";
import type { Refusal } from "../../protocol/refusals.ts";
import type { ChatMessage, Participant, Role } from "../../protocol/views.ts";
import type { Quality } from "../media/connection-quality.ts";
import type { LocalMedia } from "../media/local-media.ts";
import type { PeerRef, PeerStats, RemoteMedia } from "../media/transport.ts";
import type { CallDoor, DoorState, HostPowers, Inside } from "./call-door.ts";
import type { CallNews } from "./call-news.ts";
import { newsBetween } from "./call-news.ts";
import { ChatLines } from "./chat-lines.ts";
import type { EngineLoader } from "./engine-holder.ts";
import { EngineHolder } from "./engine-holder.ts";
import { OwnFlags } from "./own-flags.ts";
import { ScreenShare } from "./screen-share.ts";

const NOBODY: ReadonlyMap<ParticipantId, RemoteMedia> = new Map();
const NO_QUALITY: ReadonlyMap<ParticipantId, Quality> = new Map();
const SILENCE: ReadonlySet<ParticipantId> = new Set();

export interface CallStoreSettings {
  door: CallDoor;
  media: LocalMedia;
  /** Loads the engine; tests stand in one of their own. */
  load?: EngineLoader;
}

export class CallStore {
  readonly media: LocalMedia;
  readonly screen = new ScreenShare();
  /** A request to come in is on its way. */
  joining = false;
  /** Why the last request to come in was not accepted. */
  problem: Refusal | undefined;
  /** Who spoke last, others before oneself: the one to look at. */
  speaker: ParticipantId | undefined;
  readonly #door: CallDoor;
  readonly #holder: EngineHolder;
  readonly #told = new Set<() => void>();
  readonly #listeners = new Set<(news: CallNews) => void>();
  readonly #flags: OwnFlags;
  readonly #chat = new ChatLines();
  readonly #ends: (() => void)[];
  #before: Inside | undefined;
  #closed = false;
  #wasOnline = true;
  #qualities: ReadonlyMap<ParticipantId, Quality> = NO_QUALITY;
  #devices = { microphone: false, camera: false };

  constructor({ door, media, load = () => import("../media/call-engine.ts") }: CallStoreSettings) {
    this.#door = door;
    this.media = media;
    this.#holder = new EngineHolder({
      media,
      load,
      wire: { send: (to, data) => void door.signal(to.participantId, to.instance, data) },
      changed: () => this.#engineChanged(),
      settled: () => {
        this.#holder.engine?.share(this.screen.track);
        this.#follow();
      },
    });
    this.#flags = new OwnFlags((flags) => door.flags(flags));
    media.addEventListener("change", this.#devicesChanged);
    this.screen.addEventListener("change", this.#screenChanged);
    this.#ends = [
      door.look(() => this.#follow()),
      door.listen({
        signal: ({ from, instance, data }) => this.#holder.receive({ participantId: from, instance }, data),
        chat: (message) => this.#heard(message, false),
        mute: () => void this.#muteByHost(),
        ice: (ice) => this.#holder.supply(ice),
      }),
      () => media.removeEventListener("change", this.#devicesChanged),
      () => this.screen.removeEventListener("change", this.#screenChanged),
    ];
    this.#follow();
  }

  get state(): DoorState {
    return this.#door.state;
  }
  get role(): Role {
    return this.#door.role;
  }
  /** The relay can be reached just now; media goes on without it. */
  get online(): boolean {
    return this.#door.online;
  }
  get powers(): HostPowers | undefined {
    return this.#door.powers;
  }
  get inside(): Inside | undefined {
    const { state } = this;
    return state.is === "inside" ? state.view : undefined;
  }
  get me(): Participant | undefined {
    return this.inside?.participants.find(({ participantId }) => participantId === this.inside?.me);
  }
  get remotes(): ReadonlyMap<ParticipantId, RemoteMedia> {
    return this.#holder.engine?.remotes ?? NOBODY;
  }
  get qualities(): ReadonlyMap<ParticipantId, Quality> {
    return this.#qualities;
  }
  get speaking(): ReadonlySet<ParticipantId> {
    return this.#holder.engine?.speaking ?? SILENCE;
  }
  /** Sound and picture could not be loaded, or this browser cannot make calls. */
  get broken(): boolean {
    return this.#holder.broken;
  }
  get handRaised(): boolean {
    return this.#flags.wished.handRaised ?? false;
  }
  get messages(): readonly ChatMessage[] {
    return this.#chat.all;
  }
  /** On and usable: what others are told. */
  get microphoneOn(): boolean {
    return this.media.microphone.on && this.media.microphone.track !== undefined;
  }
  get cameraOn(): boolean {
    return this.media.camera.on && this.media.camera.track !== undefined;
  }

  /** Told of every change; returns what ends that. */
  subscribe(told: () => void): () => void {
    this.#told.add(told);
    return () => this.#told.delete(told);
  }
  /** Told of what happens. */
  listen(told: (news: CallNews) => void): () => void {
    this.#listeners.add(told);
    return () => this.#listeners.delete(told);
  }

  /** Loads what a call needs and makes ready what can be, while it is not sure yet that there will be one (WAIT2: nothing leaves the browser). */
  async warm(): Promise<void> {
    await this.#holder.start();
    if (this.inside === undefined) this.#holder.engine?.prepare();
  }

  /** Sound and picture could not be loaded: asks for them again now. */
  retry(): void {
    this.#holder.again();
  }

  async join(): Promise<void> {
    if (this.joining || this.inside !== undefined) return;
    this.joining = true;
    this.problem = undefined;
    this.#changed();
    void this.#holder.start();
    this.problem = await this.#door.join();
    this.joining = false;
    this.#changed();
  }

  leave(): Promise<void> {
    return this.#door.leave();
  }
  setHand(raised: boolean): void {
    if (this.#flags.wish({ handRaised: raised })) this.#tell({ is: "own-hand", raised });
    this.#changed();
  }
  /** A refusal says why a line was not carried. */
  async say(text: string): Promise<Refusal | undefined> {
    const answer = await this.#door.chat(text);
    if (answer.ok) this.#heard(answer.value.message, true);
    return answer.ok ? undefined : answer.refusal;
  }
  async stats(): Promise<ReadonlyMap<ParticipantId, PeerStats>> {
    return (await this.#holder.engine?.stats()) ?? new Map<ParticipantId, PeerStats>();
  }

  /** Leaves, if inside, and ends everything this store started. The devices stay the caller's. */
  close(): void {
    if (this.inside !== undefined) void this.#door.leave();
    this.#closed = true;
    for (const end of this.#ends) end();
    this.screen.stop();
    this.#flags.close();
    this.#holder.end();
    this.#told.clear();
    this.#listeners.clear();
  }

  #follow(): void {
    if (this.#closed) return;
    const { inside } = this;
    if (inside !== undefined) this.#go(inside);
    else if (this.#before !== undefined) this.#end();
    if (this.online && !this.#wasOnline) {
      this.#holder.engine?.relayIsBack();
      this.#flags.again();
    }
    this.#wasOnline = this.online;
    this.#changed();
  }

  #go(inside: Inside): void {
    const before = this.#before;
    this.#before = inside;
    const refs = inside.participants.map(refOf);
    const me = refs.find(({ participantId }) => participantId === inside.me);
    if (me === undefined) return;
    if (before === undefined) {
      this.problem = undefined;
      void this.#holder.start();
      // A view may come without the servers that belong to it, e.g. to a tag that was put into the page later.
      if (!this.#holder.supplied) void this.#door.ice().then((answer) => answer.ok && this.#holder.supply(answer.value));
      this.#tell({ is: "joined" });
    }
    this.#holder.see(
      { ...me, instance: this.#door.instance },
      refs.filter((ref) => ref !== me),
      inside.topology,
    );
    const own = inside.participants.find(({ participantId }) => participantId === inside.me);
    if (own !== undefined) this.#flags.see(own);
    this.#wishFlags();
    for (const news of newsBetween(before, inside)) this.#tell(news);
  }

  /** Put out, or gone: nothing more is sent or shown, at once. */
  #end(): void {
    this.#holder.end();
    this.#before = undefined;
    this.#qualities = NO_QUALITY;
    this.speaker = undefined;
    this.#chat.clear();
    this.screen.stop();
    this.#flags.reset();
    const { state } = this;
    this.#tell({ is: "left", reason: state.is === "out" ? state.reason : "sent-back" });
  }

  #engineChanged(): void {
    const { engine } = this.#holder;
    if (engine === undefined) return;
    const me = this.inside?.me;
    const current = this.speaker;
    if (current === undefined || current === me || !engine.speaking.has(current)) {
      const other = [...engine.speaking].find((id) => id !== me);
      if (other !== undefined) this.speaker = other;
    }
    const before = this.#qualities;
    this.#qualities = engine.qualities;
    for (const [participantId, level] of this.#qualities) {
      if ((before.get(participantId) ?? "good") !== level) this.#tell({ is: "quality", participantId, level });
    }
    this.#changed();
  }

  #wishFlags(): void {
    if (this.#before === undefined) return;
    const flags: ParticipantFlags = { muted: !this.microphoneOn, cameraOff: !this.cameraOn, sharing: this.screen.track !== null };
    this.#flags.wish(flags);
  }

  readonly #devicesChanged = (): void => {
    const now = { microphone: this.microphoneOn, camera: this.cameraOn };
    if (now.microphone !== this.#devices.microphone) this.#tell({ is: "microphone", on: now.microphone });
    if (now.camera !== this.#devices.camera) this.#tell({ is: "camera", on: now.camera });
    this.#devices = now;
    this.#wishFlags();
    this.#changed();
  };

  readonly #screenChanged = (): void => {
    const { track } = this.screen;
    this.#holder.engine?.share(track);
    this.#tell({ is: "screen", on: track !== null });
    this.#wishFlags();
    this.#changed();
  };

  async #muteByHost(): Promise<void> {
    if (!this.media.microphone.on) return;
    await this.media.setMicrophone(false);
    this.#tell({ is: "muted-by-host" });
  }

  #heard(message: ChatMessage, mine: boolean): void {
    if (!this.#chat.add(message)) return;
    this.#tell({ is: "chat", message, mine });
    this.#changed();
  }

  #tell(news: CallNews): void {
    for (const told of [...this.#listeners]) told(news);
  }
  #changed(): void {
    if (!this.#closed) for (const told of [...this.#told]) told();
  }
}

const refOf = ({ participantId, instance, order }: Participant): PeerRef => ({ participantId, instance, order });
