import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { SignalPacket } from "../../../widget/media/signal-queue.ts";
import { SignalQueue } from "../../../widget/media/signal-queue.ts";

/** Two ends; what one sends lies on the table until the test hands it over. */
function ends() {
  const table: { to: "a" | "b"; packet: SignalPacket }[] = [];
  const taken = { a: [] as unknown[], b: [] as unknown[] };
  const a = new SignalQueue({ send: (packet) => table.push({ to: "b", packet }), take: (signal) => taken.a.push(signal) });
  const b = new SignalQueue({ send: (packet) => table.push({ to: "a", packet }), take: (signal) => taken.b.push(signal) });
  return { a, b, table, taken, queues: { a, b } };
}

test("a description goes at once, candidates gather into one packet", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { a, table } = ends();
  a.push("candidate 1");
  a.push("candidate 2");
  assert.equal(table.length, 0);
  t.mock.timers.tick(4);
  assert.deepEqual(
    table.map(({ packet }) => packet.signals),
    [["candidate 1", "candidate 2"]],
  );
  a.push("candidate 3");
  a.push("offer", { soon: true });
  assert.deepEqual(table.at(-1)?.packet, { n: 3, signals: ["candidate 3", "offer"], ack: 0 });
  a.close();
});

test("what is not acknowledged is sent again, less and less often; what is, never", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { a, b, table, taken } = ends();
  a.push("offer", { soon: true });
  t.mock.timers.tick(1_000);
  t.mock.timers.tick(2_000);
  assert.equal(table.length, 3);
  b.receive(table[2]!.packet);
  t.mock.timers.tick(250);
  a.receive(table.find(({ to }) => to === "a")!.packet);
  t.mock.timers.tick(60_000);
  assert.equal(table.filter(({ to }) => to === "b").length, 3);
  assert.deepEqual(taken.b, ["offer"]);
});

test("an acknowledgement rides on the answer", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { a, b, table } = ends();
  a.push("offer", { soon: true });
  b.receive(table[0]!.packet);
  b.push("answer", { soon: true });
  assert.deepEqual(table[1], { to: "a", packet: { n: 1, signals: ["answer"], ack: 1 } });
  t.mock.timers.tick(250);
  assert.equal(table.length, 2);
  b.close();
  a.close();
});

test("the relay is back: everything open goes at once", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { a, table } = ends();
  a.push("offer", { soon: true });
  a.push("candidate");
  a.resend();
  assert.deepEqual(table.at(-1)?.packet.signals, ["offer", "candidate"]);
  a.close();
  a.resend();
  assert.equal(table.length, 2);
});

test("over any way that loses, repeats and reorders, each end takes everything once and in order", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const step = fc.oneof(
    fc.record({ do: fc.constant("push" as const), end: fc.constantFrom("a" as const, "b" as const), soon: fc.boolean() }),
    fc.record({ do: fc.constantFrom("deliver" as const, "repeat" as const, "lose" as const), at: fc.nat(20) }),
    fc.record({ do: fc.constant("wait" as const), ms: fc.integer({ min: 1, max: 5_000 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const { table, taken, queues } = ends();
      const sent = { a: [] as number[], b: [] as number[] };
      let count = 0;
      for (const each of steps) {
        if (each.do === "push") {
          sent[each.end].push(++count);
          queues[each.end].push(count, { soon: each.soon });
        } else if (each.do === "wait") t.mock.timers.tick(each.ms);
        else if (table.length > 0) {
          const at = each.at % table.length;
          const { to, packet } = table[at]!;
          if (each.do !== "repeat") table.splice(at, 1);
          if (each.do !== "lose") queues[to].receive(structuredClone(packet));
        }
      }
      // The weather clears.
      for (let round = 0; round < 12; round += 1) {
        for (const { to, packet } of table.splice(0)) queues[to].receive(packet);
        t.mock.timers.tick(8_000);
      }
      assert.deepEqual(taken.b, sent.a);
      assert.deepEqual(taken.a, sent.b);
      queues.a.close();
      queues.b.close();
    }),
    { numRuns: 300 },
  );
});

test("a peer that sends rubbish numbers fills no memory and moves nothing", () => {
  const { a, b, taken } = ends();
  for (let n = 2; n < 1_000; n += 1) b.receive({ n, signals: ["early"], ack: 1_000_000 });
  b.receive({ n: -5, signals: ["old"], ack: -1 });
  assert.deepEqual(taken.b, []);
  a.close();
  b.close();
});
