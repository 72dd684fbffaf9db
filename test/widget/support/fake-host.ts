/** A host's connection without a relay: answers as told, remembers what was asked, pushes by hand. */

import type { ConnectionState, HostConnection, HostDoor, PayloadOf, ReplyOf } from "../../../widget/connection/relay-connection.ts";
import type { RefusalCode, Result } from "../../../protocol/refusals.ts";
import { refused } from "../../../protocol/refusals.ts";

type Name = keyof HostDoor["events"] & string;
type Push = keyof HostDoor["pushes"] & string;
type Answers = { [N in Name]?: (payload: PayloadOf<HostDoor, N>) => Result<ReplyOf<HostDoor, N>> | Promise<Result<ReplyOf<HostDoor, N>>> };

export class FakeHost implements HostConnection {
  state: ConnectionState;
  /** Every request, oldest first, as `name` and payload. */
  readonly asked: { name: Name; payload: unknown }[] = [];
  readonly #watchers = new Set<(state: ConnectionState) => void>();
  readonly #listeners = new Map<string, Set<(value: never) => void>>();

  constructor(
    public answers: Answers = {},
    state: ConnectionState = { is: "open" },
  ) {
    this.state = state;
  }

  open(): void {
    this.become({ is: "open" });
  }
  close(): void {
    this.become({ is: "closed" });
  }
  become(state: ConnectionState): void {
    this.state = state;
    for (const told of [...this.#watchers]) told(state);
  }
  watch(told: (state: ConnectionState) => void): () => void {
    this.#watchers.add(told);
    return () => this.#watchers.delete(told);
  }
  on<N extends Push>(name: N, told: HostDoor["pushes"][N]): () => void {
    const set = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, set);
    set.add(told);
    return () => set.delete(told);
  }
  push<N extends Push>(name: N, value: Parameters<HostDoor["pushes"][N]>[0]): void {
    for (const told of [...(this.#listeners.get(name) ?? [])]) told(value as never);
  }
  async request<N extends Name>(name: N, payload: PayloadOf<HostDoor, N>): Promise<Result<ReplyOf<HostDoor, N>>> {
    this.asked.push({ name, payload });
    const answer = this.answers[name] as ((payload: PayloadOf<HostDoor, N>) => Result<ReplyOf<HostDoor, N>>) | undefined;
    return answer === undefined ? refused("not-allowed") : answer(payload);
  }

  /** Payloads of all requests called `name`. */
  all<N extends Name>(name: N): PayloadOf<HostDoor, N>[] {
    return this.asked.filter((each) => each.name === name).map((each) => each.payload as PayloadOf<HostDoor, N>);
  }
  /** Those who listen or watch: none may stay behind when the last tag has left. */
  get listeners(): number {
    return this.#watchers.size + [...this.#listeners.values()].reduce((sum, set) => sum + set.size, 0);
  }
}

export const no = (code: RefusalCode) => () => refused(code);
