/** One guest's socket: what it is shown, what it hears of the call, and how it is put out. */

import { hash } from "node:crypto";
import type { CallPushes, GuestPushes, GuestRequestEvents } from "../../protocol/events.ts";
import type { ConnectionId, InstanceId, SessionId } from "../../protocol/ids.ts";
import { newId } from "../../protocol/ids.ts";
import type { Refusal, RefusalCode, Result } from "../../protocol/refusals.ts";
import { accepted, refused } from "../../protocol/refusals.ts";
import type { GuestView } from "../../protocol/views.ts";
import type { Socket } from "socket.io";
import type { GuestActor, Passage } from "../session/command.ts";
import type { Connection, Presence, Session } from "../session/session.ts";
import { sameOutside } from "../session/same-view.ts";
import { guestView, invitationInfo } from "../session/views.ts";
import type { StoredSession } from "../store/session-store.ts";
import type { EventLine } from "./event-line.ts";
import type { House } from "./house.ts";
import { IceSupply } from "./ice-supply.ts";
import type { Asker, Purse } from "./request-handler.ts";
import type { Inbox } from "./switchboard.ts";
import type { Sight, Viewer } from "./view-feed.ts";

export interface GuestSocketData {
  door?: GuestDoor;
  /** It came without a ticket, or with one that does not hold: it gets one. */
  ticketless?: boolean;
}
export type GuestSocket = Socket<GuestRequestEvents, GuestPushes, Record<never, never>, GuestSocketData>;

/** What is counted of a link (DOOR6): one that was stopped takes nothing from the one that came in its place. */
export function linkNow({ inviteId, generation }: Pick<GuestActor, "inviteId" | "generation">): string {
  return `${inviteId} ${generation}`;
}

export class GuestDoor implements Viewer, Inbox, Asker {
  readonly connectionId: ConnectionId = newId("con");
  readonly purse: Purse = {};
  /** Nothing older is shown: it knows less than this socket was told already. */
  #since = 0;
  /** The document that the newest view was made of. */
  #seen: Session | undefined;
  /** Digest of the view the browser has. */
  #shown = "";
  #watching = false;
  /** Seen before the socket stood; shown when it does. */
  #waiting: Sight | undefined;
  /** Present once the socket stands. */
  #line: EventLine | undefined;
  #closed = false;
  #ice: IceSupply | undefined;

  constructor(
    private readonly house: House,
    private readonly socket: GuestSocket,
    readonly sessionId: SessionId,
    private readonly tenantId: string,
    readonly actor: GuestActor,
    private readonly instance: InstanceId,
  ) {}

  get connection(): Connection {
    return { relay: this.house.relayId, connection: this.connectionId, instance: this.instance };
  }

  get closed(): boolean {
    return this.#closed;
  }

  mayPass(passage: Passage): Refusal | null {
    return this.house.call.mayPass(this, this.sessionId, passage);
  }

  /** Binds this connection to the guest: the decision says whether the link opens the door (LINK3). */
  async open(): Promise<Result<null>> {
    const { keeper } = this.house;
    const opened = await keeper.submit(this.sessionId, { type: "open", actor: this.actor, connection: this.connection });
    if (!opened.ok) return opened;
    if (opened.value.stored === null) return refused("session-ended");
    this.#since = opened.value.stored.version;
    const watching = await this.#watch();
    if (!watching.ok) this.leave();
    return watching;
  }

  /** The socket stands: it is shown what there is to see, and hears what it may. */
  welcome(line: EventLine): void {
    this.#line = line;
    this.house.switchboard.register(this.connectionId, this);
    const sight = this.#waiting;
    this.#waiting = undefined;
    if (sight !== undefined) this.see(sight);
  }

  see(sight: Sight): void {
    if (this.#closed || sight.version < this.#since) return;
    if (this.#line === undefined) {
      this.#waiting = sight;
      return;
    }
    const { version, session, before } = sight;
    if (session === null) {
      if (before !== null) this.#putOut(version, before, "session-ended");
    } else if (this.#replacedIn(session)) {
      this.#putOut(version, session, "replaced");
    } else if (this.#seen !== undefined && sameOutside(this.#seen, session, this.actor, this.house.keeper.context(this.tenantId).policy)) {
      this.#seen = session;
    } else {
      this.#follow(this.#viewOf({ version, session }), true);
    }
  }

  /** The view that answers a request; a push of the same would say nothing new. */
  answer(stored: StoredSession): GuestView {
    this.#since = Math.max(this.#since, stored.version);
    const view = this.#viewOf(stored);
    this.#follow(view, false);
    return view;
  }

  async knock(name: string): Promise<Result<GuestView>> {
    const { keeper, limits } = this.house;
    // By link: a browser is another guest whenever it likes (DOOR6).
    const tooMany = await limits.take("knock", linkNow(this.actor));
    if (tooMany !== null) return { ok: false, refusal: tooMany };
    if (this.#closed) return refused("connection-lost");
    const done = await keeper.submit(this.sessionId, { type: "knock", actor: this.actor, name, connection: this.connection });
    if (!done.ok) return done;
    if (done.value.stored === null) return refused("session-ended");
    if (this.#closed) {
      // The socket went while it was decided: what was bound to it is lost at once.
      this.#goodbye();
      return refused("connection-lost");
    }
    const view = this.answer(done.value.stored);
    const watching = await this.#watch();
    return watching.ok ? accepted(view) : watching;
  }

  hear(name: keyof CallPushes, _sessionId: SessionId, words: string): void {
    if (this.#ice !== undefined) return this.#line?.push(name, words);
    // It may have been seated in this very tick: then its view comes first, and with it the right to hear.
    this.house.feed.afterShowing(() => this.#ice !== undefined && this.#line?.push(name, words));
  }

  /** The socket is gone, or never came to stand. */
  leave(): void {
    if (this.#closed) return;
    this.#shut();
    this.#goodbye();
  }

  #goodbye(): void {
    this.house.departures.gone({ sessionId: this.sessionId, actor: this.actor, connection: this.connection });
  }

  async #watch(): Promise<Result<null>> {
    if (this.#watching) return accepted(null);
    this.#watching = true;
    const { feed, keeper } = this.house;
    const entered = await feed.enter(this.sessionId, this);
    if (this.#closed) feed.leave(this.sessionId, this);
    if (!entered.ok) {
      this.#watching = false;
      return entered;
    }
    // What was committed before the feed began is caught up with here: what is watched is held.
    const held = keeper.held(this.sessionId);
    if (held === undefined) return refused("session-ended");
    this.see({ ...held, before: null });
    return accepted(null);
  }

  #viewOf(stored: StoredSession): GuestView {
    const { keeper } = this.house;
    const { policy, now } = keeper.context(this.tenantId);
    this.#seen = stored.session;
    return guestView(stored, this.actor, { clinicName: this.#clinicName, policy, now, instance: this.instance });
  }

  get #clinicName(): string {
    return this.house.tenants.get(this.tenantId)?.clinicName ?? "";
  }

  /** Goes along with what a view says: in and out of the call, out of the feed, out of the door. */
  #follow(view: GuestView, push: boolean): void {
    if (view.state === "in" && this.#ice === undefined) this.#seat(view.me);
    if (view.state !== "in" && this.#ice !== undefined) this.#unseat();
    const digest = digestOf(view);
    if (digest !== this.#shown) {
      this.#shown = digest;
      if (push) this.socket.emit("view", view);
    }
    if (view.state !== "out") return;
    if (!view.canRejoin) this.#close();
    else if (view.reason === "denied") this.#unwatch();
  }

  /** WAIT2, SIG4: the first thing of the call that a guest is given, and not before it is seated. */
  #seat(me: GuestActor["guestId"] | `hst_${string}`): void {
    const push = (ice: ReturnType<IceSupply["take"]>) => this.socket.emit("call:ice", { ...ice, sessionId: this.sessionId });
    this.#ice = new IceSupply(this.house.ice, me, push);
    push(this.#ice.take());
    this.house.sfu?.seated(this.sessionId);
  }

  #unseat(): void {
    this.#ice?.stop();
    this.#ice = undefined;
  }

  #putOut(version: number, session: Session, reason: RefusalCode): void {
    this.#follow({ version, state: "out", info: invitationInfo(session, this.#clinicName), reason, canRejoin: false }, true);
  }

  /** WAIT4, SEAT4: the document names another connection of this guest, and it is a newer one. */
  #replacedIn(session: Session): boolean {
    const presence = presenceOf(session, this.actor);
    return presence?.is === "here" && presence.connection !== this.connectionId;
  }

  /** REV6: out of every feed at once; the last view is on its way before the goodbye, in order. */
  #close(): void {
    this.#shut();
    this.socket.disconnect();
  }

  #shut(): void {
    this.#closed = true;
    this.#line?.close();
    this.#unseat();
    this.house.switchboard.remove(this.connectionId);
    this.#unwatch();
  }

  #unwatch(): void {
    this.#watching = false;
    this.#seen = undefined;
    this.house.feed.leave(this.sessionId, this);
  }
}

function presenceOf(session: Session, { guestId }: GuestActor): Presence | undefined {
  const seat = session.seats[guestId];
  if (seat !== undefined) return seat.presence;
  const state = session.guests[guestId]?.state;
  return state?.is === "waiting" || state?.is === "queued" ? state.presence : undefined;
}

/** What a view says apart from its version: an unchanged one is not pushed. */
function digestOf(view: GuestView): string {
  return hash("sha1", JSON.stringify({ ...view, version: 0 }), "base64");
}
