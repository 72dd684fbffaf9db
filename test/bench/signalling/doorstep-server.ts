/** Ours: the relay as it is, with its limits out of the way, for all load comes from one address. */

import { readConfig } from "../../../relay/config.ts";
import { createRelay } from "../../../relay/relay.ts";
import { answerBench } from "./bench-server.ts";

const PLENTY = 100_000_000;

const config = readConfig();
const perMinute = { address: PLENTY, link: PLENTY, knock: PLENTY, tenant: PLENTY, rest: PLENTY, credentials: PLENTY, "test-mail": PLENTY };
const relay = await createRelay({ ...config, perMinute });
answerBench(relay.port);
