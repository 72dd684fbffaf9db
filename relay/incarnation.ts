/**
 * One life of a relay process, under one id: its store, its keeper, its doors. A relay that finds itself declared dead ends this life and
 * starts another under a new id (SEAT7); `relay.ts` sees to that.
 */

import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { newId } from "../protocol/ids.ts";
import type { RelayId } from "../protocol/ids.ts";
import { addressOf } from "./access/client-address.ts";
import { HostTokens } from "./access/host-token.ts";
import { KeyRing } from "./access/key-ring.ts";
import { LinkKeys } from "./access/link-token.ts";
import { MailAllowance } from "./access/mail-allowance.ts";
import { RateLimits } from "./access/rate-limits.ts";
import { SealedAnswers } from "./access/sealed-answers.ts";
import { Tenants } from "./access/tenants.ts";
import type { Config } from "./config.ts";
import { tenantOf } from "./config.ts";
import { createHttpApp } from "./http/app.ts";
import type { Fallback } from "./http/app.ts";
import { problem } from "./http/problem.ts";
import { SfuDesk } from "./media/sfu-desk.ts";
import { iceConfig } from "./media/turn.ts";
import type { Log } from "./ops/log.ts";
import { MeteredKeeper } from "./metered-keeper.ts";
import { Metrics } from "./ops/metrics.ts";
import type { OutboxWorker } from "./outbox/worker.ts";
import { outgoing } from "./outgoing.ts";
import type { WaysOut } from "./outgoing.ts";
import { mountSockets } from "./sockets/sockets.ts";
import type { Sockets } from "./sockets/sockets.ts";
import { Attention } from "./store/attention.ts";
import { openStore } from "./store/open-store.ts";
import type { SessionKeeper } from "./store/session-keeper.ts";
import type { Store } from "./store/session-store.ts";

/** A request's headers, and the request itself, must be there within this time, ms. */
const REQUEST_WITHIN_MS = 15_000;
/** Longer than the usual 60 s of load balancers, so that they close idle connections first. */
const KEEP_ALIVE_MS = 65_000;
/** What is still being answered at a stop gets this long, ms. */
const DRAIN_MS = 3_000;

export interface LifeSettings {
  config: Config;
  linkKeys: string;
  widgetDir: string;
  log: Log;
  ways: WaysOut;
  fallback?: Fallback;
  /** Listens here; 0: a free port. */
  port: number;
  onDeath: () => void;
}

export class Incarnation {
  #ended: Promise<void> | undefined;

  private constructor(
    readonly relayId: RelayId,
    readonly port: number,
    readonly publicUrl: string,
    private readonly entrance: { open: boolean },
    private readonly server: Server,
    private readonly sockets: Sockets,
    private readonly sfu: SfuDesk | undefined,
    private readonly worker: OutboxWorker,
    private readonly attention: Attention,
    private readonly keeper: SessionKeeper,
    private readonly store: Store,
  ) {}

  /** Rejects when the port is taken or the store cannot be opened; then nothing is left behind. */
  static async begin(settings: LifeSettings): Promise<Incarnation> {
    const { config, onDeath } = settings;
    const relayId = newId("rly");
    const log = settings.log.child({ relayId });
    const server = createServer({ requestTimeout: REQUEST_WITHIN_MS, headersTimeout: REQUEST_WITHIN_MS, keepAliveTimeout: KEEP_ALIVE_MS });
    const opened: (() => Promise<void>)[] = [];
    server.on("request", notYet);
    try {
      const port = await listen(server, settings.port, config.host);
      opened.push(() => shut(server));
      const publicUrl = config.publicUrl ?? `http://localhost:${port}`;
      const store = await openStore({
        relayId,
        log,
        ...(config.redisUrl === undefined ? { dataDir: config.dataDir } : { redisUrl: config.redisUrl }),
      });
      opened.push(() => store.close());

      const tenants = new Tenants(
        config.tenants.map((entry) => tenantOf(entry, config, publicUrl)),
        publicUrl,
      );
      const ring = KeyRing.parse(settings.linkKeys);
      const linkKeys = new LinkKeys(ring);
      const hostTokens = new HostTokens(tenants);
      const limits = new RateLimits({ perMinute: config.perMinute, redisClient: store.redisClient });
      const metrics = new Metrics({ storeReady: () => store.sessions.ready() });
      const whose = addressOf(config.trustedProxies);

      const keeper: SessionKeeper = new MeteredKeeper(
        {
          store,
          relayId,
          log,
          policyFor: (id) => tenants.get(id)?.policy ?? config.policy,
          // What a commit put into the outbox leaves at once; the rest when it is due (MAIL1).
          onEvents(session) {
            if (session !== null) worker.attend(session);
          },
        },
        new MailAllowance({ perDay: config.mailsPerDay, redisClient: store.redisClient, counts: store.counts }),
      );
      opened.push(() => keeper.close());
      const { ways } = settings;
      const out = outgoing({ config, ways, store, keeper, tenants, linkKeys, limits, publicUrl, relayId, log });
      const { worker, messages } = out;
      opened.push(() => worker.stop());
      const attention = new Attention({ store, keeper, relayId, log, onDeath, onTicked: (session) => worker.attend(session) });
      await attention.start();
      opened.push(() => attention.stop());

      // `false` once the end has begun: load balancers then send nobody new.
      const entrance = { open: true };
      const app = createHttpApp({
        keeper,
        store,
        tenants,
        hostTokens,
        linkKeys,
        sealed: new SealedAnswers(ring),
        limits,
        metrics,
        log,
        addressOf: whose,
        messages,
        webhooks: out.webhooks,
        ...(out.mailNews === undefined ? {} : { mailNews: out.mailNews }),
        publicUrl,
        widgetDir: settings.widgetDir,
        accepting: () => entrance.open,
        ...(config.metricsToken === undefined ? {} : { metricsToken: config.metricsToken }),
        ...(settings.fallback === undefined ? {} : { fallback: settings.fallback }),
      });
      server.off("request", notYet);
      // Socket.IO takes its own requests and leaves all others to whoever listened before it.
      server.on("request", getRequestListener(app.fetch, { overrideGlobalObjects: false }));
      const sfu = config.janus.urls.length === 0 ? undefined : new SfuDesk({ ...config.janus, ownKey: ring.raw[0]!, keeper, relayId, log });
      if (sfu !== undefined) opened.push(() => sfu.close());
      const sockets = mountSockets({
        server,
        keeper,
        store,
        relayId,
        linkKeys,
        hostTokens,
        tenants,
        limits,
        log,
        metrics,
        addressOf: whose,
        messages,
        ice: (participantId) => iceConfig(config.ice, participantId, Date.now()),
        ...(sfu === undefined ? {} : { sfu }),
      });
      return new Incarnation(relayId, port, publicUrl, entrance, server, sockets, sfu, worker, attention, keeper, store);
    } catch (error) {
      for (const close of opened.reverse()) await close();
      throw error;
    }
  }

  /** Sends everyone to another relay, tells the sessions, lets go of the lease and the store. Ends once, however often it is called. */
  end(): Promise<void> {
    this.entrance.open = false;
    this.#ended ??= this.#end();
    return this.#ended;
  }

  async #end(): Promise<void> {
    await this.sockets.close();
    await this.sfu?.close();
    await shut(this.server);
    await this.worker.stop();
    await this.attention.stop();
    await this.keeper.close();
    await this.store.close();
  }
}

/** Whoever comes while the house is being put together is told to come again: a server that nobody listens to leaves them without an answer. */
const notYet = getRequestListener(
  () => problem({ refusal: { code: "unavailable", detail: "The relay is starting.", retryAfterMs: 1_000 } }, newId("req")),
  { overrideGlobalObjects: false },
);

async function listen(server: Server, port: number, host: string | undefined): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, ...(host === undefined ? {} : { host }) }, () => {
      server.off("error", reject);
      resolve();
    });
  });
  return (server.address() as AddressInfo).port;
}

/** Takes no new requests; those being answered get `DRAIN_MS`. */
async function shut(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const late = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearTimeout(late);
}
