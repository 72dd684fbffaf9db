/** Scorecard P16: what a decision and a session cost when a relay carries a hundred times as many. */

import { createClient } from "redis";
import { newId } from "../../protocol/ids.ts";
import type { SessionId } from "../../protocol/ids.ts";
import { openRedisStore } from "../../relay/store/redis-store.ts";
import { SessionKeeper } from "../../relay/store/session-keeper.ts";
import { at, host, hostSeatId, POLICY, VENDOR } from "../session/world.ts";
import { RedisServer } from "../support/redis-server.ts";
import type { Row } from "./row.ts";
import { median } from "./row.ts";

const FEW = 100;
const MANY = 10_000;
const DECISIONS = 4_000;
const RUNS = 5;
const log = { info() {}, warn() {}, error() {} };

export async function run(): Promise<Row[]> {
  const redis = await RedisServer.start();
  const store = await openRedisStore({ url: redis.url, relayId: "rly_bench", log });
  const keeper = new SessionKeeper({ store, relayId: "rly_bench", policyFor: () => ({ ...POLICY, webhooks: false }), log });
  const counter = createClient({ url: redis.url });
  await counter.connect();
  const ids: SessionId[] = [];
  const grow = async (to: number): Promise<void> => {
    while (ids.length < to) {
      const more = Array.from({ length: Math.min(200, to - ids.length) }, () => newId("ses"));
      await Promise.all(more.map((id) => seat(keeper, id)));
      ids.push(...more);
    }
  };
  /** µs of this process's CPU for one decision, on sessions all over. */
  const cost = async (): Promise<number> => {
    const start = process.cpuUsage();
    for (let n = 0; n < DECISIONS; n += 50) {
      await Promise.all(
        Array.from({ length: 50 }, (_, k) => {
          const id = ids[((n + k) * 7_919) % ids.length]!;
          return keeper.submit(id, { type: "flags", actor: host(), flags: { muted: (n / 50) % 2 === 0 } });
        }),
      );
    }
    const { user, system } = process.cpuUsage(start);
    return (user + system) / DECISIONS;
  };
  const commands = async (): Promise<number> => Number(/total_commands_processed:(\d+)/.exec(await counter.info("stats"))?.[1] ?? 0);
  const perJoin = async (): Promise<number> => {
    const before = await commands();
    for (let n = 0; n < 50; n += 1) await seat(keeper, newId("ses"), false);
    return (await commands()) - before;
  };
  try {
    const base = heap();
    await grow(FEW);
    await cost();
    const few = [];
    for (let runs = 0; runs < RUNS; runs += 1) few.push(await cost());
    const fewCommands = await perJoin();
    const fewBytes = heap();
    await grow(MANY);
    const many = [];
    for (let runs = 0; runs < RUNS; runs += 1) many.push(await cost());
    const manyCommands = await perJoin();
    const manyBytes = heap();
    const bytes = (manyBytes - fewBytes) / (MANY - FEW);
    return [
      {
        row: "P16 CPU of a decision, 10,000 sessions against 100",
        ours: Math.round(median(many)),
        reference: Math.round(median(few)),
        ratio: median(many) / median(few),
        unit: "µs",
        goal: "≤ 1.15",
        note: `${RUNS} runs of ${DECISIONS} decisions each`,
      },
      {
        row: "P16 memory of a held session, 10,000 against 100",
        ours: Math.round(bytes),
        reference: Math.round((fewBytes - base) / FEW),
        ratio: bytes / ((fewBytes - base) / FEW),
        unit: "bytes of heap",
        goal: "≤ 1.15",
        note: "the first hundred also pay for what is made once",
      },
      {
        row: "P16 Redis commands for 50 creations and joins, 10,000 sessions against 100",
        ours: manyCommands,
        reference: fewCommands,
        ratio: manyCommands / fewCommands,
        unit: "commands, inner ones counted",
        goal: "= 1",
      },
    ];
  } finally {
    await keeper.close();
    await store.close();
    await counter.close();
    await redis.stop();
  }
}

function heap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

/** A session with a host inside, which this relay watches. */
async function seat(keeper: SessionKeeper, id: SessionId, watch = true): Promise<void> {
  await keeper.submit(id, {
    type: "create",
    actor: VENDOR,
    sessionId: id,
    fields: { title: "T", service: "S", hosts: [{ id: "user-1", name: "H" }], startsAt: Date.now(), durationMinutes: 50, timeZone: "UTC" },
    linkSharing: true,
    invites: [],
  });
  if (watch) await keeper.watch(id, () => undefined);
  await keeper.submit(id, { type: "join", actor: host(), participantId: hostSeatId(), connection: at("h", 1, { relay: "rly_bench" }) });
}
