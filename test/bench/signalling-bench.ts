/**
 * Scorecard P11, P12, P13 and P15: what a relay costs for what it mostly does. Every server is a process of its own and is asked for its
 * CPU time; the load comes from this process, by hand-made packets. Ours and the reference take turns, and the medians are compared.
 */

import { createClient } from "redis";
import { GUEST_DOOR, SOCKET_PATH } from "../../protocol/events.ts";
import { RedisServer } from "../support/redis-server.ts";
import type { Row } from "./row.ts";
import { median } from "./row.ts";
import type { Side } from "./signalling/calls.ts";
import { doorstepCall, guestAuth, hostToken, plainCall, roomCall, session } from "./signalling/calls.ts";
import { Child } from "./signalling/child.ts";
import { Wire } from "./signalling/wire.ts";

const RUNS = +(process.env["RUNS"] ?? 3);
const CALLS = 120;
/** Signals under way per call: a newcomer's candidates come in such bursts. */
const BURST = 4;
const WARM_UP = 60_000;
const SIGNALS = 60_000;
const HANDSHAKES = 1_200;
const AT_ONCE = 24;
const WAITING = 1_500;
/** Links of one session. */
const LINKS = 50;

export async function run(): Promise<Row[]> {
  return [...(await oneRelay()), ...(await twoRelays()), await handshakes(), await memory()];
}

/** P11: both people of every call on one server. */
async function oneRelay(): Promise<Row[]> {
  const ours: number[] = [];
  const rooms: number[] = [];
  const plain: number[] = [];
  for (let turn = 0; turn < RUNS; turn += 1) {
    ours.push(await onDoorstep([await Child.doorstep()]));
    rooms.push(await onRooms([await Child.start("./room-server.ts")]));
    plain.push(await onPlainSockets(await Child.start("./plain-ws-server.ts")));
  }
  const note = `${RUNS} runs in turn of ${SIGNALS} signals in ${CALLS} calls; ours acknowledges each, the references none; ${spread("ours", ours)}, ${spread("reference", rooms)}`;
  return [
    row("P11 signals on one relay, against a Socket.IO room emit", ours, rooms, "a CPU-second", "≥ 1.15", note),
    row("P11 signals on one relay, against plain ws", ours, plain, "a CPU-second", undefined, spread("reference", plain)),
  ];
}

/** P12: the two people of every call on different servers. */
async function twoRelays(): Promise<Row[]> {
  const redis = await RedisServer.start();
  try {
    const ours: number[] = [];
    const adapter: number[] = [];
    for (let turn = 0; turn < RUNS; turn += 1) {
      ours.push(await onDoorstep([await Child.doorstep(redis.url), await Child.doorstep(redis.url)]));
      const environment = { REDIS_URL: redis.url };
      adapter.push(await onRooms([await Child.start("./room-server.ts", environment), await Child.start("./room-server.ts", environment)]));
    }
    const note = `both servers' CPU time together; ${spread("ours", ours)}, ${spread("reference", adapter)}`;
    return [
      row("P12 signals over two relays, against @socket.io/redis-adapter", ours, adapter, "a CPU-second", "≥ 2", note),
      await messagesOnOneRelay(redis),
    ];
  } finally {
    await redis.stop();
  }
}

/** P12: what one of several relays tells Redis of signals between its own people. */
async function messagesOnOneRelay(redis: RedisServer): Promise<Row> {
  const counter = createClient({ url: redis.url });
  await counter.connect();
  const published = async (): Promise<number> => Number(/cmdstat_publish:calls=(\d+)/.exec(await counter.info("commandstats"))?.[1] ?? 0);
  const server = await Child.doorstep(redis.url);
  try {
    const calls = await callsOn(server, server);
    const before = await published();
    await exchange(calls, 10_000);
    const messages = (await published()) - before;
    const name = "P12 Redis messages for 10,000 signals within one relay";
    return {
      row: name,
      ours: messages,
      reference: 10_000,
      ratio: messages / 10_000,
      unit: "messages, one a signal as the reference",
      goal: "0",
    };
  } finally {
    await server.stop();
    await counter.close();
  }
}

/** P13: from nothing to an open door, each guest with a link of its own that was never opened before. */
async function handshakes(): Promise<Row> {
  const ours: number[] = [];
  const bare: number[] = [];
  const doorstep = await Child.doorstep();
  const reference = await Child.start("./room-server.ts");
  try {
    for (let turn = 0; turn < RUNS + 1; turn += 1) {
      const links: string[] = [];
      while (links.length < HANDSHAKES) links.push(...(await session(doorstep.url, LINKS)).links);
      const ourWay = await perSecond(doorstep, HANDSHAKES, (n) => Wire.open(doorstep.url, SOCKET_PATH, GUEST_DOOR, guestAuth(links[n]!)));
      const bareWay = await perSecond(reference, HANDSHAKES, () => Wire.open(reference.url, "/socket.io", ""));
      // The first turn warms both up.
      if (turn === 0) continue;
      ours.push(ourWay);
      bare.push(bareWay);
    }
    const note = `link checked, its first opening committed, ticket and view sent; ${spread("ours", ours)}, ${spread("reference", bare)}`;
    return row("P13 handshakes with a drop-in link, against bare Socket.IO", ours, bare, "a CPU-second", "≥ 0.9", note);
  } finally {
    await Promise.all([doorstep.stop(), reference.stop()]);
  }
}

/** P15: what one more of many waiting guests takes. */
async function memory(): Promise<Row> {
  const ours: number[] = [];
  const bare: number[] = [];
  for (let turn = 0; turn < RUNS; turn += 1) {
    const doorstep = await Child.doorstep();
    const links: string[] = [];
    while (links.length < WAITING) links.push(...(await session(doorstep.url, LINKS)).links);
    ours.push(
      await bytesEach(doorstep, async (n) => {
        const guest = await Wire.open(doorstep.url, SOCKET_PATH, GUEST_DOOR, guestAuth(links[n]!));
        await guest.request("guest:knock", { name: `Guest ${n}` });
      }),
    );
    const reference = await Child.start("./room-server.ts");
    bare.push(await bytesEach(reference, () => Wire.open(reference.url, "/socket.io", "")));
  }
  const note = `${WAITING} of them, ${LINKS} a session; heap and buffers after a collection; ${spread("ours", ours)}, ${spread("reference", bare)}`;
  return row("P15 memory of a waiting guest, against an idle Socket.IO connection", ours, bare, "bytes", "≤ 1.2", note);
}

async function onDoorstep(servers: Child[]): Promise<number> {
  try {
    return await signalsPerSecond(servers, await callsOn(servers[0]!, servers.at(-1)!));
  } finally {
    for (const server of servers) await server.stop();
  }
}

async function callsOn(first: Child, second: Child): Promise<[Side, Side][]> {
  const token = await hostToken(first.url);
  return each(CALLS, () => doorstepCall([first.url, second.url], token));
}

async function onRooms(servers: Child[]): Promise<number> {
  const urls: [string, string] = [servers[0]!.url, servers.at(-1)!.url];
  try {
    return await signalsPerSecond(servers, await each(CALLS, (n) => roomCall(urls, `room ${n}`)));
  } finally {
    for (const server of servers) await server.stop();
  }
}

async function onPlainSockets(server: Child): Promise<number> {
  try {
    return await signalsPerSecond([server], await each(CALLS, (n) => plainCall(server.url, `room ${n}`)));
  } finally {
    await server.stop();
  }
}

async function signalsPerSecond(servers: Child[], calls: [Side, Side][]): Promise<number> {
  await exchange(calls, WARM_UP);
  const before = await cpuOf(servers);
  await exchange(calls, SIGNALS);
  return SIGNALS / (((await cpuOf(servers)) - before) / 1_000);
}

/** The two sides of every call answer each other's bursts until each call has carried its share of `count` signals. */
async function exchange(calls: [Side, Side][], count: number): Promise<void> {
  const share = Math.ceil(count / calls.length / BURST) * BURST;
  await Promise.all(calls.map((call) => converse(call, share)));
}

function converse([one, other]: [Side, Side], count: number): Promise<void> {
  return new Promise((resolve) => {
    let heard = 0;
    const burst = (side: Side): void => {
      for (let n = 0; n < BURST; n += 1) side.signal();
    };
    for (const side of [one, other]) {
      side.heard = () => {
        heard += 1;
        if (heard >= count) resolve();
        else if (heard % BURST === 0) burst(side);
      };
    }
    burst(one);
  });
}

async function perSecond(server: Child, count: number, open: (n: number) => Promise<Wire>): Promise<number> {
  const before = await server.cpu();
  const wires = await each(count, open);
  const spent = (await server.cpu()) - before;
  await Promise.all(wires.map((wire) => wire.close()));
  return count / (spent / 1_000);
}

async function bytesEach(server: Child, open: (n: number) => Promise<unknown>): Promise<number> {
  try {
    // What is made once is made before.
    const first = 100;
    await each(first, open);
    const before = await server.memory();
    await each(WAITING - first, (n) => open(first + n));
    return ((await server.memory()) - before) / (WAITING - first);
  } finally {
    await server.stop();
  }
}

/** `make` for 0 … `count` - 1, `AT_ONCE` at a time. */
async function each<T>(count: number, make: (n: number) => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let n = next++; n < count; n = next++) made[n] = await make(n);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return made;
}

async function cpuOf(servers: Child[]): Promise<number> {
  let cpu = 0;
  for (const server of servers) cpu += await server.cpu();
  return cpu;
}

function row(name: string, ours: number[], reference: number[], unit: string, goal: string | undefined, note: string): Row {
  const [mine, theirs] = [median(ours), median(reference)];
  return {
    row: name,
    ours: Math.round(mine),
    reference: Math.round(theirs),
    ratio: mine / theirs,
    unit,
    ...(goal === undefined ? {} : { goal }),
    note,
  };
}

function spread(whose: string, values: number[]): string {
  return `${whose} ${Math.round(Math.min(...values))}–${Math.round(Math.max(...values))}`;
}
