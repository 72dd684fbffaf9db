/**
 * Everything a relay does about media servers: sees when a call shall move (MEDIA1–MEDIA3), keeps the rooms of the sessions whose people
 * are on this relay, and answers these people's requests. Without any server it is never made, and calls stay browser to browser.
 */

import type {
  SfuAnswer,
  SfuCandidates,
  SfuConfigure,
  SfuLeave,
  SfuPublish,
  SfuStanding,
  SfuSubscribe,
  SfuWanted,
} from "../../protocol/sfu.ts";
import type { ParticipantId, RelayId, SessionId } from "../../protocol/ids.ts";
import type { Result } from "../../protocol/refusals.ts";
import { accepted, refused } from "../../protocol/refusals.ts";
import type { Log } from "../ops/log.ts";
import { roomOf } from "../session/media.ts";
import type { Session } from "../session/session.ts";
import type { SessionKeeper } from "../store/session-keeper.ts";
import { JanusAway } from "./janus-handle.ts";
import { JanusKeys } from "./janus-keys.ts";
import { JanusPool } from "./janus-pool.ts";
import { NotAllowed } from "./not-allowed.ts";
import { SfuSession } from "./sfu-session.ts";
import type { SfuCall } from "./sfu-call.ts";
import type { SfuSeat } from "./sfu-seat.ts";
import { moveOf } from "./topology.ts";

export interface DeskSettings {
  urls: readonly string[];
  /** `JANUS_API_SECRET`; also the key of VideoRoom's `admin_key`, where that is set. */
  apiSecret?: string;
  /** What all relays of the service have in common, where the servers have no secret. */
  ownKey: Buffer;
  keeper: SessionKeeper;
  relayId: RelayId;
  log: Log;
}

/** Asked again by then, a server that was just lost has been replaced, or the call has moved. */
const AGAIN_MS = 500;

export class SfuDesk {
  readonly #keys: JanusKeys;
  readonly #pool: JanusPool;
  readonly #sessions = new Map<SessionId, SfuSession>();
  #tellWanted: (participantId: ParticipantId, wanted: Omit<SfuWanted, "relay">) => void = () => undefined;

  constructor(private readonly settings: DeskSettings) {
    const { urls, apiSecret, ownKey, keeper, log } = settings;
    this.#keys = new JanusKeys(apiSecret ?? ownKey);
    this.#pool = new JanusPool({
      urls,
      ...(apiSecret === undefined ? {} : { apiSecret }),
      keys: this.#keys,
      log,
      changed: () => this.#serversChanged(),
      needed: (id, node) => this.#needed(id, node),
    });
    this.#pool.start();
    keeper.sfuFor = (session) => this.#sfuFor(session);
  }

  onWanted(tell: (participantId: ParticipantId, wanted: Omit<SfuWanted, "relay">) => void): void {
    this.#tellWanted = tell;
  }

  /** Somebody on this relay holds a seat of the session: from now on it is looked after, until nobody on this relay does. */
  seated(id: SessionId): void {
    if (this.#sessions.has(id)) return;
    const { keeper, relayId, log } = this.settings;
    const session = new SfuSession({
      id,
      keeper,
      relayId,
      log,
      keys: this.#keys,
      pool: this.#pool,
      over: () => this.#sessions.delete(id),
      wanted: (participantId, wanted) => this.#tellWanted(participantId, wanted),
    });
    this.#sessions.set(id, session);
  }

  async publish(seat: SfuSeat, request: SfuPublish): Promise<Result<{ sdp: string }>> {
    return this.#carryOut(seat, request, async (call) => ({ sdp: await call.person(seat).publish(request) }));
  }

  async subscribe(seat: SfuSeat, request: SfuSubscribe): Promise<Result<Record<never, never>>> {
    return this.#carryOut(seat, request, async (call) => {
      await call.person(seat).subscribe(request);
      return {};
    });
  }

  async answer(seat: SfuSeat, request: SfuAnswer): Promise<Result<Record<never, never>>> {
    return this.#carryOut(seat, request, async (call) => {
      call.known(seat)?.answer(request);
      return {};
    });
  }

  async candidates(seat: SfuSeat, request: SfuCandidates): Promise<Result<Record<never, never>>> {
    return this.#carryOut(seat, request, async (call) => {
      await call.known(seat)?.candidates(request);
      return {};
    });
  }

  async configure(seat: SfuSeat, request: SfuConfigure): Promise<Result<SfuStanding>> {
    return this.#carryOut(seat, request, async (call) => call.person(seat).configure(request));
  }

  async leave(seat: SfuSeat, { epoch }: SfuLeave): Promise<Result<Record<never, never>>> {
    this.#sessions.get(seat.sessionId)?.call(epoch)?.leave(seat.participantId);
    return accepted({});
  }

  /** Destroys the rooms that no session has needed since the last look. */
  sweep(): Promise<void> {
    return this.#pool.sweep();
  }

  async close(): Promise<void> {
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    await Promise.allSettled(sessions.map((session) => session.close()));
    await this.#pool.stop();
  }

  async #carryOut<T>(seat: SfuSeat, { epoch }: { epoch: number }, act: (call: SfuCall) => Promise<T>): Promise<Result<T>> {
    this.seated(seat.sessionId);
    const session = this.#sessions.get(seat.sessionId);
    await session?.following;
    const call = session?.call(epoch);
    if (call === undefined) return refused("not-allowed", "The media has moved on.");
    try {
      return accepted(await act(call));
    } catch (error) {
      if (error instanceof NotAllowed) return refused("not-allowed", error.message);
      if (!(error instanceof JanusAway)) this.settings.log.warn({ err: error, sessionId: seat.sessionId }, "the media server refused");
      return refused("unavailable", undefined, { retryAfterMs: AGAIN_MS });
    }
  }

  #sfuFor(session: Session): string | undefined {
    const { now, policy } = this.settings.keeper.context(session.tenantId);
    const { to } = moveOf(session, { now, policy, nodes: this.#pool.sights, smallSince: undefined }) ?? {};
    return to?.is === "sfu" ? to.node : undefined;
  }

  #serversChanged(): void {
    for (const session of this.#sessions.values()) session.look();
  }

  async #needed(id: SessionId, node: string): Promise<string | null | undefined> {
    const read = await this.settings.keeper.read(id);
    if (!read.ok) return undefined;
    const room = read.value === null ? null : roomOf(read.value.session);
    return room?.node === node ? room.room : null;
  }
}
