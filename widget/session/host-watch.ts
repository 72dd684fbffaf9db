/** A host's tag looks at one store for as long as it is in the page. */

import type { ReactiveController } from "lit";
import type { HostStores } from "./host-store.ts";
import { hostStores } from "./host-store.ts";
import type { LinkComplaint, LinkedTag } from "./host-link.ts";
import { attach, HostLink } from "./host-link.ts";
import type { LiveStore } from "./live-store.ts";

export interface WatchOptions<Store> {
  /** The store to look at; undefined while there is nothing to look for. Asked again with every update of the tag. */
  pick: (stores: HostStores) => Store | undefined;
  /** Called when the store's state, the store itself or the complaint is another. */
  told: () => void;
}

export class HostWatch<Store extends LiveStore<unknown>> implements ReactiveController {
  readonly #tag: LinkedTag;
  readonly #options: WatchOptions<Store>;
  readonly #link: HostLink;
  #store: Store | undefined;
  #unlook: (() => void) | undefined;

  constructor(tag: LinkedTag, options: WatchOptions<Store>) {
    this.#tag = tag;
    this.#options = options;
    this.#link = new HostLink(tag, () => {
      if (!this.#choose()) options.told();
    });
    attach(tag, this);
  }

  /** What is looked at; undefined without a connection. */
  get store(): Store | undefined {
    return this.#store;
  }

  /** The stores of the connection; undefined without one. */
  get stores(): HostStores | undefined {
    return this.#link.state.is === "linked" ? hostStores(this.#link.state.connection) : undefined;
  }

  /** Why there can be no connection: a mistake of the page. */
  get complaint(): LinkComplaint | undefined {
    return this.#link.state.is === "broken" ? this.#link.state.complaint : undefined;
  }

  hostUpdate(): void {
    if (this.#tag.isConnected) this.#choose();
  }

  hostDisconnected(): void {
    this.#look(undefined);
  }

  /** Whether another store is looked at from now on. */
  #choose(): boolean {
    const stores = this.stores;
    const store = stores === undefined ? undefined : this.#options.pick(stores);
    if (store === this.#store) return false;
    this.#look(store);
    this.#options.told();
    return true;
  }

  #look(store: Store | undefined): void {
    this.#unlook?.();
    this.#store = store;
    this.#unlook = store?.look(() => this.#options.told());
  }
}
