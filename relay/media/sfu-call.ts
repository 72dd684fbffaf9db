/** A session's media in one room, as far as this relay carries it: the room, and the participants whose connections hang on this relay. */

import type { InstanceId, ParticipantId, RelayId } from "../../protocol/ids.ts";
import type { Log } from "../ops/log.ts";
import type { Session } from "../session/session.ts";
import type { JanusKeys } from "./janus-keys.ts";
import type { JanusNode } from "./janus-node.ts";
import { JanusRoom } from "./janus-room.ts";
import { SfuPerson } from "./sfu-person.ts";
import type { SfuSeat } from "./sfu-seat.ts";
import type { Wanted } from "./wanted-sizes.ts";
import { larger, WantedSizes } from "./wanted-sizes.ts";

export interface SfuCallSettings {
  node: JanusNode;
  room: string;
  epoch: number;
  keys: JanusKeys;
  relayId: RelayId;
  log: Log;
  /** The newest document this relay knows. */
  session: () => Session | null;
  /** What stands in the store; undefined: the store is away. */
  confirmed: () => Promise<Session | null | undefined>;
  /** The room is lost, and with it every connection. */
  lost: () => void;
  /** How large a picture of a participant's camera somebody here is sent (MEDIA8). */
  wanted: (participantId: ParticipantId, camera: Wanted) => void;
}

/** A participant that has gone to another relay has its connections there by then, ms. */
const MOVED_AWAY_MS = 10_000;
/** The store was away: whoever sends without a seat is looked for again after this long, ms. */
const LOOK_AGAIN_MS = 1_000;

export class SfuCall {
  readonly epoch: number;
  readonly room: JanusRoom;
  readonly #settings: SfuCallSettings;
  readonly #people = new Map<ParticipantId, { instance: InstanceId; person: SfuPerson }>();
  /** Since when a participant's seat hangs on another relay. */
  readonly #away = new Map<ParticipantId, NodeJS.Timeout>();
  /** Who sends, and of whom the store is being asked whether they hold a seat; and whether something has changed since it was asked. */
  readonly #doubted = new Map<ParticipantId, boolean>();
  readonly #sizes: WantedSizes;
  #sizesDue = false;
  #closed = false;

  constructor(settings: SfuCallSettings) {
    this.#settings = settings;
    this.epoch = settings.epoch;
    this.#sizes = new WantedSizes(settings.wanted);
    this.room = new JanusRoom(settings.room, settings.node, settings.keys, settings.relayId, () => this.#feedsChanged(), settings.lost);
    this.room.opened.then(
      () => this.#feedsChanged(),
      (error: unknown) => {
        settings.log.warn({ err: error, url: settings.node.url }, "a room could not be opened");
        settings.lost();
      },
    );
  }

  get empty(): boolean {
    return this.#people.size === 0;
  }

  /** The connections of who asks, from now on by its newest connection to this relay. A new page load starts anew. */
  person(seat: SfuSeat): SfuPerson {
    const known = this.#people.get(seat.participantId);
    if (known?.instance === seat.instance) {
      known.person.seat = seat;
      return known.person;
    }
    void known?.person.close();
    const { keys, log, session } = this.#settings;
    const person = new SfuPerson(
      {
        room: this.room,
        keys,
        epoch: this.epoch,
        session,
        failed: (error) => log.warn({ err: error, participantId: seat.participantId }, "a subscription failed"),
        changed: () => this.#sizesChanged(),
      },
      seat,
    );
    this.#people.set(seat.participantId, { instance: seat.instance, person });
    return person;
  }

  /** Only what is there already. */
  known(seat: SfuSeat): SfuPerson | undefined {
    return this.#people.get(seat.participantId)?.instance === seat.instance ? this.person(seat) : undefined;
  }

  leave(participantId: ParticipantId): void {
    const known = this.#people.get(participantId);
    this.#people.delete(participantId);
    void known?.person.close();
    this.#sizesChanged();
  }

  /** Follows the document: who holds no seat any more is put out at once (REV6), whichever relay its connections hang on. */
  follow(session: Session | null): void {
    for (const participantId of [...this.#people.keys()]) {
      const seat = session?.seats[participantId];
      if (seat === undefined) {
        this.#putOut(participantId);
        this.leave(participantId);
        continue;
      }
      const elsewhere = seat.presence.is === "here" && seat.presence.relay !== this.#settings.relayId;
      this.#watchAway(participantId, elsewhere);
    }
    this.#feedsChanged();
  }

  async close({ lost = false } = {}): Promise<void> {
    this.#closed = true;
    this.#sizes.close();
    for (const timer of this.#away.values()) clearTimeout(timer);
    this.#away.clear();
    const people = [...this.#people.values()];
    this.#people.clear();
    await Promise.allSettled([...people.map(({ person }) => person.close({ lost })), this.room.close()]);
  }

  #feedsChanged(): void {
    const seats = this.#settings.session()?.seats ?? {};
    const senders = new Set([...this.room.feeds.values()].map(({ participantId }) => participantId));
    for (const participantId of senders) if (seats[participantId] === undefined) void this.#doubt(participantId);
    for (const { person } of this.#people.values()) person.follow();
  }

  /**
   * Puts out who holds no seat. Another relay may have seated somebody a moment ago, and Janus be quicker than the bus: the store has the
   * word. Until it has spoken nobody here receives them.
   */
  async #doubt(participantId: ParticipantId): Promise<void> {
    if (this.#closed) return;
    if (this.#doubted.has(participantId)) return void this.#doubted.set(participantId, true);
    this.#doubted.set(participantId, false);
    const session = await this.#settings.confirmed();
    const changed = this.#doubted.get(participantId);
    this.#doubted.delete(participantId);
    if (session === undefined) setTimeout(() => this.#feedsChanged(), LOOK_AGAIN_MS).unref();
    else if (session?.seats[participantId] === undefined) this.#putOut(participantId);
    // The answer may be from before that.
    else if (changed === true) await this.#doubt(participantId);
  }

  /** Asked of everybody once for all that changes together: somebody who comes changes what each of the others is sent. */
  #sizesChanged(): void {
    if (this.#sizesDue) return;
    this.#sizesDue = true;
    queueMicrotask(() => {
      this.#sizesDue = false;
      if (!this.#closed) this.#followSizes();
    });
  }

  #followSizes(): void {
    const wanted = new Map<ParticipantId, Wanted>();
    for (const { participantId } of this.room.feeds.values()) wanted.set(participantId, null);
    for (const { person } of this.#people.values())
      for (const [id, camera] of person.cameras()) wanted.set(id, larger(wanted.get(id), camera));
    this.#sizes.follow(wanted);
  }

  #putOut(participantId: ParticipantId): void {
    this.room.putOut(participantId).catch((error: unknown) => {
      if (this.#settings.node.alive) this.#settings.log.warn({ err: error, participantId }, "a participant could not be put out of a room");
    });
  }

  #watchAway(participantId: ParticipantId, elsewhere: boolean): void {
    const waiting = this.#away.get(participantId);
    if (elsewhere === (waiting !== undefined)) return;
    if (!elsewhere) {
      clearTimeout(waiting);
      this.#away.delete(participantId);
      return;
    }
    const timer = setTimeout(() => {
      this.#away.delete(participantId);
      this.leave(participantId);
    }, MOVED_AWAY_MS);
    this.#away.set(participantId, timer.unref());
  }
}
