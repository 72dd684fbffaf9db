import type { HostConnection, HostDoor, ReplyOf } from "../connection/relay-connection.ts";
import type { Message } from "../../protocol/message-template.ts";
import type { Result } from "../../protocol/refusals.ts";
import type { DefaultMessageView } from "../../protocol/views.ts";
import { LiveStore } from "./live-store.ts";

type Answer = Promise<Result<DefaultMessageView>>;

/** The default message of the clinic, or of one of its services. What is shown is what the relay holds: a draft is the tag's own. */
export class MessageStore extends LiveStore<DefaultMessageView> {
  readonly #about: { service?: string };

  /** @param service one with words of its own; without it the clinic's general message */
  constructor(connection: HostConnection, service: string | undefined, forget: () => void) {
    super(connection, forget);
    this.#about = service === undefined ? {} : { service };
  }

  /** The newest that is known, or null. */
  get view(): DefaultMessageView | null {
    return this.state.is === "ready" ? this.state.view : null;
  }

  /**
   * Whether the relay mails the invitations; if not, hosts pass the links on. Undefined while that is not known: it is still asked,
   * or could not be answered just now and is asked again by itself.
   */
  get mails(): boolean | undefined {
    const { state } = this;
    if (state.is === "ready") return state.view.mails;
    if (state.is === "loading") return undefined;
    return state.refusal.code === "unavailable" || state.refusal.code === "rate-limited" ? undefined : false;
  }

  /** Admins only. */
  save(message: Message): Answer {
    return this.#change(this.connection.request("message:save", { ...this.#about, message }));
  }
  /** Back to the general message, or to ours. Admins only. */
  restore(): Answer {
    return this.#change(this.connection.request("message:restore", this.#about));
  }
  /** Sends a mail with sample data to one address at once. `locale`: BCP 47; the times in it are on this browser's clock. */
  test(to: string, message: Message, locale: string): Promise<Result<ReplyOf<HostDoor, "message:test">>> {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    return this.connection.request("message:test", { ...this.#about, to, message, timeZone, locale });
  }

  protected ask(): Answer {
    return this.connection.request("message:get", this.#about);
  }
  protected unask(): void {
    // Nothing is pushed, so there is nothing to end.
  }
  protected attach(): (() => void)[] {
    return [];
  }
  protected merge(_known: DefaultMessageView | null, view: DefaultMessageView): DefaultMessageView {
    return view;
  }

  async #change(asked: Answer): Answer {
    const result = await asked;
    if (result.ok) this.take(result.value);
    return result;
  }
}
