import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Reach } from "../../../widget/media/connection-probe.ts";
import type { Findings } from "../../../widget/session/connection-check.ts";
import { verdictOf } from "../../../widget/session/connection-check.ts";

const STUN = "stun:turn.example.org:3478";
const UDP = "turn:turn.example.org:3478";
const TCP = "turn:turn.example.org:3478?transport=tcp";
const TLS = "turns:turn.example.org:443?transport=tcp";
const findings = (reached: Record<string, Reach>, more: Partial<Findings> = {}): Findings => ({
  relayMs: 60,
  reached: new Map(Object.entries(reached)),
  downlinkBps: 10_000_000,
  ...more,
});

test("NET2: what the network is good for is told from what answered", () => {
  assert.equal(verdictOf(findings({ [STUN]: "answers", [UDP]: "answers" })), "good");
  assert.equal(verdictOf(findings({ [STUN]: "silent", [UDP]: "answers", [TLS]: "silent" })), "good");
  assert.equal(verdictOf(findings({ [STUN]: "silent", [UDP]: "silent", [TCP]: "silent", [TLS]: "answers" })), "detour");
  assert.equal(verdictOf(findings({ [STUN]: "silent", [UDP]: "silent", [TLS]: "silent" })), "blocked");
  assert.equal(verdictOf(findings({ [UDP]: "answers" }, { relayMs: 1_200 })), "slow");
  assert.equal(verdictOf(findings({ [UDP]: "answers" }, { downlinkBps: 200_000 })), "slow");
});

test("nobody is frightened by what could not be found out", () => {
  assert.equal(verdictOf(findings({}, { downlinkBps: undefined })), "good");
  const unknowing = fc.record({ relayMs: fc.integer({ min: 0, max: 500 }), urls: fc.subarray([STUN, UDP, TCP, TLS]) });
  fc.assert(
    fc.property(unknowing, ({ relayMs, urls }) => {
      const reached = new Map(urls.map((url) => [url, "unknown" as const]));
      assert.equal(verdictOf({ relayMs, reached, downlinkBps: undefined }), "good");
    }),
  );
});
