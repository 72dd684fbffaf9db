/**
 * The call on this page, for host and guest alike: who is inside, what is heard and seen of them, what oneself shows. It follows its
 * door's state and keeps the media engine to it; the engine is loaded when a call starts or is about to. State moves only when the
 * relay has decided, and put out means media ends at once.
 */

import type { ParticipantId } from "../../protocol/ids.ts";
import type { Refusal, Result } from "../../protocol/refusals.ts";
import type { ChatMessage, Participant, Role } from "../../protocol/views.ts";
import type { Quality } from "../media/connection-quality.ts";
import type { LocalMedia } from "../media/local-media.ts";
import type { PeerStats, RemoteMedia, Shown } from "../media/transport.ts";
import { CallAudience } from "./call-audience.ts";
import type { CallDoor, DoorState, HostPowers, Inside } from "./call-door.ts";
import type { CallNews } from "./call-news.ts";
import { newsBetween } from "./call-news.ts";
import { CallSense } from "./call-sense.ts";
import { ChatLines } from "./chat-lines.ts";
import type { EngineLoader } from "./engine-holder.ts";
import { EngineHolder } from "./engine-holder.ts";
import { EndToEndHolder } from "./end-to-end-holder.ts";
import { OwnSide } from "./own-side.ts";
import { sceneOf } from "./scene.ts";
import type { ScreenShare } from "./screen-share.ts";

const NOBODY: ReadonlyMap<ParticipantId, RemoteMedia> = new Map();
const SILENCE: ReadonlySet<ParticipantId> = new Set();

export interface CallStoreSettings {
  door: CallDoor;
  media: LocalMedia;
  /** Loads the engine; tests stand in one of their own. */
  load?: EngineLoader | undefined;
}

export class CallStore {
  /** A request to come in is on its way. */
  joining = false;
  /** Why the last request to come in was not accepted. */
  problem: Refusal | undefined;
  readonly #door: CallDoor;
  readonly #holder: EngineHolder;
  readonly #secret: EndToEndHolder;
  readonly #audience = new CallAudience();
  readonly #own: OwnSide;
  readonly #chat = new ChatLines();
  readonly #sense = new CallSense((news) => this.#audience.tell(news));
  readonly #ends: (() => void)[];
  #before: Inside | undefined;
  #closed = false;
  #wasOnline = true;

  constructor({ door, media, load = () => import("../media/call-engine.ts") }: CallStoreSettings) {
    this.#door = door;
    this.#own = new OwnSide({
      media,
      send: (flags) => door.flags(flags),
      tell: (news) => this.#audience.tell(news),
      changed: () => this.#changed(),
      shared: () => this.#holder.engine?.share(this.screen.track, this.screen.sound),
    });
    this.#secret = new EndToEndHolder({
      tell: (key) => door.key(key),
      send: (to, data) => void door.signal(to.participantId, to.instance, data),
      changed: () => this.#changed(),
    });
    this.#holder = new EngineHolder({
      media,
      load,
      wire: { send: (to, data) => void door.signal(to.participantId, to.instance, data) },
      sfu: door.sfu,
      seal: () => this.#secret.seal(),
      changed: () => this.#engineChanged(),
      settled: () => {
        this.#holder.engine?.share(this.screen.track, this.screen.sound);
        this.#follow();
      },
    });
    this.#ends = [
      door.look(() => this.#follow()),
      door.listen({
        signal: ({ from: participantId, instance, data }) =>
          this.#secret.hear({ participantId, instance }, data) || this.#holder.receive({ participantId, instance }, data),
        chat: (message) => this.#heard(message, false),
        mute: () => void this.#own.muteByHost(),
        ask: (what) => this.#own.ask(what),
        ice: (ice) => this.#holder.supply(ice),
        sfu: (push) => this.#holder.push(push),
        offerTo: (whom) => this.#holder.engine?.offerTo(whom),
      }),
    ];
    this.#follow();
  }

  get media(): LocalMedia {
    return this.#own.media;
  }
  get screen(): ScreenShare {
    return this.#own.screen;
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
    return this.#sense.qualities;
  }
  /** Who spoke last, others before oneself: the one to look at. */
  get speaker(): ParticipantId | undefined {
    return this.#sense.speaker;
  }
  get speaking(): ReadonlySet<ParticipantId> {
    return this.#holder.engine?.speaking ?? SILENCE;
  }
  /** The ways bear no pictures: the others hear this browser and do not see it. */
  get weak(): boolean {
    return this.#sense.weak;
  }
  /** Sound and picture could not be loaded, or this browser cannot make calls. */
  get broken(): boolean {
    return this.#holder.broken;
  }
  /** Of a call that is end-to-end encrypted (E2E5). */
  get secret(): Pick<EndToEndHolder, "code" | "broken"> | undefined {
    return this.inside?.e2ee === true ? this.#secret : undefined;
  }
  get handRaised(): boolean {
    return this.#own.handRaised;
  }
  get messages(): readonly ChatMessage[] {
    return this.#chat.all;
  }
  /** On and usable: what others are told. */
  get microphoneOn(): boolean {
    return this.#own.microphoneOn;
  }
  get cameraOn(): boolean {
    return this.#own.cameraOn;
  }

  /** Told of every change; returns what ends that. */
  subscribe(told: () => void): () => void {
    return this.#audience.subscribe(told);
  }
  /** Told of what happens. */
  listen(told: (news: CallNews) => void): () => void {
    return this.#audience.listen(told);
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
    this.#own.setHand(raised);
  }
  /** A refusal says why a line was not carried. */
  async say(text: string): Promise<Refusal | undefined> {
    const answer = await this.#door.chat(text);
    if (answer.ok) this.#heard(answer.value.message, true);
    return answer.ok ? undefined : answer.refusal;
  }
  /** Servers to try before one is inside (NET2). */
  servers(): Promise<Result<{ urls: string[] }>> {
    return this.#door.servers();
  }
  /** How large each of the others is shown just now, so that no more is sent to this browser (MEDIA8). */
  show(shown: ReadonlyMap<ParticipantId, Shown>): void {
    this.#holder.show(shown);
  }
  async stats(): Promise<ReadonlyMap<ParticipantId, PeerStats>> {
    return (await this.#holder.engine?.stats()) ?? new Map<ParticipantId, PeerStats>();
  }

  /** Leaves, if inside, and ends everything this store started. The devices stay the caller's. */
  close(): void {
    if (this.inside !== undefined) void this.#door.leave();
    this.#closed = true;
    for (const end of this.#ends) end();
    this.#own.close();
    this.#holder.end();
    this.#secret.end();
    this.#audience.clear();
  }

  #follow(): void {
    if (this.#closed) return;
    const { inside } = this;
    if (inside !== undefined) this.#go(inside);
    else if (this.#before !== undefined) this.#end();
    if (this.online && !this.#wasOnline) {
      this.#holder.engine?.relayIsBack();
      this.#own.again();
      if (inside !== undefined) void this.#readBack();
    }
    this.#wasOnline = this.online;
    this.#changed();
  }

  #go(inside: Inside): void {
    const before = this.#before;
    this.#before = inside;
    const scene = sceneOf(inside, this.#door.instance);
    if (scene === undefined) return;
    if (before === undefined) {
      this.problem = undefined;
      void this.#holder.start();
      // A view may come without the servers that belong to it, e.g. to a tag that was put into the page later.
      if (!this.#holder.supplied) void this.#door.ice().then((answer) => answer.ok && this.#holder.supply(answer.value));
    }
    this.#secret.see(inside);
    // Before anybody is told: the first picture waits for it.
    this.#holder.see(scene);
    if (before === undefined) void this.#readBack();
    if (this.role === "host") this.#holder.engine?.expect(new Set(inside.waiting.map(({ guestId }) => guestId)));
    const own = inside.participants.find(({ participantId }) => participantId === inside.me);
    if (own !== undefined) this.#own.see(own);
    for (const news of newsBetween(before, inside)) this.#audience.tell(news);
  }

  /** Put out, or gone: nothing more is sent or shown, at once. */
  #end(): void {
    this.#holder.end();
    this.#secret.end();
    this.#before = undefined;
    this.#sense.clear();
    this.#chat.clear();
    this.#own.end();
    const { state } = this;
    this.#audience.tell({ is: "left", reason: state.is === "out" ? state.reason : "sent-back" });
  }

  #engineChanged(): void {
    const { engine } = this.#holder;
    if (engine === undefined) return;
    this.#sense.take(engine, this.inside?.me);
    this.#changed();
  }

  /** What was written before, or while the relay was away (CHAT2). Loses nothing that was heard meanwhile. */
  async #readBack(): Promise<void> {
    const answer = await this.#door.lines();
    if (!answer.ok || this.inside === undefined || this.#closed) return;
    const count = this.#chat.fill(answer.value.messages);
    if (count === 0) return;
    this.#audience.tell({ is: "read-back", count });
    this.#changed();
  }

  #heard(message: ChatMessage, mine: boolean): void {
    if (!this.#chat.add(message)) return;
    this.#audience.tell({ is: "chat", message, mine });
    this.#changed();
  }

  #changed(): void {
    if (!this.#closed) this.#audience.changed();
  }
}
