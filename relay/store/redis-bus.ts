/**
 * Between relays, through Redis's channels: a session's new versions go to the relays that watch it, a signal to the one relay that
 * carries its receiver, all that a relay sends in one turn of the event loop in one message each (design, pillar 4).
 */

import type { RelayId, SessionId } from "../../protocol/ids.ts";
import type { Session } from "../session/session.ts";
import type { RedisConnection } from "./redis-connection.ts";
import * as keys from "./redis-keys.ts";
import type { KeeperLog } from "./session-keeper.ts";
import type { RelayBus, StoredSession } from "./session-store.ts";

export class RedisBus implements RelayBus {
  readonly #receivers = new Set<(message: unknown, words: string) => void>();
  readonly #freshness = new Set<(fresh: boolean) => void>();
  #fresh = true;
  /** Messages of this turn, by relay, each as it is written. */
  #outgoing = new Map<RelayId, string[]>();

  private constructor(
    private readonly sender: RedisConnection,
    private readonly listener: RedisConnection,
    private readonly relayId: RelayId,
    private readonly log: KeeperLog,
  ) {}

  /** `listener` is a connection of the bus alone: one that subscribes serves nothing else well. */
  static async open(
    sender: RedisConnection,
    listener: RedisConnection,
    { relayId, log }: { relayId: RelayId; log: KeeperLog },
  ): Promise<RedisBus> {
    const bus = new RedisBus(sender, listener, relayId, log);
    await listener.ask((client) => client.subscribe(keys.relayChannel(relayId), (text) => bus.#received(text)));
    // The client subscribes anew by itself before it is ready again.
    const turn = (now: boolean) => {
      if (now === bus.#fresh) return;
      bus.#fresh = now;
      for (const told of bus.#freshness) told(now);
    };
    listener.client.on("error", () => turn(false));
    listener.client.on("ready", () => turn(true));
    return bus;
  }

  async watchSession(id: SessionId, told: Parameters<RelayBus["watchSession"]>[1]): Promise<() => Promise<void>> {
    const own = Buffer.from(`${this.relayId} `);
    return this.#listen(keys.sessionChannel(id), (message: Buffer) => {
      // What this relay committed it knows already, and need not be read.
      if (message.subarray(0, own.length).equals(own)) return;
      const [version, document] = split(message.toString());
      told({ version, stored: document === "" ? null : ({ version, session: JSON.parse(document) as Session } satisfies StoredSession) });
    });
  }

  watchHost(tenantId: string, hostId: string, told: (sessionId: SessionId) => void): Promise<() => Promise<void>> {
    return this.#listen(keys.hostChannel(tenantId, hostId), (id) => told(id.toString() as SessionId));
  }

  send(relay: RelayId, message: unknown, words = ""): void {
    if (relay === this.relayId) {
      for (const told of this.#receivers) told(message, words);
      return;
    }
    if (this.#outgoing.size === 0) setImmediate(() => this.#flush());
    const messages = this.#outgoing.get(relay);
    const head = JSON.stringify(message);
    const written = `${head.length} ${words.length} ${head}${words}`;
    if (messages === undefined) this.#outgoing.set(relay, [written]);
    else messages.push(written);
  }

  receive(told: (message: unknown, words: string) => void): void {
    this.#receivers.add(told);
  }

  onFreshness(told: (fresh: boolean) => void): void {
    this.#freshness.add(told);
  }

  fresh(): boolean {
    return this.#fresh;
  }

  #flush(): void {
    const outgoing = this.#outgoing;
    this.#outgoing = new Map();
    for (const [relay, messages] of outgoing) {
      this.sender
        .ask((client) => client.publish(keys.relayChannel(relay), messages.join("")), { again: false })
        .catch((error: unknown) => this.log.warn({ err: error, lost: messages.length }, "Signals to another relay were lost."));
    }
  }

  #received(text: string): void {
    for (let at = 0; at < text.length;) {
      const [head, words, next] = taken(text, at);
      // Not one of a relay's of this version.
      if (!(next > at)) return;
      for (const told of this.#receivers) told(JSON.parse(head), words);
      at = next;
    }
  }

  async #listen(channel: string, told: (message: Buffer) => void): Promise<() => Promise<void>> {
    await this.listener.ask((client) => client.subscribe(channel, told, true));
    return async () => {
      // An unsubscription that fails ends with its connection; the next one starts from what is still listened to.
      await this.listener
        .ask((client) => client.unsubscribe(channel, told, true))
        .catch((error: unknown) => this.log.warn({ err: error }, "A channel was not left."));
    };
  }
}

/** `relay version document`; the document may hold spaces. */
function split(text: string): [version: number, document: string] {
  const first = text.indexOf(" ");
  const second = text.indexOf(" ", first + 1);
  return [Number(text.slice(first + 1, second)), text.slice(second + 1)];
}

/** One of the messages written one behind the other: the lengths of its two parts, and the parts. Parts in lengths need not be read to be told apart. */
function taken(text: string, at: number): [head: string, words: string, next: number] {
  const first = text.indexOf(" ", at);
  const second = text.indexOf(" ", first + 1);
  const head = second + 1 + Number(text.slice(at, first));
  const next = head + Number(text.slice(first + 1, second));
  return [text.slice(second + 1, head), text.slice(head, next), next];
}
