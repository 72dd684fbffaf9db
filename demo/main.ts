/** `npm run demo`: a relay with everything it needs on board, and the portal of a practice that uses it, on one port. */

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Hono } from "hono";
import { ConfigError, readConfig } from "../relay/config.ts";
import type { Relay } from "../relay/relay.ts";
import { createRelay } from "../relay/relay.ts";
import { demoSecret } from "./demo-secret.ts";
import { outbox } from "./outbox.ts";
import { demoPages } from "./pages.ts";
import { portalBackend } from "./portal-backend.ts";
import { startPrivateJanus } from "./private-janus.ts";
import { clinicName } from "./practice.ts";
import { RelayClient } from "./relay-client.ts";
import { seedWeek } from "./seed-week.ts";

const BUILT = fileURLToPath(new URL("../dist/demo", import.meta.url));
const TENANT_ID = "riverside";

/** Says why the demo can't start, in one sentence, and ends. */
function stop(sentence: string): never {
  console.error(`The demo did not start: ${sentence}`);
  process.exit(1);
}

async function start(): Promise<void> {
  const dataDir = process.env["DATA_DIR"] || "./data";
  const port = process.env["PORT"] || "8787";
  const apiSecret = process.env["API_SECRET"] || (await demoSecret(dataDir));
  // The practice's clock is this machine's; `TZ=America/Toronto npm run demo` puts it elsewhere.
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const env = {
    LOG_LEVEL: "warn",
    TENANT_ID,
    CLINIC_NAME: clinicName,
    ALLOWED_ORIGINS: `http://localhost:${port},http://127.0.0.1:${port}`,
    ...process.env,
    DATA_DIR: dataDir,
    PORT: port,
    API_SECRET: apiSecret,
  };
  let config = readConfig(env);
  if (!existsSync(`${BUILT}/index.html`)) stop("its pages are not built. Run `npm run demo`, which builds them first.");
  const janus = config.janus.urls.length > 0 ? null : await startPrivateJanus();
  if (janus !== null) config = readConfig({ ...env, ...janus });
  const tenantId = config.tenants[0]?.id ?? TENANT_ID;
  const client = new RelayClient(`http://127.0.0.1:${config.port}`, apiSecret);
  /** Made with the portal in it, which wants to see the mails it kept. */
  const made: { relay?: Relay } = {};
  const portal = new Hono()
    .route("/", demoPages(BUILT))
    .route(
      "/demo/outbox",
      outbox(() => made.relay?.mails ?? null),
    )
    .route("/demo", portalBackend({ tenantId, apiSecret, timeZone, relay: client }))
    .notFound((c) => c.text("There is no such page. The portal is at /.", 404));
  const relay = await createRelay(config, { fallback: (request) => portal.fetch(request) });
  made.relay = relay;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void relay.close().finally(() => process.exit(0)));
  }
  const sessions = await seedWeek(client, timeZone);
  console.log(`
  Riverside Counselling is open.

    Portal      ${relay.url}/
    Guest page  ${relay.url}/join      (needs a drop-in link: follow one in the outbox)
    Outbox      ${relay.url}/outbox
    Elements    ${relay.url}/elements

  ${
    config.janus.urls.length > 0
      ? `Calls of more than ${config.policy.meshMax} go through ${janus === null ? "your Janus" : "a Janus of the demo's own"}.`
      : "Janus is not installed: calls stay browser to browser whatever their size."
  }
${sessions > 0 ? `\n  ${sessions} sessions were put into this week's calendar.` : ""}
  Ctrl+C ends the demo. What you did stays in ${dataDir}.
`);
}

start().catch((error: unknown) => {
  if (error instanceof ConfigError) stop(error.message);
  if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") {
    stop(`port ${process.env["PORT"] || "8787"} is taken. Choose another, e.g. PORT=8788 npm run demo.`);
  }
  stop(error instanceof Error ? error.message : String(error));
});
