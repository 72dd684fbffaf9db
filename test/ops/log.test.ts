import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { newId } from "../../protocol/ids.ts";
import { KeyRing } from "../../relay/access/key-ring.ts";
import { LinkKeys } from "../../relay/access/link-token.ts";
import { createLog } from "../../relay/ops/log.ts";
import type { Log } from "../../relay/ops/log.ts";
import { goodClaims, signed } from "../access/people.ts";

function written(level = "debug"): { log: Log; lines: Record<string, unknown>[]; text: () => string } {
  const raw: string[] = [];
  const lines: Record<string, unknown>[] = [];
  const to = {
    write(line: string) {
      raw.push(line);
      lines.push(JSON.parse(line) as Record<string, unknown>);
    },
  };
  return { log: createLog({ level, to }), lines, text: () => raw.join("") };
}

describe("The log", () => {
  test("writes what happened where, and only fields that it knows", () => {
    const { log, lines } = written();
    log
      .child({ relayId: "rly_1", hostName: "Dr. Osei" })
      .info({ sessionId: "ses_1", status: 200, ms: 3, name: "Maya", body: { email: "maya@example.org" } }, "call");
    assert.equal(lines.length, 1);
    const { time, ...line } = lines[0] ?? {};
    assert.match(String(time), /^\d{4}-\d\d-\d\dT/);
    assert.deepEqual(line, {
      level: "info",
      relayId: "rly_1",
      sessionId: "ses_1",
      status: 200,
      ms: 3,
      left: ["name", "body"],
      msg: "call",
    });
  });

  test("never holds a link, a ticket, a token, an address or an SDP, wherever they come along", async () => {
    const { log, text } = written();
    const keys = new LinkKeys(KeyRing.parse(KeyRing.fresh()));
    const at = { sessionId: newId("ses"), inviteId: newId("inv") };
    const secrets = [
      keys.sign({ ...at, generation: 1 }),
      keys.signTicket({ ...at, guestId: newId("gst") }),
      await signed(goodClaims()),
      "maya.o'neil+video@example.org",
      "redis://:hush@127.0.0.1:6379",
      "v=0\r\no=- 46117 2 IN IP4 127.0.0.1",
      "candidate:842163049 1 udp 1677729535 198.51.100.7 46154 typ srflx",
      "Bearer riverside-9f2c41d07be84a6fb1d35c08e7a1",
    ];
    const telling = [/\.[\w-]{24}\b/, /eyJ/, /example\.org/, /hush/, /o=-/, /198\.51/, /9f2c41d0/];
    for (const secret of secrets) {
      const cause = new Error(`caused by ${secret}`);
      log.info({ url: `https://portal.example/join#${secret}`, err: new Error(`failed at ${secret}`, { cause }) }, `seen: ${secret}`);
      log.error({ err: secret }, "as a text");
      log.warn({ link: secret, request: { secret }, route: [secret] }, "in fields of its own");
    }
    for (const pattern of telling) assert.doesNotMatch(text(), pattern);
  });

  test("tells of an error with its kind, code and place", () => {
    const { log, lines } = written();
    log.error({ err: Object.assign(new TypeError("broken"), { code: "E_BROKEN", address: "203.0.113.7" }) }, "failed");
    const { err } = lines[0] as { err: Record<string, unknown> };
    assert.deepEqual([err["name"], err["message"], err["code"], err["address"]], ["TypeError", "broken", "E_BROKEN", undefined]);
    assert.match(String(err["stack"]), /log\.test/);
  });

  test("keeps quiet below its level", () => {
    const { log, lines } = written("warn");
    log.info({}, "a");
    log.warn({}, "b");
    assert.deepEqual(
      lines.map((line) => line["msg"]),
      ["b"],
    );
  });
});
