import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { describe, test } from "node:test";
import { exportJWK } from "jose";
import { newId } from "../../protocol/ids.ts";
import { HostTokens } from "../../relay/access/host-token.ts";
import { Tenants } from "../../relay/access/tenants.ts";
import {
  ed25519,
  goodClaims,
  handmade,
  HARBOUR,
  HARBOUR_SECRET,
  p256,
  RIVERSIDE,
  RIVERSIDE_SECRET,
  seconds,
  signed,
  stranger,
} from "./people.ts";

const tokens = new HostTokens(new Tenants([RIVERSIDE, HARBOUR], "https://relay.example"));

const hs256 = (head: object, body: object, key: string | Buffer): string => {
  const words = handmade(head, body).slice(0, -1);
  return `${words}.${createHmac("sha256", key).update(words).digest("base64url")}`;
};

describe("A good host token", () => {
  test("names its host, whatever it is signed with: the API secret or a registered key", async () => {
    const good = [
      await signed(goodClaims()),
      await signed(goodClaims(), { header: { typ: "JWT", kid: "whatever" } }),
      await signed(goodClaims(), { alg: "EdDSA", key: ed25519.privateKey }),
      await signed(goodClaims(), { alg: "EdDSA", key: ed25519.privateKey, header: { kid: "ed-1" } }),
      await signed(goodClaims(), { alg: "ES256", key: p256.privateKey, header: { kid: "es-1" } }),
    ];
    for (const token of good) {
      const verified = await tokens.verify(token);
      assert.ok(verified.ok, JSON.stringify(verified));
      const { tenant, hostId, name, admin, sessions } = verified.value;
      assert.deepEqual(
        { tenant: tenant.id, hostId, name, admin, sessions },
        { tenant: "riverside", hostId: "user-1", name: "Dr. Osei", admin: false, sessions: undefined },
      );
    }
  });

  test("says when it ends, whether it is an admin's, and for which sessions it is good", async () => {
    const sessions = [newId("ses"), newId("ses")];
    const exp = seconds() + 600;
    const verified = await tokens.verify(await signed(goodClaims({ role: "admin", sessions, exp })));
    assert.ok(verified.ok);
    assert.equal(verified.value.expiresAt, exp * 1_000);
    assert.equal(verified.value.admin, true);
    assert.deepEqual(verified.value.sessions, sessions);
  });

  test("lives 12 hours at most, and may be without iat", async () => {
    const { iat: _iat, ...claims } = goodClaims({ exp: seconds() + 12 * 3_600 });
    assert.ok((await tokens.verify(await signed(claims))).ok);
  });

  test("comes from the relay itself as well, for back ends without a library", async () => {
    const sessions = [newId("ses")];
    const { token, expiresAt } = await tokens.issue(HARBOUR, { sub: "u", name: "Dr. Lam", role: "host", sessions, ttlSeconds: 60 });
    const verified = await tokens.verify(token);
    assert.ok(verified.ok);
    assert.equal(verified.value.tenant.id, "harbour");
    assert.deepEqual(verified.value.sessions, sessions);
    assert.equal(verified.value.expiresAt, expiresAt);
    const long = await tokens.issue(HARBOUR, { sub: "u", name: "Dr. Lam", role: "host", ttlSeconds: 1_000_000 });
    assert.ok(long.expiresAt <= Date.now() + 12 * 3_600_000, "never longer than 12 hours");
  });

  test("ends on the second, without the leeway that clocks get otherwise", async () => {
    const token = await signed(goodClaims({ exp: seconds() + 60, iat: seconds() }));
    const at = (ms: number) => new HostTokens(new Tenants([RIVERSIDE], "https://relay.example"), () => ms);
    assert.ok((await at(Date.now() + 58_000).verify(token)).ok);
    assert.ok(!(await at(Date.now() + 61_000).verify(token)).ok);
  });
});

/** Bad tokens by what is wrong with them (A9). Each must be refused with `not-allowed`. */
async function badTokens(): Promise<[string, string][]> {
  const now = seconds();
  const edPublic = await exportJWK(ed25519.publicKey);
  const edPem = ed25519.publicKey.export({ type: "spki", format: "pem" }) as string;
  const esPem = p256.publicKey.export({ type: "spki", format: "pem" }) as string;
  const esDer = p256.publicKey.export({ type: "spki", format: "der" });
  const strangerJwk = await exportJWK(stranger.ed25519.publicKey);
  const good = await signed(goodClaims());
  const [head = "", body = "", mac = ""] = good.split(".");
  const without = (name: string): object => Object.fromEntries(Object.entries(goodClaims()).filter(([key]) => key !== name));
  const hs = (claims: object): string => hs256({ alg: "HS256" }, claims, RIVERSIDE_SECRET);
  return [
    // No token at all.
    ["empty", ""],
    ["a word", "token"],
    ["dots", ".."],
    ["two parts", `${head}.${body}`],
    ["four parts", `${good}.${mac}`],
    ["five parts, as if encrypted", `${head}.${body}.${mac}.${mac}.${mac}`],
    ["a token with a blank", `${good} `],
    ["no JSON in its parts", "bm90.anNvbg.eA"],
    ["a list for a payload", `${head}.${Buffer.from("[1]").toString("base64url")}.${mac}`],
    ["null for a header", `${Buffer.from("null").toString("base64url")}.${body}.${mac}`],
    ["far too long", `${head}.${body}.${"A".repeat(10_000)}`],
    // Algorithms.
    ["none", handmade({ alg: "none" }, goodClaims())],
    ["None", handmade({ alg: "None" }, goodClaims())],
    ["NONE with a signature", handmade({ alg: "NONE" }, goodClaims(), mac)],
    ["nOnE", handmade({ alg: "nOnE" }, goodClaims())],
    ["no alg", handmade({ typ: "JWT" }, goodClaims(), mac)],
    ["an empty alg", handmade({ alg: "" }, goodClaims(), mac)],
    ["alg null", handmade({ alg: null }, goodClaims(), mac)],
    ["alg as a list", handmade({ alg: ["HS256"] }, goodClaims(), mac)],
    ["alg as an object", handmade({ alg: { toString: "HS256" } }, goodClaims(), mac)],
    ["hs256 in small letters", handmade({ alg: "hs256" }, goodClaims(), mac)],
    ["HS384", await signed(goodClaims(), { alg: "HS384", key: Buffer.from(RIVERSIDE_SECRET.padEnd(48)) })],
    ["HS512", await signed(goodClaims(), { alg: "HS512", key: Buffer.from(RIVERSIDE_SECRET.padEnd(64)) })],
    ["RS256 by name", handmade({ alg: "RS256" }, goodClaims(), mac)],
    ["HS256 header, no signature", handmade({ alg: "HS256" }, goodClaims())],
    // An HMAC made with what everybody knows: the public keys.
    ["HS with the Ed25519 key as PEM", hs256({ alg: "HS256" }, goodClaims(), edPem)],
    ["HS with the P-256 key as PEM", hs256({ alg: "HS256", kid: "es-1" }, goodClaims(), esPem)],
    ["HS with the P-256 key as DER", hs256({ alg: "HS256", kid: "es-1" }, goodClaims(), esDer)],
    ["HS with the Ed25519 key's x", hs256({ alg: "HS256", kid: "ed-1" }, goodClaims(), Buffer.from(edPublic.x ?? "", "base64url"))],
    ["HS with the key as JSON", hs256({ alg: "HS256" }, goodClaims(), JSON.stringify(edPublic))],
    ["HS with an empty key", hs256({ alg: "HS256" }, goodClaims(), "")],
    ["HS with the tenant's id", hs256({ alg: "HS256" }, goodClaims(), "riverside")],
    ["EdDSA header over an HMAC", hs256({ alg: "EdDSA", kid: "ed-1" }, goodClaims(), RIVERSIDE_SECRET)],
    ["ES256 header over an HMAC", hs256({ alg: "ES256", kid: "es-1" }, goodClaims(), RIVERSIDE_SECRET)],
    ["ES256 with 64 bytes of nought", handmade({ alg: "ES256", kid: "es-1" }, goodClaims(), Buffer.alloc(64).toString("base64url"))],
    // Keys that the token brings or names itself.
    ["EdDSA by a stranger", await signed(goodClaims(), { alg: "EdDSA", key: stranger.ed25519.privateKey })],
    ["ES256 by a stranger", await signed(goodClaims(), { alg: "ES256", key: stranger.p256.privateKey })],
    [
      "a stranger under a known kid",
      await signed(goodClaims(), { alg: "EdDSA", key: stranger.ed25519.privateKey, header: { kid: "ed-1" } }),
    ],
    ["a jwk in the header", await signed(goodClaims(), { alg: "EdDSA", key: stranger.ed25519.privateKey, header: { jwk: strangerJwk } })],
    [
      "a jku in the header",
      await signed(goodClaims(), { alg: "EdDSA", key: stranger.ed25519.privateKey, header: { jku: "http://127.0.0.1:9/keys", kid: "x" } }),
    ],
    [
      "an x5u in the header",
      await signed(goodClaims(), { alg: "ES256", key: stranger.p256.privateKey, header: { x5u: "http://127.0.0.1:9/x" } }),
    ],
    ["a kid that is a path", hs256({ alg: "HS256", kid: "../../../../dev/null" }, goodClaims(), "")],
    ["a kid that is a query", hs256({ alg: "HS256", kid: "' UNION SELECT 'x" }, goodClaims(), "x")],
    ["a kid of __proto__", hs256({ alg: "HS256", kid: "__proto__" }, goodClaims(), "")],
    ["an unknown crit", hs256({ alg: "HS256", crit: ["x-new"], "x-new": 1 }, goodClaims(), RIVERSIDE_SECRET)],
    ["an unencoded payload", hs256({ alg: "HS256", crit: ["b64"], b64: false }, goodClaims(), RIVERSIDE_SECRET)],
    // Somebody else's.
    ["the other tenant's secret", hs256({ alg: "HS256" }, goodClaims(), HARBOUR_SECRET)],
    ["the other tenant's name", hs256({ alg: "HS256" }, goodClaims({ iss: "harbour" }), RIVERSIDE_SECRET)],
    [
      "a registered key under another tenant's name",
      await signed(goodClaims({ iss: "harbour" }), { alg: "EdDSA", key: ed25519.privateKey }),
    ],
    ["an unknown issuer", hs(goodClaims({ iss: "nobody" }))],
    ["an issuer of __proto__", hs(goodClaims({ iss: "__proto__" }))],
    ["no issuer", hs(without("iss"))],
    ["issuers in a list", hs({ ...goodClaims(), iss: ["riverside"] })],
    ["the wrong audience", hs(goodClaims({ aud: "another-service" }))],
    ["no audience", hs(without("aud"))],
    ["an audience that only starts like ours", hs(goodClaims({ aud: "doorstep.evil.example" }))],
    ["an empty list of audiences", hs(goodClaims({ aud: [] }))],
    // Times.
    ["expired an hour ago", hs(goodClaims({ exp: now - 3_600 }))],
    ["expired a second ago", hs(goodClaims({ exp: now - 1 }))],
    ["no exp", hs(without("exp"))],
    ["exp as text", hs({ ...goodClaims(), exp: String(now + 600) })],
    ["exp null", hs({ ...goodClaims(), exp: null })],
    ["exp in ms", hs(goodClaims({ exp: Date.now() + 600_000 }))],
    ["exp in 13 hours", hs(goodClaims({ exp: now + 13 * 3_600 }))],
    ["13 hours long, most of it over", hs(goodClaims({ iat: now - 12 * 3_600, exp: now + 3_600 }))],
    ["exp in a hundred years", hs(goodClaims({ exp: now + 3_153_600_000 }))],
    ["exp infinite", handmadeInfinity()],
    ["nbf in an hour", hs(goodClaims({ nbf: now + 3_600 }))],
    ["nbf as text", hs({ ...goodClaims(), nbf: "soon" })],
    ["iat in an hour", hs(goodClaims({ iat: now + 3_600, exp: now + 7_200 }))],
    ["iat as text", hs({ ...goodClaims(), iat: "now" })],
    // Who and what for.
    ["no sub", hs(without("sub"))],
    ["an empty sub", hs(goodClaims({ sub: " " }))],
    ["a sub of 200 letters", hs(goodClaims({ sub: "u".repeat(200) }))],
    ["a sub that is a number", hs({ ...goodClaims(), sub: 7 })],
    ["no name", hs(without("name"))],
    ["a name with a line break", hs(goodClaims({ name: "Dr.\nOsei" }))],
    ["no role", hs(without("role"))],
    ["the role guest", hs(goodClaims({ role: "guest" }))],
    ["the role Admin", hs(goodClaims({ role: "Admin" }))],
    ["roles in a list", hs(goodClaims({ role: ["admin"] }))],
    ["sessions that are no ids", hs(goodClaims({ sessions: ["all"] }))],
    ["sessions as text", hs(goodClaims({ sessions: "*" }))],
    ["no sessions in a list of them", hs(goodClaims({ sessions: [] }))],
    // Changed on the way.
    [
      "a payload changed after signing",
      `${head}.${Buffer.from(JSON.stringify(goodClaims({ role: "admin" }))).toString("base64url")}.${mac}`,
    ],
    ["a header changed after signing", `${Buffer.from('{"alg":"HS256","kid":"x"}').toString("base64url")}.${body}.${mac}`],
    ["a signature cut short", `${head}.${body}.${mac.slice(0, -2)}`],
  ];
}

/** JSON has no infinity, but a number that reads as one. */
function handmadeInfinity(): string {
  const words = `${Buffer.from('{"alg":"HS256"}').toString("base64url")}.${Buffer.from(JSON.stringify(goodClaims()).replace(/"exp":\d+/, '"exp":1e999')).toString("base64url")}`;
  return `${words}.${createHmac("sha256", RIVERSIDE_SECRET).update(words).digest("base64url")}`;
}

test("Not one of over sixty bad host tokens gets in (A9)", async (t) => {
  const bad = await badTokens();
  assert.ok(bad.length >= 60, `${bad.length} kinds`);
  for (const [what, token] of bad) {
    await t.test(what, async () => {
      const verified = await tokens.verify(token);
      assert.equal(verified.ok, false);
      assert.ok(!verified.ok && verified.refusal.code === "not-allowed");
      assert.match(verified.ok ? "" : verified.refusal.detail, /^The host token.*[.:]/s, "a sentence for the vendor's developer");
      assert.ok(!JSON.stringify(verified).includes(RIVERSIDE_SECRET));
    });
  }
});

test("A token without a signature that holds learns nothing about its claims", async () => {
  const expired = await tokens.verify(hs256({ alg: "HS256" }, goodClaims({ exp: seconds() - 60 }), "guessed"));
  assert.ok(!expired.ok);
  assert.doesNotMatch(expired.refusal.detail, /exp|ended/);
});

test("A claim that is missing is named", async () => {
  for (const name of ["name", "role"]) {
    const { [name]: _left, ...rest } = goodClaims() as Record<string, unknown>;
    const verified = await tokens.verify(hs256({ alg: "HS256" }, rest, RIVERSIDE_SECRET));
    assert.ok(!verified.ok);
    assert.equal(verified.refusal.detail, `The host token's claims do not fit: ${name} is missing.`);
  }
});
