import type { PropertyValues, TemplateResult } from "lit";
import { css, html } from "lit";
import { property } from "lit/decorators.js";
import { ContextProvider } from "@lit/context";
import type { RefusalCode } from "../../../protocol/refusals.ts";
import type { ConnectionState, HostConnection } from "../../connection/relay-connection.ts";
import { define } from "../../define.ts";
import { connectionStateContext, hostConnectionContext, relayContext } from "../../session/contexts.ts";
import { hostDoor } from "../../session/host-door.ts";
import { HostTokenSource } from "../../session/host-token.ts";
import { DoorstepElement } from "../base.ts";

/** Detail of `connection-change`. */
export interface ConnectionChange {
  /** `closed`, `connecting`, `open`, `reconnecting` or `refused`. */
  state: ConnectionState["is"];
  /** Why, when the relay said so. */
  reason?: RefusalCode;
}

/** How long a page may take to set what is missing before its developer is told. */
const PATIENCE_MS = 3_000;

/**
 * The root of a host's page: one connection to the relay, shared by all Doorstep tags inside.
 *
 * @tag session-provider
 * @slot - The page, or the part of it that holds Doorstep tags.
 * @fires {CustomEvent<ConnectionChange>} connection-change - The connection opened, was lost, or was refused.
 */
export class SessionProvider extends DoorstepElement {
  /** None of the shared styles: what is inside is the host's own page, and would inherit them. */
  static override styles = css`
    :host,
    .root {
      display: contents;
    }
    :host([theme="light"]) {
      color-scheme: light;
    }
    :host([theme="dark"]) {
      color-scheme: dark;
    }
  `;

  /** Called for a token when there is none yet, and again when one has ended. */
  @property({ attribute: false }) getToken?: () => Promise<string>;

  readonly #tokens = new HostTokenSource();
  readonly #relay = new ContextProvider(this, { context: relayContext });
  readonly #shared = new ContextProvider(this, { context: hostConnectionContext });
  readonly #state = new ContextProvider(this, { context: connectionStateContext, initialValue: { is: "closed" } });
  #connection: HostConnection | undefined;
  #unwatch: (() => void) | undefined;
  #patience: ReturnType<typeof setTimeout> | undefined;

  /** Whether the connection stands. */
  get connectionState(): ConnectionState {
    return this.#state.value;
  }

  /** Asks the relay again at once, with a fresh token if `getToken` is there. Resolves when that is settled. */
  async reconnect(): Promise<void> {
    this.#tokens.renew();
    this.#close();
    this.#open();
    const connection = this.#connection;
    if (connection === undefined) return;
    await new Promise<void>((resolve) => {
      const unwatch = connection.watch(({ is }) => {
        if (is === "connecting") return;
        unwatch();
        resolve();
      });
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // Moved within the page, it is back by then.
    queueMicrotask(() => {
      if (!this.isConnected) this.#close();
    });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has("relay")) this.#relay.setValue(this.relay);
    if (changed.has("getToken")) this.#tokens.getToken = this.getToken;
    const other = changed.has("token") && this.#tokens.set(this.token || undefined);
    if (changed.has("relay") || other) this.#close();
    // At first also where nothing is set: then its developer is told what is missing.
    if (!this.hasUpdated || changed.has("relay") || changed.has("token") || changed.has("getToken")) this.#open();
  }

  protected override renderContent(): TemplateResult {
    return html`<slot></slot>`;
  }

  #open(): void {
    clearTimeout(this.#patience);
    const { relay } = this;
    if (!relay || !URL.canParse(relay) || !this.#tokens.ready) {
      // A page's script may set what is missing a moment later.
      this.#patience = setTimeout(() => this.#explain(), PATIENCE_MS);
      return;
    }
    if (this.#connection === undefined) {
      const connection = hostDoor(relay, () => this.#tokens.current());
      this.#connection = connection;
      this.#unwatch = connection.watch((state) => this.#moved(state));
      this.#shared.setValue(connection);
    }
    // A door that refused an older token is asked with the new one; one that stands is left alone.
    this.#connection.open();
  }

  #close(): void {
    clearTimeout(this.#patience);
    this.#connection?.close();
    this.#unwatch?.();
    this.#connection = undefined;
    this.#shared.setValue(undefined);
  }

  #explain(): void {
    const example = 'Set relay="https://relay.example".';
    if (!this.relay) this.warn("relay", "is missing.", example);
    else if (!URL.canParse(this.relay)) this.warn("relay", `is "${this.relay}", which is no address.`, example);
    else this.warn("token", "is missing.", "Set it to a host token, or set the property getToken.");
  }

  #moved(state: ConnectionState): void {
    if (state.is === "open") this.#tokens.accepted();
    // The door says `not-allowed` to a token that has ended: once, another is asked for.
    if (state.is === "refused" && state.refusal.code === "not-allowed" && this.#tokens.refused()) {
      queueMicrotask(() => this.#connection?.open());
      return;
    }
    this.#state.setValue(state);
    const reason = "refusal" in state ? state.refusal?.code : undefined;
    this.tell<ConnectionChange>("connection-change", { state: state.is, ...(reason === undefined ? {} : { reason }) });
  }
}

define("session-provider", SessionProvider);

declare global {
  interface HTMLElementTagNameMap {
    "session-provider": SessionProvider;
  }
}
