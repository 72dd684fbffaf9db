/**
 * A guest without a browser: a real WebRTC peer in this process that comes by a drop-in link and speaks with the relay as a browser does.
 * Fourteen of them and two browsers fill a call on one machine.
 */

import type { PeerConnection } from "node-datachannel";
import nodeDataChannel from "node-datachannel";
import type { Socket } from "socket.io-client";
import { io } from "socket.io-client";
import { GUEST_DOOR, SOCKET_PATH } from "../../protocol/events.ts";
import type { GuestId, RelayId } from "../../protocol/ids.ts";
import { newId } from "../../protocol/ids.ts";
import type { Result } from "../../protocol/refusals.ts";
import type { PictureSize, SfuGone, SfuOffer, SfuWanted } from "../../protocol/sfu.ts";
import type { GuestView } from "../../protocol/views.ts";
import { makeKeyPair } from "../../widget/media/e2ee/key-pair.ts";
import type { RtpLoop } from "./rtp-loop.ts";
import { isRtcp, TYPES } from "./rtp-loop.ts";
import { until } from "./until.ts";

type Inside = Extract<GuestView, { state: "in" }>;
const ATTEMPTS = 5;
const BUILDS = 4;
let peers = 0;

export class RobotGuest {
  view: GuestView | undefined;
  guestId: GuestId | undefined;
  /** Packets of each of the others' sound and pictures, by participant and slot. */
  readonly received = new Map<string, number>();
  /** When the first of each came on the connection there is now, ms since the epoch. */
  readonly firstAt = new Map<string, number>();
  /** Told how large a picture of it each relay says that somebody there is sent (MEDIA8). */
  wanted: ((by: RelayId, camera: PictureSize | null) => void) | undefined;
  /** Told of each packet, with whose it is. */
  listener: ((from: string, slot: string, packet: Buffer) => void) | undefined;
  readonly #socket: Socket;
  readonly #name: string;
  readonly #loop: RtpLoop | undefined;
  readonly #publishes: readonly ("audio" | "camera")[];
  #build = Date.now();
  readonly #instance = newId("ins");
  #ticket: string | null = null;
  /** By the number of the offer, of the connection that is up now. */
  readonly #answers = new Map<number, string>();
  #whose: SfuOffer["streams"] = [];
  #up: PeerConnection | undefined;
  #down: PeerConnection | undefined;
  #entered: number | undefined;
  #shows: number | undefined;
  #problem: string | undefined;

  /**
   * @param loop      what it sends; without it, it only listens
   * @param publishes what it offers to send: the others receive tracks of it
   */
  constructor(
    relay: string,
    link: string,
    name: string,
    loop?: RtpLoop,
    { publishes = ["audio", "camera"] }: { publishes?: readonly ("audio" | "camera")[] } = {},
  ) {
    this.#publishes = publishes;
    this.#name = name;
    this.#loop = loop;
    this.#socket = io(relay + GUEST_DOOR, {
      path: SOCKET_PATH,
      transports: ["websocket"],
      auth: (give) => give({ link: link.slice(link.indexOf("#") + 1), ticket: this.#ticket, instance: this.#instance }),
    });
    this.#socket.on("ticket", ({ guestId, ticket }: { guestId: GuestId; ticket: string }) => {
      this.guestId = guestId;
      this.#ticket = ticket;
    });
    this.#socket.on("connect", () => this.#back());
    this.#socket.on("view", (view: GuestView) => this.#see(view));
    this.#socket.on("call:sfu-offer", (offer: SfuOffer) => this.#answer(offer).catch((error: unknown) => this.#fails("answer", error)));
    this.#socket.on("call:sfu-gone", ({ epoch, leg, build }: SfuGone) => {
      if (build === this.#build) this.#lost(epoch, `the server let go of ${leg}`);
    });
    this.#socket.on("call:sfu-wanted", ({ relay: by, camera }: SfuWanted) => this.wanted?.(by, camera));
    this.#socket.on("connect_error", (error: Error) => (this.#problem = error.message));
  }

  get inside(): Inside | undefined {
    return this.view?.state === "in" ? this.view : undefined;
  }

  /** What went wrong last, if anything did. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Asks at the door; resolves when it is on the list. */
  async knock(): Promise<GuestId> {
    await until(`${this.#name} is at the door`, () => this.view?.state === "lobby" && this.guestId, { withinMs: 15_000 });
    this.#see(await this.#ask<GuestView>("guest:knock", { name: this.#name }));
    return this.guestId!;
  }

  /** By when each of the others was seen and heard on the connection there is now, ms since the epoch; undefined while somebody is not. */
  get completeAt(): number | undefined {
    const times = this.#wanted().map(({ key }) => this.firstAt.get(key));
    return times.every((at) => at !== undefined) ? Math.max(...times) : undefined;
  }

  /** How many pictures and voices of others the server offered it last. */
  get offered(): number {
    return this.#whose.length;
  }

  /** Of the others inside, what has not come yet: more than `packets` of each one's sound and picture. */
  misses(packets = 5): string[] {
    return this.#wanted()
      .filter(({ key }) => (this.received.get(key) ?? 0) <= packets)
      .map(({ words }) => words);
  }

  /** Says that it shows the first so many of the others, small, and nothing of the rest; says so again whenever they are others. */
  async show(count: number): Promise<void> {
    this.#shows = count;
    if (this.#entered !== undefined) await this.#tellShown(count);
  }

  async #tellShown(count: number): Promise<void> {
    const others = this.inside?.participants.filter(({ participantId }) => participantId !== this.guestId) ?? [];
    const shown = others.map(({ participantId }, n) => ({ participantId, camera: n < count ? 0 : null, screen: false }));
    await this.#ask("call:sfu-configure", { epoch: this.#entered, shown });
  }

  /** Gives its seat up and goes. */
  async leave(): Promise<void> {
    if (this.inside !== undefined) await this.#ask("call:leave", {}).catch(() => undefined);
    this.#socket.disconnect();
    this.#loop?.stop();
    this.#up?.close();
    this.#down?.close();
  }

  #wanted(): { key: string; words: string }[] {
    const others = this.inside?.participants.filter(({ participantId }) => participantId !== this.guestId) ?? [];
    return others.flatMap(({ participantId, name }) =>
      ["audio", "camera"].map((slot) => ({ key: `${participantId} ${slot}`, words: `${slot} of ${name}` })),
    );
  }

  #see(view: GuestView): void {
    if (this.view !== undefined && view.version < this.view.version) return;
    const before = this.inside?.participants;
    this.view = view;
    const others = view.state === "in" && view.participants.length !== before?.length;
    if (others && this.#shows !== undefined && this.#entered !== undefined)
      this.#tellShown(this.#shows).catch((error: unknown) => this.#fails("configure", error));
    if (view.state !== "in" || view.topology !== "sfu" || view.mediaEpoch === undefined || view.mediaEpoch === this.#entered) return;
    this.#entered = view.mediaEpoch;
    void this.#enters(view.mediaEpoch);
  }

  /** As a browser's transport does: what fails is built anew, and a build that another one follows is nobody's any more. */
  async #enters(epoch: number): Promise<void> {
    for (let attempt = 1; attempt <= BUILDS && this.#entered === epoch; attempt += 1) {
      const build = (this.#build += 1);
      try {
        return await this.#enter(epoch, build);
      } catch (error) {
        if (this.#build !== build) return;
        this.#fails(`epoch ${epoch}, attempt ${attempt}`, error);
      }
    }
  }

  #lost(epoch: number, why: string): void {
    if (epoch !== this.#entered) return;
    this.#fails(`epoch ${epoch}`, why);
    void this.#enters(epoch);
  }

  #fails(at: string, error: unknown): void {
    this.#problem = `${this.#name}, ${at}: ${String(error)}`;
  }

  /** On a machine that is too busy a connection may be lost: an offer may have been missed. */
  #back(): void {
    const epoch = this.#entered;
    if (epoch !== undefined)
      this.#ask("call:sfu-subscribe", { epoch, build: this.#build }).catch((error: unknown) => this.#fails("subscribe", error));
  }

  async #enter(epoch: number, build: number): Promise<void> {
    this.#answers.clear();
    this.firstAt.clear();
    this.#up?.close();
    this.#down?.close();
    this.#down = undefined;
    this.#loop?.stop();
    if (this.#shows !== undefined) await this.#tellShown(this.#shows);
    await Promise.all([this.#publish(epoch, build), this.#ask("call:sfu-subscribe", { epoch, build })]);
  }

  async #publish(epoch: number, build: number): Promise<void> {
    const up = (this.#up = peer());
    const ssrc = Math.floor(Math.random() * 0x7fffffff);
    const audio = new nodeDataChannel.Audio("audio", "SendOnly");
    audio.addOpusCodec(TYPES.audio);
    audio.addSSRC(ssrc, "robot", "face", "audio");
    const camera = new nodeDataChannel.Video("camera", "SendOnly");
    camera.addVP8Codec(TYPES.camera);
    camera.addSSRC(ssrc + 1, "robot", "face", "camera");
    const media = { audio, camera };
    const tracks = new Map(this.#publishes.map((slot) => [slot, up.addTrack(media[slot])]));
    up.onStateChange((state) => {
      if (state === "failed" && this.#build === build) this.#lost(epoch, "the connection to the server failed");
    });
    // In an encrypted call it tells a public key, as it has to (E2E6), whose other half it throws away: it opens nothing.
    if (this.inside?.e2ee === true) await this.#ask("call:key", { key: (await makeKeyPair()).published });
    const offered = described(up);
    up.setLocalDescription("offer");
    const slots = this.#publishes.map((slot) => ({ mid: slot, slot }));
    const { sdp } = await this.#ask<{ sdp: string }>("call:sfu-publish", { epoch, build, sdp: await offered, slots });
    if (this.#build !== build) return;
    up.setRemoteDescription(sdp, "answer");
    this.#loop?.start({ audio: ssrc, camera: ssrc + 1 }, (slot, packet) => {
      const track = tracks.get(slot);
      if (track?.isOpen() === true) track.sendMessageBinary(packet);
    });
  }

  async #answer({ epoch, build, n, sdp, streams }: SfuOffer): Promise<void> {
    if (build !== this.#build) return;
    const known = this.#answers.get(n);
    // The relay did not hear it.
    if (known !== undefined) return void (await this.#ask("call:sfu-answer", { epoch, build, n, sdp: known }));
    this.#whose = streams;
    const first = this.#down === undefined || this.#down.state() === "closed";
    const down = (this.#down = first ? peer() : this.#down!);
    if (first) down.onTrack((track) => track.onMessage((packet) => this.#count(track.mid(), packet)));
    const answer = described(down, first);
    down.setRemoteDescription(sdp, "offer");
    down.setLocalDescription("answer");
    this.#answers.set(n, await answer);
    await this.#ask("call:sfu-answer", { epoch, build, n, sdp: await answer });
  }

  #count(mid: string, packet: Buffer): void {
    const whose = isRtcp(packet) ? undefined : this.#whose.find((each) => each.mid === mid);
    if (whose === undefined) return;
    const key = `${whose.from} ${whose.slot}`;
    this.received.set(key, (this.received.get(key) ?? 0) + 1);
    if (!this.firstAt.has(key)) this.firstAt.set(key, Date.now());
    this.listener?.(whose.from, whose.slot, packet);
  }

  /** Asked again while the relay is too busy to decide, as a browser's person would. */
  async #ask<T>(name: string, payload: object): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      const asked: Promise<Result<T>> = this.#socket.timeout(10_000).emitWithAck(name, payload);
      const answer = await asked.catch((error: unknown): Result<T> => ({
        ok: false,
        refusal: { code: "unavailable", detail: String(error) },
      }));
      if (answer.ok) return answer.value;
      const { code, detail } = answer.refusal;
      if (code !== "unavailable" || attempt === ATTEMPTS) throw new Error(`${name}: ${code} ${detail}`);
    }
  }
}

function peer(): PeerConnection {
  return new nodeDataChannel.PeerConnection(`robot ${++peers}`, { iceServers: [], disableAutoNegotiation: true });
}

/** The next description; the first one with its candidates. */
function described(connection: PeerConnection, first = true): Promise<string> {
  return new Promise((resolve) => {
    if (!first) return connection.onLocalDescription((sdp) => resolve(sdp));
    connection.onGatheringStateChange((state) => {
      const sdp = state === "complete" ? connection.localDescription()?.sdp : undefined;
      if (sdp !== undefined) resolve(sdp);
    });
  });
}
