/**
 * What a host's tags know and may ask: one store for each session watched and one for whoever waits anywhere, shared by all tags
 * on one connection. State moves only when the relay says so; a request gives a `Result` and changes nothing by itself.
 */

import type { HostConnection, HostDoor, PayloadOf, ReplyOf } from "../connection/relay-connection.ts";
import type { GuestId, InviteId, ParticipantId, SessionId } from "../../protocol/ids.ts";
import type { Result } from "../../protocol/refusals.ts";
import type { HostView, WaitingSummary } from "../../protocol/views.ts";
import type { Message } from "../../protocol/message-template.ts";
import { admissionOffers } from "./admission-offers.ts";
import { LiveStore } from "./live-store.ts";
import { MessageStore } from "./message-store.ts";

type Answer<Name extends keyof HostDoor["events"]> = Promise<Result<ReplyOf<HostDoor, Name>>>;
type Recipients = PayloadOf<HostDoor, "invite:create">["recipients"];
type Changes = PayloadOf<HostDoor, "session:update">["changes"];

/** All stores of one connection. */
export interface HostStores {
  /** Creates a session; without `hosts` it is this host's own. */
  create(draft: PayloadOf<HostDoor, "session:create">): Answer<"session:create">;
  session(sessionId: SessionId): SessionStore;
  waiting(): WaitingStore;
  /** The default message of a service, or without one the clinic's general message. */
  message(service?: string): MessageStore;
}

const storesByConnection = new WeakMap<HostConnection, HostStores>();

/** The stores of `connection`: the same for every tag on it, and a store lives only while a tag looks. */
export function hostStores(connection: HostConnection): HostStores {
  const known = storesByConnection.get(connection);
  if (known !== undefined) return known;
  const sessions = new Map<SessionId, SessionStore>();
  const messages = new Map<string, MessageStore>();
  let waiting: WaitingStore | undefined;
  const stores: HostStores = {
    create: (draft) => connection.request("session:create", draft),
    session(sessionId) {
      const store = sessions.get(sessionId) ?? new SessionStore(connection, sessionId, () => sessions.delete(sessionId));
      sessions.set(sessionId, store);
      return store;
    },
    waiting() {
      waiting ??= new WaitingStore(connection, () => (waiting = undefined));
      return waiting;
    },
    message(service) {
      const key = service ?? "";
      const store = messages.get(key) ?? new MessageStore(connection, service, () => messages.delete(key));
      messages.set(key, store);
      return store;
    },
  };
  storesByConnection.set(connection, stores);
  return stores;
}

/** The door of one session, for whoever holds a host token: the same requests wherever they are asked from. */
export class DoorRequests {
  constructor(
    private readonly connection: HostConnection,
    readonly sessionId: SessionId,
  ) {}

  admit(guestId: GuestId): Answer<"guest:admit"> {
    const { sessionId } = this;
    const offer = admissionOffers(this.connection).get(sessionId)?.(guestId);
    return this.connection.request("guest:admit", { sessionId, guestId, ...(offer === undefined ? {} : { offer }) });
  }
  /** Lets in by place in line until the seats run out (ADMIT5). */
  admitAll(): Answer<"guest:admit-all"> {
    return this.connection.request("guest:admit-all", { sessionId: this.sessionId });
  }
  deny(guestId: GuestId): Answer<"guest:deny"> {
    return this.connection.request("guest:deny", { sessionId: this.sessionId, guestId });
  }
  /** To one who waits, or without `guestId` to all. */
  message(text: string, guestId?: GuestId): Answer<"guest:message"> {
    return this.connection.request("guest:message", { sessionId: this.sessionId, text, ...(guestId === undefined ? {} : { guestId }) });
  }
}

/** One session, as its hosts see it. */
export class SessionStore extends LiveStore<HostView> {
  readonly door: DoorRequests;

  constructor(
    connection: HostConnection,
    readonly sessionId: SessionId,
    forget: () => void,
  ) {
    super(connection, forget);
    this.door = new DoorRequests(connection, sessionId);
  }

  /** The newest view, or null while there is none. */
  get view(): HostView | null {
    return this.state.is === "ready" ? this.state.view : null;
  }

  /** Makes a link for each and mails it; somebody with a working link keeps it (LINK7). In the order asked. `message`: for this send alone. */
  invite(recipients: Recipients, message?: Partial<Message>): Answer<"invite:create"> {
    return this.connection.request("invite:create", {
      sessionId: this.sessionId,
      recipients,
      ...(message === undefined ? {} : { message }),
    });
  }
  /** A link for somebody without an address, to copy. */
  createLink(label: string): Answer<"link:create"> {
    return this.connection.request("link:create", { sessionId: this.sessionId, label });
  }
  resend(inviteId: InviteId): Answer<"invite:resend"> {
    return this.connection.request("invite:resend", { sessionId: this.sessionId, inviteId });
  }
  /** Ends one link at once, and puts out whoever came with it (REV1). */
  revoke(inviteId: InviteId): Answer<"invite:revoke"> {
    return this.connection.request("invite:revoke", { sessionId: this.sessionId, inviteId });
  }
  /** Another link for someone whose link was stopped (LINK6). */
  renew(inviteId: InviteId): Answer<"invite:renew"> {
    return this.connection.request("invite:renew", { sessionId: this.sessionId, inviteId });
  }
  /** `linkSharing: false` stops every link (REV2). */
  update(changes: Changes): Answer<"session:update"> {
    return this.connection.request("session:update", { sessionId: this.sessionId, changes });
  }
  lock(locked: boolean): Answer<"session:lock"> {
    return this.connection.request("session:lock", { sessionId: this.sessionId, locked });
  }
  end(): Answer<"session:end"> {
    return this.connection.request("session:end", { sessionId: this.sessionId });
  }
  sendBack(participantId: ParticipantId): Answer<"participant:send-back"> {
    return this.connection.request("participant:send-back", { sessionId: this.sessionId, participantId });
  }
  remove(participantId: ParticipantId): Answer<"participant:remove"> {
    return this.connection.request("participant:remove", { sessionId: this.sessionId, participantId });
  }

  protected ask(): Answer<"session:watch"> {
    return this.connection.request("session:watch", { sessionId: this.sessionId });
  }
  protected unask(): void {
    void this.connection.request("session:unwatch", { sessionId: this.sessionId });
  }
  protected attach(): (() => void)[] {
    return [
      this.connection.on("session:view", (view) => {
        if (view.session.id === this.sessionId) this.take(view);
      }),
      this.connection.on("session:gone", ({ sessionId, reason }) => {
        if (sessionId === this.sessionId) this.refuse({ code: reason, detail: "The session is no longer shown to this host." });
      }),
    ];
  }
  protected merge(known: HostView | null, view: HostView): HostView | null {
    return known !== null && view.version < known.version ? null : view;
  }
}

/** Who waits in any session of this host. Sessions in which nobody waits may be missing. */
export class WaitingStore extends LiveStore<readonly WaitingSummary[]> {
  /** The door of one of the sessions listed. */
  door(sessionId: SessionId): DoorRequests {
    return new DoorRequests(this.connection, sessionId);
  }

  protected async ask(): Promise<Result<readonly WaitingSummary[]>> {
    const result = await this.connection.request("waiting:watch", {});
    return result.ok ? { ok: true, value: result.value.items } : result;
  }
  protected unask(): void {
    void this.connection.request("waiting:unwatch", {});
  }
  protected attach(): (() => void)[] {
    return [this.connection.on("waiting:view", (summary) => this.take([summary]))];
  }
  /** Session by session: the newer of what is known and what came. */
  protected merge(known: readonly WaitingSummary[] | null, came: readonly WaitingSummary[]): readonly WaitingSummary[] {
    const all = new Map((known ?? []).map((summary) => [summary.sessionId, summary]));
    for (const summary of came) {
      const before = all.get(summary.sessionId);
      if (before === undefined || before.version <= summary.version) all.set(summary.sessionId, summary);
    }
    return [...all.values()].sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt) || (a.sessionId < b.sessionId ? -1 : 1));
  }
}
