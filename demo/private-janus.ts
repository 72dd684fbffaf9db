/**
 * A Janus of one's own, as an operator would set one up for Doorstep: VideoRoom alone, spoken to by WebSocket on the loopback, with a
 * secret. Made anew for each start in a folder that goes with it; the demo and the tests use it.
 */

import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { delimiter, join } from "node:path";

export interface PrivateJanus {
  /** WebSocket port of the API on the loopback. */
  port: number;
  /** The same for the admin API, which only tests use; absent: off. */
  adminPort?: number;
  apiSecret: string;
  /** UDP ports of the media. */
  mediaPorts: { from: number; to: number };
  /** How long media goes on when the relay that asked for it is gone, seconds: time enough to come back by another one. */
  reclaimSeconds?: number;
  /** Folder for its configuration. */
  folder: string;
}

const LIBRARIES = [
  "/usr/lib/x86_64-linux-gnu/janus",
  "/usr/lib/aarch64-linux-gnu/janus",
  "/usr/lib/janus",
  "/usr/local/lib/janus",
  "/opt/janus/lib/janus",
];

/** The program, if it is installed with the plugin that is needed. */
export function janusProgram(): string | undefined {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/bin", "/usr/local/bin", "/opt/janus/bin"];
  const program = folders.map((folder) => join(folder, "janus")).find((path) => existsSync(path));
  return libraries() === undefined ? undefined : program;
}

function libraries(): string | undefined {
  return LIBRARIES.find((folder) => existsSync(join(folder, "plugins", "libjanus_videoroom.so")));
}

/** UDP ports of the demo's own Janus. */
const DEMO_PORTS = { from: 20_000, to: 20_999 };
/** Runs a program that ends with whoever started it, whatever way that one ends: then its input closes. */
const LEASHED = '"$0" "$@" </dev/null & child=$!; trap "kill $child" TERM; cat >/dev/null; kill $child';

/** Starts a Janus for as long as this process lives; null: it is not installed. Gives what the relay's settings shall say of it. */
export async function startPrivateJanus(): Promise<{ JANUS_URLS: string; JANUS_API_SECRET: string } | null> {
  const program = janusProgram();
  if (program === undefined) return null;
  const folder = mkdtempSync(join(tmpdir(), "doorstep-demo-janus-"));
  const apiSecret = randomBytes(32).toString("base64url");
  const port = await freePort();
  await writeJanusConfig({ port, apiSecret, mediaPorts: DEMO_PORTS, folder });
  const child = spawn("/bin/sh", ["-c", LEASHED, program, "-F", folder], { stdio: ["pipe", "ignore", "ignore"] });
  // Calls stay browser to browser then, as without it.
  child.on("error", () => undefined);
  process.on("exit", () => {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  return { JANUS_URLS: `ws://127.0.0.1:${port}`, JANUS_API_SECRET: apiSecret };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Writes the configuration; `janus -F <folder>` runs it. */
export async function writeJanusConfig({
  port,
  adminPort,
  apiSecret,
  mediaPorts,
  reclaimSeconds = 20,
  folder,
}: PrivateJanus): Promise<void> {
  const lib = libraries();
  if (lib === undefined) throw new Error("Janus is not installed with its VideoRoom plugin.");
  const allBut = (kind: string, wanted: string) =>
    readdirSync(join(lib, kind))
      .filter((file) => file.endsWith(".so") && file !== wanted)
      .join(",");
  const files: Record<string, string> = {
    "janus.jcfg": `general: {
  configs_folder = "${folder}"
  plugins_folder = "${lib}/plugins"
  transports_folder = "${lib}/transports"
  events_folder = "${lib}/events"
  loggers_folder = "${lib}/loggers"
  log_to_stdout = true
  debug_colors = false
  debug_level = 3
  hide_dependencies = true
  api_secret = "${apiSecret}"
  admin_secret = "${apiSecret}"
  reclaim_session_timeout = ${reclaimSeconds}
  session_timeout = 60
}
media: {
  rtp_port_range = "${mediaPorts.from}-${mediaPorts.to}"
}
nat: {
  full_trickle = false
  ice_enforce_list = "${ownAddress()}"
}
plugins: {
  disable = "${allBut("plugins", "libjanus_videoroom.so")}"
}
transports: {
  disable = "${allBut("transports", "libjanus_websockets.so")}"
}
events: {
  broadcast = false
}
`,
    "janus.transport.websockets.jcfg": `general: {
  json = "compact"
  ws = true
  ws_ip = "127.0.0.1"
  ws_port = ${port}
}
admin: {
  admin_ws = ${adminPort === undefined ? "false" : "true"}
  admin_ws_ip = "127.0.0.1"
  admin_ws_port = ${adminPort ?? port + 1}
}
`,
    "janus.plugin.videoroom.jcfg": `general: {
  string_ids = true
  admin_key = "${apiSecret}"
  lock_rtp_forward = true
  events = false
}
`,
  };
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text, { mode: 0o600 });
}

/** Janus offers no loopback candidates: browsers on this machine reach it by its own address. */
function ownAddress(): string {
  const own = Object.values(networkInterfaces()).flatMap((each = []) =>
    each.filter(({ family, internal }) => family === "IPv4" && !internal),
  );
  return own[0]?.address ?? "127.0.0.1";
}
