/** The bus of a single relay: everyone concerned is in this process. */

import type { RelayId, SessionId } from "../../protocol/ids.ts";
import type { RelayBus, SessionCommit } from "./session-store.ts";

type SessionTold = Parameters<RelayBus["watchSession"]>[1];
type HostTold = Parameters<RelayBus["watchHost"]>[2];

export class LocalBus implements RelayBus {
  readonly #sessions = new Map<SessionId, Set<SessionTold>>();
  readonly #hosts = new Map<string, Set<HostTold>>();
  readonly #receivers = new Set<(message: unknown, words: string) => void>();

  watchSession(id: SessionId, told: SessionTold): Promise<() => Promise<void>> {
    return Promise.resolve(enter(this.#sessions, id, told));
  }

  watchHost(tenantId: string, hostId: string, told: HostTold): Promise<() => Promise<void>> {
    return Promise.resolve(enter(this.#hosts, hostKey(tenantId, hostId), told));
  }

  /** To oneself only: there is no other relay. */
  send(_relay: RelayId, message: unknown, words = ""): void {
    for (const told of this.#receivers) told(message, words);
  }

  receive(told: (message: unknown, words: string) => void): void {
    this.#receivers.add(told);
  }

  /** Always fresh: nothing lies between. */
  onFreshness(_told: (fresh: boolean) => void): void {
    return;
  }

  fresh(): boolean {
    return true;
  }

  /** Called by the store for each commit that happened. */
  committed(commit: SessionCommit): void {
    for (const hostId of commit.touchesHosts) {
      for (const told of this.#hosts.get(hostKey(commit.places.tenantId, hostId)) ?? []) told(commit.sessionId);
    }
  }
}

function hostKey(tenantId: string, hostId: string): string {
  return JSON.stringify([tenantId, hostId]);
}

function enter<K, T>(book: Map<K, Set<T>>, key: K, told: T): () => Promise<void> {
  const listeners = book.get(key) ?? new Set<T>();
  book.set(key, listeners.add(told));
  return () => {
    listeners.delete(told);
    if (listeners.size === 0 && book.get(key) === listeners) book.delete(key);
    return Promise.resolve();
  };
}
