/**
 * One Janus of the pool, under supervision (MEDIA3): connected to, and again without end when it was lost; watched, because it can hang
 * with its connections open. janode does neither once a connection stood.
 */

import { createHash } from "node:crypto";
import type { Connection, Session } from "janode";
import type { Log } from "../ops/log.ts";
import { ANSWER_WITHIN_MS, JanusAway, JanusHandle, JanusRefusal, within } from "./janus-handle.ts";
import type { HandleEvents } from "./janus-handle.ts";

export interface NodeSettings {
  /** `ws:` or `wss:`; also its name. */
  url: string;
  apiSecret: string | undefined;
  log: Log;
  /** It came up, or was lost. */
  changed: (node: JanusNode) => void;
}

export interface RoomEntry {
  /** Its name, which stands in its description. */
  room: string;
  participants: number;
}

const CONNECT_WITHIN_MS = 3_000;
const KEEP_ALIVE_SECONDS = 15;
const WATCH_EVERY_MS = 1_000;
/** Every so many looks the rooms are counted too. */
const COUNT_EVERY = 5;
const RETRY_FIRST_MS = 250;
const RETRY_LONGEST_MS = 2_000;

/** What belongs to one connection, and goes with it. */
interface Life {
  connection: Connection;
  session: Session;
  manager: JanusHandle;
  handles: Set<JanusHandle>;
  over: boolean;
}

export class JanusNode {
  /** Participants of all its rooms, whoever put them there, as last counted; this relay's own since then. */
  load = 0;
  #life: Life | undefined;
  #watching: NodeJS.Timeout | undefined;
  #retrying: NodeJS.Timeout | undefined;
  #connecting: Promise<void> | undefined;
  #failures = 0;
  #numeric = false;
  #stopped = false;

  constructor(private readonly settings: NodeSettings) {}

  get url(): string {
    return this.settings.url;
  }
  /** What the right to make and list rooms rests on: the same secret as the API's. */
  get adminKey(): { admin_key?: string } {
    const { apiSecret } = this.settings;
    return apiSecret === undefined ? {} : { admin_key: apiSecret };
  }
  /** A room or a feed as this Janus calls it: by its name, or, without `string_ids`, by a number made from it. */
  id(name: string): string | number {
    return this.#numeric ? createHash("sha256").update(name).digest().readUIntBE(0, 6) : name;
  }
  get alive(): boolean {
    return this.#life !== undefined;
  }

  start(): void {
    this.#connecting = this.#connect();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#retrying);
    await this.#connecting;
    const life = this.#life;
    if (life === undefined) return;
    this.#drop(life);
    await within(life.session.destroy()).catch(() => undefined);
    await within(life.connection.close()).catch(() => undefined);
  }

  /** A new handle at VideoRoom. Rejects with `JanusAway`. */
  async attach(): Promise<JanusHandle> {
    const life = this.#alive();
    const handle = await attach(life.session);
    if (this.#life !== life) {
      void handle.detach();
      throw new JanusAway("Janus was lost.");
    }
    life.handles.add(handle);
    handle.onGone(() => life.handles.delete(handle));
    return handle;
  }

  /** Asks VideoRoom for something that concerns no handle of a participant. Rejects with `JanusAway` or `JanusRefusal`. */
  async manage(body: object): Promise<Record<string, unknown>> {
    return (await this.#alive().manager.ask(body)).data;
  }

  /** Every room, private ones too. */
  async rooms(): Promise<RoomEntry[]> {
    return this.#roomsOf(this.#alive());
  }

  async #roomsOf({ manager }: Life): Promise<RoomEntry[]> {
    const { list } = (await manager.ask({ request: "list", ...this.adminKey })).data;
    const entries = Array.isArray(list) ? (list as { description?: unknown; num_participants?: unknown }[]) : [];
    return entries.map(({ description, num_participants: count }) => ({ room: String(description), participants: Number(count ?? 0) }));
  }

  #alive(): Life {
    if (this.#life === undefined) throw new JanusAway("Janus is away.");
    return this.#life;
  }

  async #connect(): Promise<void> {
    const { url, apiSecret, log } = this.settings;
    let connection: Connection | undefined;
    try {
      const { default: Janode } = await import("janode");
      Janode.Logger.setLevel("none");
      const opening = Janode.connect({
        address: [{ url, ...(apiSecret === undefined ? {} : { apisecret: apiSecret }) }],
        max_retries: 0,
        ws_options: { handshakeTimeout: CONNECT_WITHIN_MS },
      });
      connection = await within(opening, CONNECT_WITHIN_MS + 500);
      const session = await within(connection.create(KEEP_ALIVE_SECONDS));
      const life: Life = { connection, session, manager: await attach(session), handles: new Set(), over: false };
      for (const end of [Janode.EVENT.CONNECTION_CLOSED, Janode.EVENT.CONNECTION_ERROR]) connection.once(end, () => this.#lost(life));
      session.once(Janode.EVENT.SESSION_DESTROYED, () => this.#lost(life));
      life.manager.onGone(() => this.#lost(life));
      this.#numeric = await takesNumbersOnly(life.manager);
      await this.#count(life);
      if (life.over) throw new JanusAway("It was lost at once.");
      // Not before VideoRoom itself has answered: its core may live on when the plugin hangs.
      this.#life = life;
      if (this.#stopped) return;
      this.#failures = 0;
      this.#watching = setInterval(() => void this.#watch(life), WATCH_EVERY_MS).unref();
      log.info({ url }, "Janus is there");
      this.settings.changed(this);
    } catch (error) {
      if (this.#failures === 0) log.warn({ url, err: error }, "Janus is away: trying again");
      void connection?.close().catch(() => undefined);
      this.#again();
    }
  }

  #again(): void {
    if (this.#stopped) return;
    const pause = Math.min(RETRY_FIRST_MS * 2 ** this.#failures, RETRY_LONGEST_MS);
    this.#failures += 1;
    this.#retrying = setTimeout(() => (this.#connecting = this.#connect()), pause).unref();
  }

  /** Asks what VideoRoom itself has to answer. */
  #looks = 0;
  #looking = false;
  async #watch(life: Life): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      this.#looks += 1;
      if (this.#looks % COUNT_EVERY === 0) await this.#count(life);
      else await life.manager.ask({ request: "exists", room: this.id("none") });
    } catch (error) {
      this.settings.log.warn({ url: this.url, err: error, ms: ANSWER_WITHIN_MS }, "Janus does not answer: given up");
      this.#lost(life);
    } finally {
      this.#looking = false;
    }
  }

  async #count(life: Life): Promise<void> {
    this.load = (await this.#roomsOf(life)).reduce((sum, { participants }) => sum + participants, 0);
  }

  #lost(life: Life): void {
    life.over = true;
    if (this.#life !== life) return;
    this.#drop(life);
    // One that hangs does not say goodbye: nobody waits for it.
    void life.connection.close().catch(() => undefined);
    if (this.#stopped) return;
    this.settings.changed(this);
    this.#again();
  }

  #drop(life: Life): void {
    clearInterval(this.#watching);
    this.#life = undefined;
    for (const handle of [...life.handles, life.manager]) handle.lose();
  }
}

async function takesNumbersOnly(manager: JanusHandle): Promise<boolean> {
  try {
    await manager.ask({ request: "exists", room: "none" });
    return false;
  } catch (error) {
    if (error instanceof JanusRefusal) return true;
    throw error;
  }
}

async function attach(session: Session): Promise<JanusHandle> {
  const [{ default: Janode }, { default: VideoRoom }] = await Promise.all([import("janode"), import("janode/plugins/videoroom")]);
  const events: HandleEvents = {
    gone: Janode.EVENT.HANDLE_DETACHED,
    hangup: Janode.EVENT.HANDLE_HANGUP,
    up: Janode.EVENT.HANDLE_WEBRTCUP,
    feeds: VideoRoom.EVENT["VIDEOROOM_PUB_LIST"]!,
    unpublished: VideoRoom.EVENT["VIDEOROOM_UNPUBLISHED"]!,
    left: VideoRoom.EVENT["VIDEOROOM_LEAVING"]!,
  };
  return new JanusHandle(await within(session.attach(VideoRoom)), events);
}
