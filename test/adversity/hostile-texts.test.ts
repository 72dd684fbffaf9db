import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { SessionInfo } from "../../protocol/views.ts";
import { People } from "../sockets/people.ts";
import { hostileTexts } from "../support/hostile-texts.ts";
import { API_SECRET, RelayProcess } from "../support/relay-process.ts";
import { until } from "../support/until.ts";
import { VendorServer } from "../support/vendor-server.ts";

/** As long as a name may be. */
const TEXTS = hostileTexts(80);
/** Guests of one link; sixty-four may wait. */
const EACH = 60;
const ABREAST = 10;

/** What no line of text may hold, written down again here: breaks and controls of any kind, letters that turn the direction. */
function isOneLine(text: string): boolean {
  return !Array.from(text).some((letter) => {
    const code = letter.codePointAt(0) ?? 0;
    return (
      code < 0x20 ||
      (code >= 0x7f && code <= 0x9f) ||
      [0x2028, 0x2029].includes(code) ||
      (code >= 0x202a && code <= 0x202e) ||
      (code >= 0x2066 && code <= 0x2069)
    );
  });
}

/** Blanks and breaks around a text are not part of it. */
const mayBeTyped = (text: string): boolean => text.trim() !== "" && isOneLine(text.trim());

/** Half of a letter cannot be written in UTF-8; everything else is the same, letter for letter. */
const asKept = (text: string): string => Buffer.from(text.trim(), "utf8").toString("utf8");

interface Refused {
  text: string;
  code: string;
}

describe("500 hostile names into webhooks and the log (A12, A20, TEXT1, TEXT2, TEXT3, HOOK1, HOOK2, DOOR3)", () => {
  let relay: RelayProcess;
  let vendor: VendorServer;
  let said = "";
  const people = new People();

  before(async () => {
    vendor = await VendorServer.start();
    const plenty = { LIMIT_PER_ADDRESS: "100000", LIMIT_PER_LINK: "100000" };
    relay = await RelayProcess.start({ env: { ...vendor.settings, ...plenty, LOG_LEVEL: "trace" }, told: (text) => (said += text) });
  });
  after(async () => {
    people.leave();
    await relay?.stop();
    await vendor?.close();
  });

  async function ask<T>(method: string, path: string, body?: object): Promise<{ status: number; value: T }> {
    const answer = await fetch(`http://127.0.0.1:${relay.port}/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${API_SECRET}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, value: (await answer.json()) as T };
  }

  const draft = (more: object = {}): object => ({
    title: "Individual session",
    service: "Video session",
    hosts: [{ id: "user-1", name: "Dr. Osei" }],
    startsAt: new Date().toISOString(),
    durationMinutes: 50,
    timeZone: "America/Toronto",
    linkSharing: true,
    ...more,
  });

  /** Somebody who asks to be let in under that name; what the door says if it does not like it. */
  async function knock(link: string, name: string): Promise<string | null> {
    const guest = await people.guest(relay.url, link);
    const answer = await guest.request("guest:knock", { name });
    guest.leave();
    return answer.ok ? null : answer.refusal.code;
  }

  /** All of them ask, in sessions of `EACH`. */
  async function everybodyKnocks(): Promise<Refused[]> {
    const refused: Refused[] = [];
    for (let from = 0; from < TEXTS.length; from += EACH) {
      const { value: session } = await ask<SessionInfo>("POST", "/sessions", draft());
      const { value: invite } = await ask<{ url: string }>("POST", `/sessions/${session.id}/links`, { label: "Everybody" });
      const link = invite.url.split("#")[1] ?? "";
      const left = TEXTS.slice(from, from + EACH);
      const walk = async (): Promise<void> => {
        for (let text = left.shift(); text !== undefined; text = left.shift()) {
          const code = await knock(link, text);
          if (code !== null) refused.push({ text, code });
        }
      };
      await Promise.all(Array.from({ length: ABREAST }, walk));
    }
    return refused;
  }

  test("a name that can be typed is told as it was typed, in valid JSON and signed; one that cannot is refused and told to nobody", async (t) => {
    assert.ok(TEXTS.length >= 500, `${TEXTS.length} texts`);
    const refused = await everybodyKnocks();
    assert.deepEqual(refused.map(({ text }) => text).sort(), TEXTS.filter((text) => !mayBeTyped(text)).sort());
    assert.deepEqual([...new Set(refused.map(({ code }) => code))], ["bad-request"]);

    const kept = TEXTS.filter(mayBeTyped).map(asKept);
    await until("the vendor is told of everybody", () => vendor.of("guest.waiting").length >= kept.length, { withinMs: 60_000 });
    assert.deepEqual(
      vendor
        .of("guest.waiting")
        .map(({ data }) => String(data["name"]))
        .sort(),
      kept.sort(),
    );
    assert.deepEqual(vendor.bad, []);
    t.diagnostic(`${TEXTS.length} names: ${kept.length} told, ${refused.length} refused`);
  });

  test("what a session is called, who holds it and whose it is changes no webhook's shape either", async () => {
    // Its troubles stand in the log.
    vendor.answer = () => 500;
    for (const text of TEXTS.filter((_, n) => n % 5 === 0)) {
      const body = draft({
        title: text,
        service: text,
        clientRef: text,
        hosts: [{ id: text, name: text }],
        invites: [{ name: text, email: "guest@evil.example" }],
      });
      const { status, value } = await ask<SessionInfo & { code: string }>("POST", "/sessions", body);
      if (!mayBeTyped(text)) {
        assert.deepEqual([status, value.code], [400, "bad-request"], text);
        continue;
      }
      assert.equal(status, 201, text);
      const told = await until("the vendor is told of the session", () =>
        vendor.calls.find(({ type, data }) => type === "session.created" && data["sessionId"] === value.id),
      );
      assert.deepEqual(told.data, { sessionId: value.id, clientRef: asKept(text), by: "vendor" });
    }
    assert.deepEqual(vendor.bad, []);
  });

  test("no call has a header, a field or a line more because of a text", () => {
    const names = vendor.calls.map(({ headers }) => headers.map(([name]) => name).join());
    assert.equal(new Set(names).size, 1, [...new Set(names)].join("\n"));
    for (const { headers, text, data } of vendor.calls) {
      for (const [name, value] of headers) assert.ok(/^[\u0020-\u007e]*$/u.test(value) && !value.includes("evil"), `${name}: ${value}`);
      assert.ok(!/[\u0000-\u001f]/u.test(text));
      assert.deepEqual(Object.keys(JSON.parse(text) as object), ["type", "timestamp", "data"]);
      assert.equal(typeof data["sessionId"], "string");
    }
    const shapes = new Set(vendor.of("guest.waiting").map(({ data }) => Object.keys(data).join()));
    assert.equal(shapes.size, 1, [...shapes].join("\n"));
  });

  test("every line of the log is one line of JSON, without a control character, and holds none of the names", async () => {
    await relay.stop();
    const lines = said.split("\n").filter((line) => line !== "");
    assert.ok(lines.length > 100, `${lines.length} lines`);
    for (const line of lines) {
      if (line === `Doorstep is open at ${relay.url}`) continue;
      const { level, msg } = JSON.parse(line) as Record<string, unknown>;
      assert.deepEqual([typeof level, typeof msg], ["string", "string"], line);
      assert.ok(isOneLine(line), JSON.stringify(line));
    }
    assert.ok(!/evil|alert|onerror|Ana\b/iu.test(said), "nothing that is in a name");
    for (const text of TEXTS.filter(({ length }) => length > 7)) {
      assert.ok(!said.includes(text) && !said.includes(JSON.stringify(text).slice(1, -1)), text);
    }
  });
});
