#!/usr/bin/env node
/** The relay as a program: settings from the environment, a URL on standard output, SIGTERM and SIGINT to stop. */

import { readFileSync } from "node:fs";
import { ConfigError, createRelay, readConfig } from "./relay.ts";
import type { Config, Relay } from "./relay.ts";
import { createLog } from "./ops/log.ts";
import { startFault } from "./start-fault.ts";

/** A stop that takes longer than this is not waited for, ms. */
const STOP_WITHIN_MS = 10_000;

const USAGE = `doorstep - the relay of Doorstep's video sessions

  doorstep             start; settings come from the environment (see the README)
  doorstep --version
  doorstep --help`;

function readSettings(): Config {
  try {
    return readConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(78);
  }
}

async function main(): Promise<void> {
  const config = readSettings();
  const log = createLog({ level: config.logLevel });
  // Whatever nobody foresaw: better a restart than a relay in an unknown state.
  const crash = (error: unknown): void => {
    log.fatal({ err: error }, "an unforeseen error: the relay stops");
    process.exit(1);
  };
  process.on("uncaughtException", crash);
  process.on("unhandledRejection", crash);

  let relay: Relay | undefined;
  let stopping = false;
  const stop = (signal: string): void => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, "stopping");
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    if (relay === undefined) process.exit(0);
    relay.close().then(() => process.exit(0), crash);
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);

  try {
    relay = await createRelay(config, { log });
  } catch (error) {
    log.fatal({ err: error, port: config.port }, "the relay could not start");
    const sentence = startFault(error, config);
    if (sentence !== undefined) console.error(sentence);
    process.exit(1);
  }
  console.log(`Doorstep is open at ${relay.url}`);
}

if (process.argv.includes("--help")) {
  console.log(USAGE);
} else if (process.argv.includes("--version")) {
  const manifest = new URL(import.meta.url.endsWith(".ts") ? "../package.json" : "../../package.json", import.meta.url);
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  console.log(version);
} else {
  await main();
}
