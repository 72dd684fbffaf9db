/**
 * How a host's tag comes to its connection: from the `<session-provider>` around it, or by its own `relay` and `token`. Tags with
 * the same two share one connection, which ends with the last of them.
 */

import type { ReactiveController, ReactiveControllerHost } from "lit";
import { ContextEvent } from "@lit/context";
import type { HostConnection } from "../connection/relay-connection.ts";
import { hostConnectionContext, relayContext } from "./contexts.ts";
import type { LinkComplaint } from "./link-complaint.ts";
import { NOT_LOADED } from "./link-complaint.ts";

export type { LinkComplaint };

/** Whether there is a connection to ask. It need not stand: that is its own `state`. */
export type LinkState = { is: "waiting" } | { is: "linked"; connection: HostConnection } | { is: "broken"; complaint: LinkComplaint };

/** A tag that uses a link. */
export type LinkedTag = ReactiveControllerHost & HTMLElement & { readonly relay?: string; readonly token?: string };

/**
 * Adds a controller to a tag. One that is in the page already would call back before the controller's maker holds it, so that
 * waits until the maker has finished.
 */
export function attach(tag: LinkedTag, controller: ReactiveController): void {
  if (tag.isConnected) queueMicrotask(() => tag.addController(controller));
  else tag.addController(controller);
}

/** How long a tag waits for a provider around it before it says that there is none: time enough for the page's other scripts. */
const PROVIDER_PATIENCE_MS = 3_000;

export class HostLink implements ReactiveController {
  state: LinkState = { is: "waiting" };
  readonly #tag: LinkedTag;
  readonly #told: () => void;
  #ends: (() => void)[] = [];
  #used = "";

  /** @param told called whenever `state` is another */
  constructor(tag: LinkedTag, told: () => void) {
    this.#tag = tag;
    this.#told = told;
    attach(tag, this);
  }

  hostConnected(): void {
    this.#start();
  }

  hostDisconnected(): void {
    this.#stop();
    this.state = { is: "waiting" };
  }

  hostUpdate(): void {
    if (this.#tag.isConnected && this.#used !== this.#wanted()) this.#start();
  }

  #wanted(): string {
    return JSON.stringify([this.#tag.relay ?? "", this.#tag.token ?? ""]);
  }

  #start(): void {
    this.#stop();
    this.#used = this.#wanted();
    this.#become({ is: "waiting" });
    if (this.#tag.token === undefined || this.#tag.token === "") this.#ask();
    else this.#connect(this.#tag.token);
  }

  #stop(): void {
    for (const end of this.#ends.splice(0)) end();
  }

  #become(state: LinkState): void {
    if (state.is === "waiting" && this.state.is === "waiting") return;
    this.state = state;
    this.#told();
  }

  /** Asks the provider around the tag; one that is defined later is asked then. */
  #ask(): void {
    let answered = false;
    let stopped = false;
    let leave: (() => void) | undefined;
    const ask = () => {
      if (stopped || answered) return;
      this.#tag.dispatchEvent(
        new ContextEvent(
          hostConnectionContext,
          this.#tag,
          (connection, unsubscribe) => {
            answered = true;
            if (leave !== unsubscribe) leave?.();
            leave = unsubscribe;
            if (!stopped) this.#become(connection === undefined ? { is: "waiting" } : { is: "linked", connection });
          },
          true,
        ),
      );
    };
    ask();
    const timer = setTimeout(() => !answered && this.#become({ is: "broken", complaint: NO_PROVIDER }), PROVIDER_PATIENCE_MS);
    if (!answered) void customElements.whenDefined("session-provider").then(ask);
    this.#ends.push(() => {
      stopped = true;
      clearTimeout(timer);
      leave?.();
    });
  }

  #connect(token: string): void {
    let relay = this.#tag.relay;
    if (relay === undefined) {
      this.#tag.dispatchEvent(new ContextEvent(relayContext, this.#tag, (given) => (relay = given)));
    }
    if (relay === undefined) return this.#become({ is: "broken", complaint: NO_RELAY });
    if (!URL.canParse(relay) || !/^https?:/u.test(relay)) {
      return this.#become({ is: "broken", complaint: { ...NO_RELAY, what: `is "${relay}", which is no address.` } });
    }
    const shared = borrow(relay, token);
    this.#ends.push(shared.giveBack);
    let stopped = false;
    this.#ends.push(() => (stopped = true));
    void shared.connection.then(
      (connection) => !stopped && this.#become({ is: "linked", connection }),
      () => !stopped && this.#become({ is: "broken", complaint: NOT_LOADED }),
    );
  }
}

const NO_PROVIDER: LinkComplaint = {
  attribute: "token",
  what: "is missing.",
  fix: 'Put the tag inside a <session-provider relay="…" token="…">, or give it both attributes itself.',
};
const NO_RELAY: LinkComplaint = { attribute: "relay", what: "is missing.", fix: 'Set relay="https://relay.example".' };

interface Shared {
  connection: Promise<HostConnection>;
  tags: number;
}
const shared = new Map<string, Shared>();

function borrow(relay: string, token: string): { connection: Promise<HostConnection>; giveBack: () => void } {
  const key = JSON.stringify([relay, token]);
  const entry = shared.get(key) ?? { connection: open(relay, token), tags: 0 };
  shared.set(key, entry);
  entry.tags += 1;
  entry.connection.catch(() => shared.delete(key));
  const giveBack = () => {
    entry.tags -= 1;
    // Not at once: a tag that is moved within the page leaves and comes back in one go.
    setTimeout(() => {
      if (entry.tags > 0 || shared.get(key) !== entry) return;
      shared.delete(key);
      void entry.connection.then((connection) => connection.close());
    });
  };
  return { connection: entry.connection, giveBack };
}

async function open(relay: string, token: string): Promise<HostConnection> {
  const { hostDoor } = await import("./host-door.ts");
  const connection = hostDoor(relay, () => token);
  connection.open();
  return connection;
}
