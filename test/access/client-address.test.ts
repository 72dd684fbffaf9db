import assert from "node:assert/strict";
import type { IncomingMessage } from "node:http";
import { describe, test } from "node:test";
import { addressKey, addressOf } from "../../relay/access/client-address.ts";

const request = (remoteAddress: string | undefined, forwarded?: string): IncomingMessage =>
  ({ socket: { remoteAddress }, headers: forwarded === undefined ? {} : { "x-forwarded-for": forwarded } }) as never;

describe("The client's address (DOOR6)", () => {
  test("is the peer's own as long as no proxy is trusted, whatever the client claims", () => {
    assert.equal(addressOf(0)(request("203.0.113.7", "198.51.100.1")), "203.0.113.7");
  });

  test("is what the operator's own proxy saw, not what the client put in front of it", () => {
    const claimed = "10.9.9.9, 8.8.8.8, 198.51.100.1";
    assert.equal(addressOf(1)(request("10.0.0.2", claimed)), "198.51.100.1");
    assert.equal(addressOf(2)(request("10.0.0.2", `${claimed}, 10.0.0.1`)), "198.51.100.1");
  });

  test("is read with the port that some proxies add, and in brackets", () => {
    assert.equal(addressOf(1)(request("10.0.0.2", "198.51.100.1:4711")), "198.51.100.1");
    assert.equal(addressOf(1)(request("10.0.0.2", "[2001:db8::1]:4711")), "2001:db8::1");
    assert.equal(addressOf(1)(request("10.0.0.2", "2001:db8::1")), "2001:db8::1");
  });

  test("falls back to the peer when the header is missing or says nothing usable", () => {
    for (const forwarded of [undefined, "", ",,", "unknown", "<script>", "a".repeat(5_000)]) {
      assert.equal(addressOf(1)(request("10.0.0.2", forwarded)), "10.0.0.2");
    }
    assert.equal(addressOf(1)(request(undefined)), "unknown");
  });

  test("counts an IPv6 network as one client, and an IPv4 address in either form as the same", () => {
    assert.equal(addressKey("2001:db8:1:2:3::1"), addressKey("2001:db8:1:2:ffff:ffff:ffff:ffff"));
    assert.notEqual(addressKey("2001:db8:1:2::1"), addressKey("2001:db8:1:3::1"));
    assert.equal(addressKey("::ffff:203.0.113.7"), addressKey("203.0.113.7"));
    assert.notEqual(addressKey("203.0.113.7"), addressKey("203.0.113.8"));
    assert.equal(addressKey("unknown"), "unknown");
  });
});
