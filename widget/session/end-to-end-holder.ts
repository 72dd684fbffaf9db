/**
 * Holds the end-to-end encryption of a call that wants it: loads it, tells the others this page's public key by the relay, and lets go of
 * everything when the call ends. Until it stands nothing goes through a media server (E2E1).
 */

import type { InstanceId, ParticipantId } from "../../protocol/ids.ts";
import type { Result } from "../../protocol/refusals.ts";
import type { EndToEnd } from "../media/e2ee/end-to-end.ts";
import type { FrameSeal } from "../media/frame-seal.ts";
import type { PeerRef } from "../media/transport.ts";
import type { Inside } from "./call-door.ts";

export type EndToEndLoader = () => Promise<{ EndToEnd: Pick<typeof EndToEnd, "start"> }>;

export interface EndToEndHolderSettings {
  /** Loads it; tests stand in one of their own. */
  load?: EndToEndLoader;
  /** Tells the relay this page's public key. */
  tell: (key: string) => Promise<Result<unknown>>;
  send: (to: PeerRef, data: unknown) => void;
  changed: () => void;
}

/** What failed is tried again after this long, ms. */
const AGAIN_MS = 2_000;
/** Letters that come while it is still being loaded. */
const EARLY_KEPT = 64;

type From = { participantId: ParticipantId; instance: InstanceId };

export class EndToEndHolder {
  /** It could not be started: this browser cannot, or the page does not let it. */
  broken = false;
  readonly #settings: EndToEndHolderSettings;
  #inside: Inside | undefined;
  #held: EndToEnd | undefined;
  #starting: Promise<EndToEnd> | undefined;
  #telling = false;
  #again: ReturnType<typeof setTimeout> | undefined;
  #early: [From, unknown][] = [];
  /** Counts calls, so that what was started for an earlier one is not kept. */
  #life = 0;

  constructor(settings: EndToEndHolderSettings) {
    this.#settings = settings;
  }

  get code(): string | undefined {
    return this.#held?.code;
  }

  see(inside: Inside): void {
    this.#inside = inside;
    if (!inside.e2ee) return;
    if (this.#held === undefined) {
      this.#start().catch(() => undefined);
      return;
    }
    this.#follow(this.#held, inside);
  }

  /** True: it was about keys, and is nothing for anybody else. */
  hear(from: From, data: unknown): boolean {
    if (this.#held !== undefined) return this.#held.receive(from, data);
    if (this.#starting === undefined || typeof data !== "object" || data === null || !("keys" in data)) return false;
    if (this.#early.length < EARLY_KEPT) this.#early.push([from, data]);
    return true;
  }

  /** Undefined, and that at once: the call does not want it. Rejects while it cannot be: then nothing may go through a server. */
  seal(): Promise<FrameSeal> | undefined {
    if (this.#inside === undefined || !this.#inside.e2ee) return undefined;
    return this.#start().then(({ seal }) => seal);
  }

  end(): void {
    this.#life += 1;
    clearTimeout(this.#again);
    this.#held?.close();
    this.#held = this.#starting = this.#inside = undefined;
    this.#early = [];
    this.broken = false;
    this.#telling = false;
  }

  #start(): Promise<EndToEnd> {
    this.#starting ??= this.#load();
    return this.#starting;
  }

  async #load(): Promise<EndToEnd> {
    const life = this.#life;
    const { load = () => import("../media/e2ee/end-to-end.ts"), send, changed } = this.#settings;
    try {
      const { EndToEnd: Made } = await load();
      const made = await Made.start({ send, changed });
      if (life !== this.#life) {
        made.close();
        throw new Error("The call is over.");
      }
      this.#held = made;
      this.broken = false;
      if (this.#inside !== undefined) this.#follow(made, this.#inside);
      for (const [from, data] of this.#early.splice(0)) made.receive(from, data);
      changed();
      return made;
    } catch (error) {
      if (life === this.#life) {
        this.broken = true;
        this.#retry(() => (this.#starting = undefined));
        changed();
      }
      throw error;
    }
  }

  #follow(held: EndToEnd, { me, participants }: Inside): void {
    const members = participants.flatMap(({ participantId, instance, order, key }) =>
      key === undefined || participantId === me ? [] : [{ participantId, instance, order, key }],
    );
    held.see(members);
    const own = participants.find(({ participantId }) => participantId === me);
    if (own !== undefined && own.key !== held.published) void this.#tell(held.published);
  }

  async #tell(key: string): Promise<void> {
    if (this.#telling) return;
    this.#telling = true;
    const life = this.#life;
    await this.#settings.tell(key);
    if (life !== this.#life) return;
    // Whether it was heard the next view says; looked at again when there is none.
    this.#retry(() => (this.#telling = false));
  }

  #retry(act: () => void): void {
    clearTimeout(this.#again);
    this.#again = setTimeout(() => {
      act();
      if (this.#inside !== undefined) this.see(this.#inside);
    }, AGAIN_MS);
  }
}
