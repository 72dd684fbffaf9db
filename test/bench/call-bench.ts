/**
 * Scorecard P6 and P10: how soon people see each other after the host lets somebody in, how soon a shared screen is seen, and how much a participant of four sends.
 * Ours is the whole widget on a real relay; the references do no more than connect, and start the moment the host decides.
 */

import { rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { PeerServer } from "peer";
import type { Browser } from "puppeteer-core";
import { WebSocketServer } from "ws";
import { launchChromium } from "../support/browsers.ts";
import { freePort } from "../support/free-port.ts";
import { BackEnd } from "../support/people.ts";
import { API_SECRET, RelayProcess } from "../support/relay-process.ts";
import type { Met } from "./calls/pages.ts";
import { buildPages, meet, openPage, servePages } from "./calls/pages.ts";
import { slowProxy } from "./calls/slow-proxy.ts";
import type { Row } from "./row.ts";
import { median } from "./row.ts";

const ROUNDS = 7;
/** One way, ms. */
const DELAYS = [0, 50];
const KINDS = ["doorstep", "bare", "peerjs"] as const;
type Kind = (typeof KINDS)[number];

export async function run(): Promise<Row[]> {
  const pages = await buildPages([...KINDS, "uplink"]);
  const site = await servePages(pages);
  const browser = await launchChromium();
  try {
    return [...(await firstFrames(browser, site.url)), await uplink(browser, site.url)];
  } finally {
    await browser.close();
    await site.stop();
    await rm(pages, { recursive: true, force: true });
  }
}

async function firstFrames(browser: Browser, site: string): Promise<Row[]> {
  const servers = await startServers();
  const times = new Map<string, Met[]>();
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const delay of DELAYS) {
        for (const kind of KINDS) {
          const proxy = await slowProxy(servers.port(kind), delay);
          const met = await meet(
            browser,
            await parameters(kind, `http://127.0.0.1:${proxy.port}`, servers.backEnd, round, delay),
            `${site}/${kind}.html`,
          );
          await proxy.stop();
          const key = `${kind} ${delay}`;
          times.set(key, [...(times.get(key) ?? []), met]);
        }
      }
    }
  } finally {
    await servers.stop();
  }
  const row = (title: string, what: keyof Met, delay: number, reference: Kind, goal: string): Row => {
    const of = (kind: Kind) => (times.get(`${kind} ${delay}`) ?? []).map((met) => met[what]);
    const [ours, theirs] = [median(of("doorstep")), median(of(reference))];
    return {
      row: title,
      ours: Math.round(ours),
      reference: Math.round(theirs),
      ratio: ours / theirs,
      unit: what === "letIn" ? "ms, median until both see each other" : "ms, median until it is seen",
      goal,
      note: `each round: ${KINDS.map((kind) => `${kind} ${of(kind).map(Math.round).join(", ")}`).join("; ")}`,
    };
  };
  return [
    row("P6 let in → first frame, no delay, beside a bare RTCPeerConnection", "letIn", 0, "bare", "≤ 1.05"),
    row("P6 let in → first frame, 100 ms round trip, beside PeerJS", "letIn", 50, "peerjs", "≤ 0.8"),
    row("P6 share → first frame, no delay, beside PeerJS", "share", 0, "peerjs", "≤ 1"),
    row("P6 share → first frame, 100 ms round trip, beside PeerJS", "share", 50, "peerjs", "≤ 1"),
  ];
}

async function parameters(kind: Kind, server: string, backEnd: BackEnd, round: number, delay: number): Promise<[string, string]> {
  const query = (values: Record<string, string>) => new URLSearchParams(values).toString();
  if (kind === "doorstep") {
    const { session, links } = await backEnd.session(["Samir"]);
    const answer = await fetch(`${backEnd.relayUrl}/v1/tokens`, {
      method: "POST",
      headers: { Authorization: `Bearer ${API_SECRET}`, "Content-Type": "application/json" },
      body: JSON.stringify({ sub: "maya.osei", name: "Dr. Maya Osei", role: "host", ttlSeconds: 600 }),
    });
    const { token } = (await answer.json()) as { token: string };
    return [
      query({ role: "host", relay: server, token, session: session.id }),
      query({ role: "guest", relay: server, link: links[0] ?? "" }),
    ];
  }
  const id = `${round}-${delay}`;
  const address = kind === "bare" ? server.replace("http", "ws") : server;
  return [query({ role: "host", server: address, id }), query({ role: "guest", server: address, id })];
}

async function startServers() {
  const relay = await RelayProcess.start({ withinMs: 60_000 });
  const peerPort = await freePort();
  const peerServer = await new Promise<{ close(): void }>((resolve) => {
    PeerServer({ port: peerPort, host: "127.0.0.1", path: "/" }, (server) => resolve(server));
  });
  const plain = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await new Promise((resolve) => plain.once("listening", resolve));
  plain.on("connection", (socket) => {
    socket.on("message", (data) => {
      for (const other of plain.clients) if (other !== socket) other.send((data as Buffer).toString());
    });
  });
  const ports: Record<Kind, number> = { doorstep: relay.port, bare: (plain.address() as AddressInfo).port, peerjs: peerPort };
  return {
    backEnd: new BackEnd(relay.url),
    port: (kind: Kind) => ports[kind],
    async stop() {
      peerServer.close();
      plain.close();
      await relay.stop();
    },
  };
}

async function uplink(browser: Browser, site: string): Promise<Row> {
  const page = await openPage(browser, `${site}/uplink.html`);
  await page.waitForFunction("window.uplinks");
  const { ours, reference } = (await page.evaluate("window.uplinks()")) as { ours: number; reference: number };
  await page.close();
  const kbit = (bits: number) => Math.round(bits / 1_000);
  return {
    row: "P10 mesh uplink at 4, beside one full stream",
    ours: kbit(ours),
    reference: kbit(reference),
    ratio: ours / reference,
    unit: "kbit/s",
    goal: "≤ 1.5",
    note: "a 720p picture of noise at 8 frames a second, which the encoder keeps up with",
  };
}
