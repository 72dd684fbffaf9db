/**
 * A host's side of the call. A host takes its seat by asking for it on its connection (`call:join`), and asks again by itself on every
 * new connection for as long as it wishes to be inside; what it sees comes from the session's own store.
 */

import type { ConnectionState, HostConnection } from "../connection/relay-connection.ts";
import type { ParticipantFlags } from "../../protocol/fields.ts";
import type { InstanceId, ParticipantId, SessionId } from "../../protocol/ids.ts";
import { newId } from "../../protocol/ids.ts";
import type { Refusal, RefusalCode, Result } from "../../protocol/refusals.ts";
import type { ChatMessage, HostView, IceConfig } from "../../protocol/views.ts";
import type { CallDoor, CallEars, Done, DoorState, HostPowers, Inside } from "./call-door.ts";
import type { SfuAsk } from "../media/transport.ts";
import type { OfferTo } from "./admission-offers.ts";
import type { SessionStore } from "./host-store.ts";
import { isUnable } from "./ability.ts";
import { admissionOffers } from "./admission-offers.ts";
import { hostStores } from "./host-store.ts";

/** A seat that could not be asked for just now is asked for again after this long. */
const ASK_AGAIN_MS = 1_500;

export class HostCallDoor implements CallDoor {
  readonly role = "host";
  readonly instance: InstanceId = newId("ins");
  readonly powers: HostPowers;
  readonly #connection: HostConnection;
  readonly #store: SessionStore;
  readonly #told = new Set<() => void>();
  readonly #ears = new Set<CallEars>();
  #ends: (() => void)[] = [];
  /** This host wishes to be inside. */
  #wanted = false;
  #me: ParticipantId | undefined;
  /** What the seat was given with; the store's view may be older for a moment. */
  #first: HostView | undefined;
  #inside: Inside | undefined;
  #out: RefusalCode | undefined;
  #again: ReturnType<typeof setTimeout> | undefined;
  /** Counts attempts, so that the answer to an older one changes nothing. */
  #attempt = 0;

  constructor(connection: HostConnection, sessionId: SessionId) {
    this.#connection = connection;
    this.#store = hostStores(connection).session(sessionId);
    const store = this.#store;
    this.powers = {
      sessionId,
      admit: (guestId) => store.door.admit(guestId),
      mute: (participantId) =>
        connection.request("participant:mute", { sessionId, ...(participantId === undefined ? {} : { participantId }) }),
      ask: (participantId, what) => connection.request("participant:ask", { sessionId, participantId, what }),
      spotlight: (participantId) => connection.request("session:spotlight", { sessionId, participantId }),
      sendBack: (participantId) => store.sendBack(participantId),
      remove: (participantId) => store.remove(participantId),
      lock: (locked) => store.lock(locked),
      end: () => store.end(),
    };
  }

  get online(): boolean {
    return this.#connection.state.is === "open";
  }

  get state(): DoorState {
    if (this.#inside !== undefined) return { is: "inside", view: this.#inside };
    if (this.#out !== undefined) return { is: "out", reason: this.#out };
    const { state } = this.#store;
    switch (state.is) {
      case "loading":
        return { is: "connecting" };
      case "refused":
        return { is: "out", reason: state.refusal.code };
      case "ready":
        if (state.view.session.state === "ended") return { is: "out", reason: state.view.session.endReason ?? "session-ended" };
        return {
          is: "outside",
          heading: state.view.session.title,
          inside: state.view.participants.length,
          waiting: state.view.waiting.length,
          unable: isUnable(state.view.session),
        };
    }
  }

  look(told: () => void): () => void {
    this.#told.add(told);
    if (this.#told.size === 1) this.#start();
    return () => {
      this.#told.delete(told);
      if (this.#told.size === 0) this.#stop();
    };
  }

  listen(ears: CallEars): () => void {
    this.#ears.add(ears);
    return () => this.#ears.delete(ears);
  }

  async join(): Promise<Refusal | undefined> {
    if (this.state.is === "outside" && this.state.unable === true)
      return { code: "not-allowed", detail: "This browser cannot encrypt from end to end." };
    this.#wanted = true;
    this.#out = undefined;
    const refusal = await this.#sit();
    if (refusal !== undefined) {
      this.#wanted = false;
      clearTimeout(this.#again);
    }
    return refusal;
  }

  async leave(): Promise<void> {
    const seated = this.#me !== undefined;
    this.#goOut("left");
    if (seated) await this.#connection.request("call:leave", { sessionId: this.powers.sessionId });
  }

  signal(to: ParticipantId, instance: InstanceId, data: unknown): Promise<Result<Done>> {
    return this.#connection.request("call:signal", { sessionId: this.powers.sessionId, to, instance, data });
  }
  flags(flags: ParticipantFlags): Promise<Result<Done>> {
    return this.#connection.request("call:flags", { sessionId: this.powers.sessionId, flags });
  }
  key(key: string): Promise<Result<Done>> {
    return this.#connection.request("call:key", { sessionId: this.powers.sessionId, key });
  }
  chat(text: string): Promise<Result<{ message: ChatMessage }>> {
    return this.#connection.request("call:chat", { sessionId: this.powers.sessionId, text });
  }
  lines(): Promise<Result<{ messages: ChatMessage[] }>> {
    return this.#connection.request("call:chat-lines", { sessionId: this.powers.sessionId });
  }
  servers(): Promise<Result<{ urls: string[] }>> {
    return this.#connection.request("connection:check", {});
  }
  ice(): Promise<Result<IceConfig>> {
    return this.#connection.request("call:ice", { sessionId: this.powers.sessionId });
  }
  readonly sfu: SfuAsk = (name, payload) =>
    this.#connection.request(`call:sfu-${name}`, { sessionId: this.powers.sessionId, ...payload } as never) as never;

  #start(): void {
    const { sessionId } = this.powers;
    const mine = (push: { sessionId: SessionId }) => push.sessionId === sessionId;
    const each = (tell: (ears: CallEars) => void) => [...this.#ears].forEach(tell);
    const offers = admissionOffers(this.#connection);
    const offerTo: OfferTo = (whom) => (this.#inside === undefined ? undefined : [...this.#ears][0]?.offerTo(whom));
    offers.set(sessionId, offerTo);
    this.#ends = [
      this.#store.look(() => this.#see()),
      this.#connection.watch((state) => this.#connected(state)),
      this.#connection.on("call:signal", (signal) => mine(signal) && each((ears) => ears.signal(signal))),
      this.#connection.on("call:chat", (message) => mine(message) && each((ears) => ears.chat(message))),
      this.#connection.on("call:mute", (request) => mine(request) && each((ears) => ears.mute())),
      this.#connection.on("call:ask", (request) => mine(request) && each((ears) => ears.ask(request.what))),
      this.#connection.on("call:ice", (ice) => mine(ice) && each((ears) => ears.ice(ice))),
      this.#connection.on("call:sfu-offer", (told) => mine(told) && each((ears) => ears.sfu({ is: "offer", told }))),
      this.#connection.on("call:sfu-gone", (told) => mine(told) && each((ears) => ears.sfu({ is: "gone", told }))),
      this.#connection.on("call:sfu-wanted", (told) => mine(told) && each((ears) => ears.sfu({ is: "wanted", told }))),
      this.#connection.on("call:ended", (end) => mine(end) && this.#goOut(end.reason)),
      () => offers.get(sessionId) === offerTo && offers.delete(sessionId),
    ];
  }

  #stop(): void {
    for (const end of this.#ends.splice(0)) end();
    clearTimeout(this.#again);
    this.#attempt += 1;
    this.#wanted = false;
  }

  #connected({ is }: ConnectionState): void {
    this.#first = undefined;
    if (is === "open" && this.#wanted) void this.#sit();
    this.#changed();
  }

  /** Takes the seat, or takes it again after a lost connection (SEAT5). Whoever is inside already stays there while it is tried. */
  async #sit(): Promise<Refusal | undefined> {
    clearTimeout(this.#again);
    const attempt = ++this.#attempt;
    const { sessionId } = this.powers;
    const answer = await this.#connection.request("call:join", { sessionId, instance: this.instance });
    if (attempt !== this.#attempt || !this.#wanted) return undefined;
    if (answer.ok) {
      const { view, ice } = answer.value;
      this.#first = view;
      this.#me = view.me ?? undefined;
      for (const ears of [...this.#ears]) ears.ice(ice);
      this.#see();
      return undefined;
    }
    const { code, retryAfterMs } = answer.refusal;
    if (this.#inside !== undefined) {
      if (code === "unavailable" || code === "rate-limited" || code === "connection-lost") {
        this.#again = setTimeout(() => this.online && void this.#sit(), retryAfterMs ?? ASK_AGAIN_MS);
      } else {
        this.#goOut(code);
      }
    }
    return answer.refusal;
  }

  #see(): void {
    const known = this.#store.state.is === "ready" && !this.#store.state.stale ? this.#store.state.view : undefined;
    const view = this.#first !== undefined && (known === undefined || known.version < this.#first.version) ? this.#first : known;
    if (view !== undefined && this.#me !== undefined && this.#wanted) this.#inside = insideOf(view, this.#me, this.#inside);
    this.#changed();
  }

  #goOut(reason: RefusalCode): void {
    if (this.#me === undefined && !this.#wanted) return;
    this.#attempt += 1;
    clearTimeout(this.#again);
    this.#wanted = false;
    this.#me = undefined;
    this.#first = undefined;
    this.#inside = undefined;
    this.#out = reason;
    this.#changed();
  }

  #changed(): void {
    for (const told of [...this.#told]) told();
  }
}

function insideOf(view: HostView, me: ParticipantId, before: Inside | undefined): Inside {
  const { session, participants, topology, spotlight, mediaEpoch = 0, seats, waiting } = view;
  const known = before?.participants.find((each) => each.participantId === me);
  // Between a lost connection and the seat's return a view may name everyone but this host.
  const own = known !== undefined && !participants.some((each) => each.participantId === me) ? [known] : [];
  const startedAt = session.startedAt === undefined ? undefined : Date.parse(session.startedAt);
  return {
    me,
    participants: [...participants, ...own],
    topology,
    spotlight,
    mediaEpoch,
    e2ee: session.e2ee,
    seats,
    heading: session.title,
    startedAt,
    locked: session.locked,
    waiting,
  };
}
