/**
 * Who has which key (E2E3, E2E4). Each browser makes its own sender key and gives it to each of the others, wrapped for them alone. A
 * newcomer is given the next step of it; when somebody has gone, there is another one, used as soon as all who stayed have it, and at the
 * latest a second later. The relay carries letters that it cannot open; none is promised to arrive, so each is sent until it is answered.
 */

import type { InstanceId, ParticipantId } from "../../../protocol/ids.ts";
import type { PeerRef } from "../transport.ts";
import { generationOf, nextGeneration, nextStep } from "./key-ids.ts";
import type { KeyLetter } from "./key-letters.ts";
import type { KeyPair } from "./key-pair.ts";
import { agree, unwrap, wrap } from "./key-pair.ts";
import { BASE_LENGTH, nextBase } from "./sframe.ts";

/** Somebody who has told a public key. */
export interface Member extends PeerRef {
  readonly key: string;
}

/** Where keys are put to use. */
export interface KeyStore {
  ownKey(kid: number, base: Uint8Array<ArrayBuffer>): void;
  key(from: ParticipantId, kid: number, base: Uint8Array<ArrayBuffer>): void;
  forget(from: ParticipantId): void;
}

export interface ExchangeSettings {
  own: KeyPair;
  store: KeyStore;
  send: (to: PeerRef, letter: KeyLetter) => void;
}

/** Whoever has not got a new key by then does not hold the others up (E2E4). ms */
export const SWITCH_MS = 1_000;
export const AGAIN_MS = 1_000;
/** Letters of those that this browser has not heard of yet. */
const EARLY_KEPT = 32;

interface SenderKey {
  kid: number;
  base: Uint8Array<ArrayBuffer>;
}
interface Peer {
  member: Member;
  /** Of our keys the newest that it says it has. */
  has: number;
  /** Of its keys the newest that it told. */
  told: number;
  toIt: Promise<CryptoKey>;
  fromIt: Promise<CryptoKey>;
}
interface From {
  participantId: ParticipantId;
  instance: InstanceId;
}

export class KeyExchange {
  readonly #settings: ExchangeSettings;
  readonly #peers = new Map<ParticipantId, Peer>();
  #current: SenderKey;
  /** To be used when everybody has it. */
  #next: SenderKey | undefined;
  #switching: ReturnType<typeof setTimeout> | undefined;
  #again: ReturnType<typeof setInterval> | undefined;
  #early: [From, KeyLetter][] = [];
  /** One change after the other. */
  #turn: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(settings: ExchangeSettings) {
    this.#settings = settings;
    this.#current = fresh(undefined);
    this.#install(this.#current);
  }

  /** Follows a view: everyone else who is inside and has told a key. Resolves when it is done. */
  see(others: readonly Member[]): Promise<void> {
    return this.#inTurn(() => this.#see(others));
  }

  receive(from: From, letter: KeyLetter): Promise<void> {
    return this.#inTurn(() => this.#receive(from, letter));
  }

  /** Resolves when all that was asked so far is done. */
  get done(): Promise<void> {
    return this.#turn;
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#switching);
    clearInterval(this.#again);
  }

  async #see(others: readonly Member[]): Promise<void> {
    const gone = [...this.#peers.values()].filter(({ member }) => !others.some((other) => isSame(other, member)));
    for (const { member } of gone) {
      this.#peers.delete(member.participantId);
      this.#settings.store.forget(member.participantId);
    }
    const come = others.filter(({ participantId }) => !this.#peers.has(participantId));
    for (const member of come) this.#peers.set(member.participantId, this.#peer(member));
    for (const member of others) this.#peers.get(member.participantId)!.member = member;
    if (gone.length > 0) this.#renew();
    else if (come.length > 0 && this.#next === undefined) await this.#step();
    await this.#give(come.length > 0 || gone.length > 0);
    for (const [from, letter] of this.#early.splice(0)) await this.#receive(from, letter);
    this.#switchIfAllHave();
  }

  #peer(member: Member): Peer {
    const { own } = this.#settings;
    const toIt = agree(own, member.key, { from: own.published, to: member.key });
    const fromIt = agree(own, member.key, { from: member.key, to: own.published });
    // What is no key opens nothing: said where it is used.
    for (const agreed of [toIt, fromIt]) agreed.catch(() => undefined);
    return { member, has: -1, told: -1, toIt, fromIt };
  }

  /** E2E4: of the key to come nobody who has gone knows anything. */
  #renew(): void {
    this.#next = fresh(this.#next?.kid ?? this.#current.kid);
    this.#switching ??= setTimeout(() => this.#switch(), SWITCH_MS);
  }

  /** E2E3: from the step that newcomers are given nobody finds the way back. */
  async #step(): Promise<void> {
    const kid = nextStep(this.#current.kid);
    if (kid === undefined) return this.#renew();
    this.#current = { kid, base: await nextBase(this.#current.base) };
    // Those who have the step before make this one themselves.
    for (const peer of this.#peers.values()) if (peer.has === kid - 1) peer.has = kid;
    this.#install(this.#current);
  }

  #switchIfAllHave(): void {
    const { kid } = this.#next ?? {};
    if (kid !== undefined && [...this.#peers.values()].every(({ has }) => has >= kid)) this.#switch();
  }

  #switch(): void {
    clearTimeout(this.#switching);
    this.#switching = undefined;
    if (this.#next === undefined || this.#closed) return;
    this.#current = this.#next;
    this.#next = undefined;
    this.#install(this.#current);
  }

  #install({ kid, base }: SenderKey): void {
    this.#settings.store.ownKey(kid, base.slice());
  }

  /** To each who does not say yet that it has the newest. */
  async #give(now: boolean): Promise<void> {
    const { kid } = this.#next ?? this.#current;
    const lacking = [...this.#peers.values()].filter(({ has }) => has < kid);
    if (now) await Promise.all(lacking.map((peer) => this.#giveTo(peer)));
    if (lacking.length === 0) {
      clearInterval(this.#again);
      this.#again = undefined;
    } else this.#again ??= setInterval(() => void this.#inTurn(() => this.#give(true)), AGAIN_MS);
  }

  async #giveTo(peer: Peer): Promise<void> {
    const { kid, base } = this.#next ?? this.#current;
    const wrapped = await peer.toIt.then((key) => wrap(key, base, String(kid))).catch(() => undefined);
    if (wrapped !== undefined && !this.#closed) this.#settings.send(peer.member, { kid, wrapped });
  }

  async #receive(from: From, letter: KeyLetter): Promise<void> {
    const peer = this.#peers.get(from.participantId);
    if (peer === undefined || peer.member.instance !== from.instance) {
      this.#early.push([from, letter]);
      if (this.#early.length > EARLY_KEPT) this.#early.shift();
      return;
    }
    const { kid, wrapped } = letter;
    if (wrapped === undefined) {
      if (kid <= (this.#next ?? this.#current).kid) peer.has = Math.max(peer.has, kid);
      await this.#give(false);
      return this.#switchIfAllHave();
    }
    const base = await peer.fromIt.then((key) => unwrap(key, wrapped, String(kid))).catch(() => undefined);
    if (base?.length !== BASE_LENGTH) return;
    // An older one, told again by whoever carries the letters, brings nothing back.
    if (generationOf(kid) >= generationOf(Math.max(0, peer.told))) this.#settings.store.key(from.participantId, kid, base);
    peer.told = Math.max(peer.told, kid);
    this.#settings.send(peer.member, { kid });
  }

  #inTurn(act: () => void | Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(() => (this.#closed ? undefined : act()));
    return this.#turn;
  }
}

function fresh(after: number | undefined): SenderKey {
  return { kid: nextGeneration(after), base: crypto.getRandomValues(new Uint8Array(BASE_LENGTH)) };
}

/** Another public key is another member, whoever says so: nothing of the old one's is the new one's. */
function isSame(a: Member, b: Member): boolean {
  return a.participantId === b.participantId && a.key === b.key;
}
