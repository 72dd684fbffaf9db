import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { guestRequests, hostRequests } from "../../protocol/events.ts";
import { newId } from "../../protocol/ids.ts";
import { SIGNAL_BYTES } from "../../protocol/limits.ts";
import { guestSignal, hostSignal } from "../../relay/sockets/plain-signal.ts";
import { parse } from "../../relay/sockets/request-handler.ts";

const to = newId("gst");
const instance = newId("ins");
const sessionId = newId("ses");
const event = (payload: unknown): string => JSON.stringify(["call:signal", payload]);

test("SIG1: a signal as browsers write it is passed on in its own words", () => {
  const data = { type: "candidate", candidate: { sdpMid: "0", candidate: 'a "quoted" one\u2028\ud800' } };
  const heard = guestSignal(event({ to, instance, data }));
  assert.deepEqual(heard && { ...heard, data: JSON.parse(heard.data.text) as unknown }, {
    to,
    instance,
    data: JSON.parse(JSON.stringify(data)) as unknown,
  });
  const fromHost = hostSignal(event({ sessionId, to: newId("hst"), instance, data: null }));
  assert.deepEqual([fromHost?.sessionId, fromHost?.data.text], [sessionId, "null"]);
});

test("DOOR3: what is taken by its words is what the schema takes, whatever else a text may be", () => {
  const address = `"to":"${to}","instance":"${instance}"`;
  const piece = fc.oneof(
    fc.constantFrom(
      ...["{", "}", "[", "]", ",", ":", '"', "\\", " ", "\n"],
      `${address},`,
      `"data":`,
      `"from":"${newId("hst")}",`,
      `"sessionId":"${sessionId}",`,
      "null",
      "1,2",
      "}]",
      "{}",
    ),
    fc.json(),
  );
  const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(text, (rest) => {
      for (const [written, read, schema] of [
        [`["call:signal",{${address},"data":${rest}}]`, guestSignal, guestRequests["call:signal"]],
        [`["call:signal",{"sessionId":"${sessionId}",${address},"data":${rest}}]`, hostSignal, hostRequests["call:signal"]],
      ] as const) {
        const taken = read(written);
        if (taken === undefined) continue;
        const [, payload] = JSON.parse(written) as [string, unknown];
        assert.deepEqual(parse(schema, payload), { ok: true, value: { ...taken, data: JSON.parse(taken.data.text) as unknown } });
      }
    }),
    { numRuns: 3_000 },
  );
});

test("DOOR3: nothing in a signal's data can pose as another part of what the receiver is told", () => {
  const written = (rest: string): string => `["call:signal",{"to":"${to}","instance":"${instance}","data":${rest}}]`;
  for (const rest of [`1,"data":2`, `1,"instance":"${instance}","data":2`, `1,"from":"${newId("hst")}"`, "1}],[{", "", "undefined"])
    assert.equal(guestSignal(written(rest)), undefined, rest);
  assert.equal(guestSignal(written(`"${"a".repeat(SIGNAL_BYTES)}"`)), undefined, "too large");
  assert.equal(guestSignal(written("[".repeat(40) + "]".repeat(40))), undefined, "too deep");
  assert.equal(guestSignal(event({ to: newId("ses"), instance, data: 1 })), undefined, "no participant");
  assert.equal(guestSignal(event({ instance, to, data: 1 })), undefined, "another order is the schema's");
});
