/** Scorecard P14: joins decided on one session through Redis, beside the barest script that claims a seat. */

import { createClient, defineScript } from "redis";
import type { Command } from "../../relay/session/command.ts";
import { openRedisStore } from "../../relay/store/redis-store.ts";
import { SessionKeeper } from "../../relay/store/session-keeper.ts";
import { newId } from "../../protocol/ids.ts";
import { at, guest, guestId, host, hostSeatId, POLICY, VENDOR } from "../session/world.ts";
import { RedisServer } from "../support/redis-server.ts";
import type { Row } from "./row.ts";
import { median } from "./row.ts";

const AT_ONCE = 64;
const RUN_MS = 1_500;
const RUNS = 5;
const log = { info() {}, warn() {}, error() {} };

/** `again` until the time is over, `AT_ONCE` at once; answers a second. */
async function rate(again: (worker: number) => Promise<void>): Promise<number> {
  const start = performance.now();
  let done = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async (_, worker) => {
      while (performance.now() - start < RUN_MS) {
        await again(worker);
        done += 1;
      }
    }),
  );
  return (done * 1_000) / (performance.now() - start);
}

export async function run(): Promise<Row[]> {
  const redis = await RedisServer.start();
  const client = createClient({ url: redis.url, scripts: { claim: CLAIM } });
  await client.connect();
  const store = await openRedisStore({ url: redis.url, relayId: "rly_bench", log });
  const keeper = new SessionKeeper({ store, relayId: "rly_bench", policyFor: () => ({ ...POLICY, webhooks: false }), log });
  try {
    const join = await ready(keeper);
    const ours: number[] = [];
    const bare: number[] = [];
    for (let runs = 0; runs <= RUNS; runs += 1) {
      const one = await rate(join);
      const two = await rate(async (worker) => void (await client.claim(`seats:${worker}`)));
      // The first pair warms up.
      if (runs > 0) {
        ours.push(one);
        bare.push(two);
      }
    }
    const [mine, theirs] = [median(ours), median(bare)];
    return [
      {
        row: "P14 joins decided on one session through Redis",
        ours: Math.round(mine),
        reference: Math.round(theirs),
        ratio: mine / theirs,
        unit: "decisions a second",
        goal: "≥ 1 (stretch: redis-benchmark)",
        note: `${RUNS} interleaved runs of ${RUN_MS} ms, concurrency ${AT_ONCE}, against a bare claim script from node-redis`,
      },
    ];
  } finally {
    await keeper.close();
    await store.close();
    await client.close();
    await redis.stop();
  }
}

const CLAIM = defineScript({
  SCRIPT: "if redis.call('SCARD', KEYS[1]) < 16 then return redis.call('SADD', KEYS[1], ARGV[1]) else return 0 end",
  NUMBER_OF_KEYS: 1,
  parseCommand(parser, key: string) {
    parser.pushKey(key);
    parser.push("guest");
  },
  transformReply: (reply: number) => reply,
});

/** One session with a host inside and 64 guests that were let in once; each call lets one of them ask for a seat, or leave it. */
async function ready(keeper: SessionKeeper): Promise<(worker: number) => Promise<void>> {
  const id = newId("ses");
  const inviteId = newId("inv");
  const submit = async (command: Command): Promise<void> => {
    const answer = await keeper.submit(id, command);
    if (!answer.ok && answer.refusal.code !== "session-full") throw new Error(`${command.type}: ${answer.refusal.detail}`);
  };
  await submit({
    type: "create",
    actor: VENDOR,
    sessionId: id,
    fields: { title: "T", service: "S", hosts: [{ id: "user-1", name: "H" }], startsAt: Date.now(), durationMinutes: 50, timeZone: "UTC" },
    linkSharing: true,
    invites: [{ inviteId, name: "All", label: "All", relation: "other" }],
  });
  await keeper.watch(id, () => undefined);
  const connection = (n: number) => at(`g${n}`, 1, { relay: "rly_bench" });
  const asks = (n: number): Command => ({ type: "knock", actor: { ...guest(n), inviteId }, name: `Guest ${n}`, connection: connection(n) });
  const leaves = (n: number): Command => ({ type: "leave", actor: { ...guest(n), inviteId } });
  await submit({ type: "join", actor: host(), participantId: hostSeatId(), connection: at("h", 1, { relay: "rly_bench" }) });
  for (let n = 0; n < AT_ONCE; n += 1) {
    await submit(asks(n));
    await submit({ type: "admit", actor: host(), guestId: guestId(n) });
    await submit(leaves(n));
  }
  const inside = new Set<number>();
  return async (n) => {
    // One of those who find no seat takes its wish back, and asks again next time.
    if (inside.delete(n)) {
      const left = await keeper.submit(id, leaves(n));
      if (!left.ok) await submit({ type: "cancel-knock", actor: { ...guest(n), inviteId } });
    } else {
      await submit(asks(n));
      inside.add(n);
    }
  };
}
