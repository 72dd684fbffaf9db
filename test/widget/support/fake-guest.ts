/** A guest's connection without a relay: answers as told, remembers what was asked, pushes by hand. */

import type { ConnectionState, GuestConnection, GuestDoor, PayloadOf, ReplyOf } from "../../../widget/connection/relay-connection.ts";
import type { GuestAuthSource } from "../../../widget/session/guest-store.ts";
import type { Refusal, Result } from "../../../protocol/refusals.ts";
import { refused } from "../../../protocol/refusals.ts";

type Name = keyof GuestDoor["events"] & string;
type Push = keyof GuestDoor["pushes"] & string;
type Answers = {
  [N in Name]?: (payload: PayloadOf<GuestDoor, N>) => Result<ReplyOf<GuestDoor, N>> | Promise<Result<ReplyOf<GuestDoor, N>>>;
};

export class FakeGuest implements GuestConnection {
  state: ConnectionState = { is: "closed" };
  readonly asked: { name: Name; payload: unknown }[] = [];
  /** What the store would send with the connection. */
  auth: GuestAuthSource = () => Promise.reject(new Error("not connected"));
  /** How often the door was asked. */
  opened = 0;
  closed = 0;
  readonly #watchers = new Set<(state: ConnectionState) => void>();
  readonly #listeners = new Map<string, Set<(value: never) => void>>();

  /** @param door what the door says when it is asked: a view is pushed, a refusal refuses, undefined lets it wait */
  constructor(
    public door: (connection: FakeGuest) => void = () => {},
    public answers: Answers = {},
  ) {}

  /** For `GuestStore`'s `connect`. */
  readonly connect = (auth: GuestAuthSource): this => {
    this.auth = auth;
    return this;
  };

  open(): void {
    if (this.state.is === "open" || this.state.is === "connecting") return;
    this.opened += 1;
    this.become({ is: "connecting" });
    this.door(this);
  }
  close(): void {
    this.closed += 1;
    if (this.state.is !== "closed") this.become({ is: "closed" });
  }
  become(state: ConnectionState): void {
    this.state = state;
    for (const told of [...this.#watchers]) told(state);
  }
  refuse(refusal: Refusal): void {
    this.become({ is: "refused", refusal });
  }
  watch(told: (state: ConnectionState) => void): () => void {
    this.#watchers.add(told);
    return () => this.#watchers.delete(told);
  }
  on<N extends Push>(name: N, told: GuestDoor["pushes"][N]): () => void {
    const set = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, set);
    set.add(told);
    return () => set.delete(told);
  }
  /** The door opens and shows this. */
  show(view: Parameters<GuestDoor["pushes"]["view"]>[0]): void {
    if (this.state.is !== "open") this.become({ is: "open" });
    this.push("view", view);
  }
  push<N extends Push>(name: N, value: Parameters<GuestDoor["pushes"][N]>[0]): void {
    for (const told of [...(this.#listeners.get(name) ?? [])]) told(value as never);
  }
  async request<N extends Name>(name: N, payload: PayloadOf<GuestDoor, N>): Promise<Result<ReplyOf<GuestDoor, N>>> {
    // A page looks at its network by itself.
    if (name !== "connection:check") this.asked.push({ name, payload });
    if (this.state.is === "refused") return { ok: false, refusal: this.state.refusal };
    const answer = this.answers[name] as ((payload: PayloadOf<GuestDoor, N>) => Result<ReplyOf<GuestDoor, N>>) | undefined;
    return answer === undefined ? refused("unavailable") : answer(payload);
  }

  /** Those who listen or watch: none may stay behind when the tag has left. */
  get listeners(): number {
    return this.#watchers.size + [...this.#listeners.values()].reduce((sum, set) => sum + set.size, 0);
  }
}
