/**
 * The relay as a library. `createRelay(readConfig())` is what the program does too:
 * settings → keys → one life (`incarnation.ts`: store → keeper → attention → HTTP → doors), and another life if this one is declared dead.
 */

import { fileURLToPath } from "node:url";
import type { RelayId } from "../protocol/ids.ts";
import { keptKeys } from "./access/kept-key.ts";
import type { Config } from "./config.ts";
import type { Fallback } from "./http/app.ts";
import { Incarnation } from "./incarnation.ts";
import type { LifeSettings } from "./incarnation.ts";
import { createLog } from "./ops/log.ts";
import type { Log } from "./ops/log.ts";
import { CapturedMail } from "./outbox/mail/captured-mail.ts";
import { openWaysOut } from "./outgoing.ts";

export type { Config } from "./config.ts";
export { ConfigError, readConfig } from "./config.ts";
export type { CapturedEntry, CapturedMail } from "./outbox/mail/captured-mail.ts";
export type { Log } from "./ops/log.ts";

export interface RelayOptions {
  /** By default one JSON line each on standard output. */
  log?: Log;
  /** Folder of the built tags; by default the package's own. */
  widgetDir?: string;
  /** Asked for whatever the relay itself does not serve, so that a portal can live on the same port; null: 404. */
  fallback?: Fallback;
}

export interface Relay {
  /** Where browsers reach it, without a trailing slash. */
  readonly url: string;
  readonly port: number;
  /** Changes when the relay had to start anew. */
  readonly relayId: RelayId;
  /** Every mail it would have sent, while nothing is set up to send them; null: they really go out. */
  readonly mails: CapturedMail | null;
  /** Takes nobody new, sends everyone to another relay and stops. Can be called more than once. */
  close(): Promise<void>;
}

/** A new life is tried again after this long, ms. */
const RETRY_MS = 1_000;

/** Starts a relay. Rejects when the port is taken, the store cannot be opened or the keys cannot be kept. */
export async function createRelay(config: Config, options: RelayOptions = {}): Promise<Relay> {
  const log = options.log ?? createLog({ level: config.logLevel });
  for (const warning of config.warnings) log.warn({}, warning);
  const ways = openWaysOut(config);
  const settings: Omit<LifeSettings, "port" | "onDeath"> = {
    config,
    log,
    ways,
    linkKeys: config.linkKeys ?? (await keptKeys(config.dataDir)),
    widgetDir: options.widgetDir ?? builtTags(),
    ...(options.fallback === undefined ? {} : { fallback: options.fallback }),
  };

  let closing = false;
  let renewing: Promise<void> | undefined;
  const renew = async (): Promise<void> => {
    const { port } = life;
    log.error({ relayId: life.relayId }, "declared dead by the other relays: starting anew");
    await life.end().catch((error: unknown) => log.error({ err: error }, "a dead life did not end cleanly"));
    while (!closing) {
      try {
        life = await Incarnation.begin({ ...settings, port, onDeath });
        return;
      } catch (error) {
        log.error({ err: error, port }, "could not start anew yet");
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  };
  const onDeath = (): void => {
    if (closing || renewing !== undefined) return;
    renewing = renew().finally(() => (renewing = undefined));
  };
  let life = await Incarnation.begin({ ...settings, port: config.port, onDeath });
  log.info({ relayId: life.relayId, port: life.port, store: config.redisUrl === undefined ? "embedded" : "redis" }, "the relay is open");

  let closed: Promise<void> | undefined;
  return {
    get url() {
      return life.publicUrl;
    },
    get port() {
      return life.port;
    },
    get relayId() {
      return life.relayId;
    },
    mails: ways.mails instanceof CapturedMail ? ways.mails : null,
    close() {
      closing = true;
      closed ??= (renewing ?? Promise.resolve()).then(() => life.end()).then(() => ways.close());
      return closed;
    },
  };
}

/** From the source as well as from the build. */
function builtTags(): string {
  const fromSource = import.meta.url.endsWith(".ts");
  return fileURLToPath(new URL(fromSource ? "../dist/widget/" : "../widget/", import.meta.url));
}
