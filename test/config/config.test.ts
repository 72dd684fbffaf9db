import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { TestContext } from "node:test";
import { exportJWK } from "jose";
import { KeyRing } from "../../relay/access/key-ring.ts";
import { ConfigError, readConfig, tenantOf } from "../../relay/config.ts";
import { SETTINGS } from "../../relay/settings.ts";

const API_SECRET = "b8f1c0d27e994a1f8d35e6a7419c02bd";
const LINK_KEYS = KeyRing.fresh();
const good = { API_SECRET };
const production = { NODE_ENV: "production", API_SECRET, LINK_KEYS, PUBLIC_URL: "https://relay.example" };

/** The sentence with which these settings are refused. */
function fault(env: Record<string, string | undefined>): string {
  try {
    readConfig(env);
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error));
    return error.message;
  }
  throw new assert.AssertionError({ message: `accepted: ${JSON.stringify(env)}` });
}

async function tenantsFile(t: TestContext, content: unknown): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "doorstep-config-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, "tenants.json");
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

describe("The relay's settings", () => {
  test("are all optional but a secret, and have the contract's defaults", () => {
    const config = readConfig(good);
    assert.equal(config.port, 8787);
    assert.equal(config.dataDir, "./data");
    assert.equal(config.production, false);
    assert.deepEqual(config.policy.seatGraceMs, 30_000);
    assert.equal(config.policy.meshMax, 4);
    assert.deepEqual([config.perMinute.link, config.perMinute.knock], [60, 60]);
    assert.equal(config.policy.retentionMs, 30 * 24 * 60 * 60_000);
    assert.equal(config.mail.url, "https://api.mailgun.net");
    assert.deepEqual(config.warnings, []);
    const [entry] = config.tenants;
    assert.ok(entry !== undefined);
    assert.equal(tenantOf(entry, config, "http://localhost:8787").joinUrl, "http://localhost:8787/join");
  });

  test("count as absent when they are empty", () => {
    const empty = Object.fromEntries(Object.keys(SETTINGS).map((name) => [name, ""]));
    assert.equal(readConfig({ ...empty, ...good }).port, 8787);
  });

  test("are read in full", () => {
    const config = readConfig({
      ...good,
      PORT: "0",
      HOST: "127.0.0.1",
      PUBLIC_URL: "https://relay.example/doorstep/",
      TENANT_ID: "riverside",
      CLINIC_NAME: " Riverside Clinic ",
      ALLOWED_ORIGINS: "https://portal.example, https://portal.example:8443/",
      JOIN_URL: "https://portal.example/guest",
      LINK_KEYS,
      REDIS_URL: "redis://:pass@127.0.0.1:6379/2",
      MAILGUN_API_KEY: "key-1",
      MAILGUN_DOMAIN: "mg.riverside.example",
      MAIL_FROM: "Riverside Clinic <video@riverside.example>",
      MAILGUN_URL: "https://api.eu.mailgun.net/",
      JANUS_URLS: "ws://127.0.0.1:8188, wss://janus.example/ws",
      TURN_URLS: "turn:turn.example:3478?transport=udp,turns:turn.example:5349",
      TURN_SECRET: API_SECRET,
      STUN_URLS: "stun:stun.example:3478",
      MESH_MAX: "6",
      SEAT_GRACE_SECONDS: "45",
      RETENTION_DAYS: "7",
      WEBHOOK_URL: "https://portal.example/hooks",
      WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 7).toString("base64")}`,
      LOG_LEVEL: "warn",
    });
    assert.equal(config.publicUrl, "https://relay.example/doorstep");
    assert.equal(config.tenants[0]?.clinicName, "Riverside Clinic");
    assert.deepEqual(config.tenants[0]?.allowedOrigins, ["https://portal.example", "https://portal.example:8443"]);
    assert.deepEqual(config.janus.urls, ["ws://127.0.0.1:8188", "wss://janus.example/ws"]);
    assert.equal(config.ice.turnUrls.length, 2);
    assert.equal(config.policy.seatGraceMs, 45_000);
    assert.equal(config.redisUrl, "redis://:pass@127.0.0.1:6379/2");
    assert.equal(config.mail.domain, "mg.riverside.example");
  });

  const bad: Record<string, string[]> = {
    NODE_ENV: ["prod"],
    PORT: ["eighty", "-1", "65536", "80.5", "0x50"],
    HOST: ["127.0.0.1\n::1"],
    PUBLIC_URL: ["relay.example", "ftp://relay.example", "https://relay.example/?a=1", "https://relay.example/#x", "https://"],
    TRUSTED_PROXIES: ["yes", "99"],
    TENANT_ID: ["a b", "riverside:1", "x".repeat(65)],
    CLINIC_NAME: ["a\nb", "x".repeat(81)],
    ALLOWED_ORIGINS: [
      "portal.example",
      "https://portal.example/path",
      "https://a.example;https://b.example",
      "https://user@portal.example",
    ],
    JOIN_URL: ["/join", "https://portal.example/join#x", "javascript:alert(1)"],
    LINK_KEYS: ["secret", "k:c2hvcnQ=", `${LINK_KEYS},${LINK_KEYS}`],
    REDIS_URL: ["http://127.0.0.1:6379", "127.0.0.1:6379"],
    MAILGUN_DOMAIN: ["https://mg.example.org", "mg"],
    MAILGUN_URL: ["api.mailgun.net"],
    MAIL_FROM: ["Riverside", "a@b\r\nBcc: c@d.example", "<a@b>, <c@d>"],
    JANUS_URLS: ["http://127.0.0.1:8088", "127.0.0.1"],
    TURN_URLS: ["turn.example", "http://turn.example"],
    STUN_URLS: ["turn:turn.example", "stun:"],
    MESH_MAX: ["1", "17", "many"],
    SEAT_GRACE_SECONDS: ["0", "-5", "1.5"],
    RETENTION_DAYS: ["0", "forever"],
    WEBHOOK_URL: ["portal.example/hooks", "file:///etc/passwd", "https://user:word@portal.example/hooks"],
    WEBHOOK_SECRET: ["secret", "whsec_c2hvcnQ=", "whsec_!"],
    MAIL_REPLY_TO: ["Desk", "desk@clinic.example, all@evil.example", "Desk <desk>"],
    MAILGUN_TEST_MODE: ["yes", "1"],
    MAILGUN_LAG_SECONDS: ["a minute", "-1"],
    SMTP_URL: ["mail.example.org", "https://mail.example.org"],
    REMINDER_MINUTES: ["soon", "-1", "20000"],
    WEBHOOK_ALLOW_PRIVATE: ["1", "on"],
    LIMIT_MAILS_PER_HOST: ["0"],
    LIMIT_MAILS_PER_TENANT: ["many"],
    LIMIT_PER_ADDRESS: ["0", "-1"],
    LIMIT_PER_LINK: ["0"],
    LIMIT_PER_TENANT: ["none"],
    LOG_LEVEL: ["loud"],
  };
  for (const [name, values] of Object.entries(bad)) {
    test(`stop the start with one sentence that names ${name} when it does not do`, () => {
      for (const value of values) {
        const sentence = fault({ ...good, [name]: value });
        assert.ok(sentence.startsWith(`${name} `), sentence);
        assert.match(sentence, /^[^\n]+[.)]$/, "one line, one sentence");
      }
    });
  }

  test("never show a secret in the sentence that refuses it", () => {
    assert.ok(!fault({ ...good, WEBHOOK_SECRET: "whsec_hush-hush" }).includes("hush"));
    assert.ok(!fault({ ...good, REDIS_URL: "http://:hush@127.0.0.1" }).includes("hush"));
    assert.ok(!fault({ ...good, SMTP_URL: "https://user:hush@mail.example" }).includes("hush"));
    assert.ok(!fault({ ...production, API_SECRET: "hush-hush" }).includes("hush"));
    assert.ok(!fault({ ...good, LINK_KEYS: "k:hush" }).includes("hush"));
  });

  test("that go together are refused apart", () => {
    assert.match(fault({ ...good, TURN_URLS: "turn:turn.example" }), /TURN_URLS is set, but not TURN_SECRET/);
    assert.match(fault({ ...good, MAILGUN_API_KEY: "key" }), /MAILGUN_API_KEY is set, but not MAILGUN_DOMAIN/);
    assert.match(fault({ ...good, SMTP_URL: "smtp://mail.example" }), /SMTP_URL is set, but not MAIL_FROM/);
    assert.match(fault({ ...good, WEBHOOK_URL: "https://portal.example" }), /WEBHOOK_URL is set, but not WEBHOOK_SECRET/);
    assert.match(fault({}), /API_SECRET is missing/);
  });

  test("each have a sentence of documentation", () => {
    for (const [name, { doc }] of Object.entries(SETTINGS)) assert.match(doc, /^[A-Z`].+\.$/, name);
  });
});

describe("In production", () => {
  test("a webhook that would never be sent stops the start; in development it goes to this machine (HOOK2)", () => {
    const hook = { WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 7).toString("base64")}` };
    for (const url of ["http://portal.example/hooks", "https://127.0.0.1/hooks", "https://[::1]/hooks"]) {
      assert.match(fault({ ...production, ...hook, WEBHOOK_URL: url }), /^WEBHOOK_URL .+ WEBHOOK_ALLOW_PRIVATE is not true\.$/);
      assert.equal(readConfig({ ...good, ...hook, WEBHOOK_URL: url }).webhookReach, "this-machine");
      assert.equal(readConfig({ ...production, ...hook, WEBHOOK_URL: url, WEBHOOK_ALLOW_PRIVATE: "true" }).webhookReach, "anywhere");
    }
    assert.equal(readConfig({ ...production, ...hook, WEBHOOK_URL: "https://portal.example/hooks" }).webhookReach, "public");
    // What a machine of a cloud tells about itself, and the neighbours, are nobody's webhook, not even in development.
    for (const url of ["http://169.254.169.254/latest", "http://10.0.0.5/hooks", "http://[fd00::2]/hooks"])
      assert.match(fault({ ...good, ...hook, WEBHOOK_URL: url }), /private network/);
  });

  test("good secrets start, without a warning", () => {
    const mail = { SMTP_URL: "smtps://mail.riverside.example", MAIL_FROM: "Riverside Clinic <video@riverside.example>" };
    assert.deepEqual(readConfig({ ...production, ...mail }).warnings, []);
  });

  test("mails that would go nowhere are not made at all: hosts copy the links", () => {
    const config = readConfig(production);
    assert.equal(config.policy.mail, false);
    assert.match(config.warnings.join(), /No mail is sent/);
    assert.equal(readConfig(good).policy.mail, true);
  });

  test("the keys of the links must be set", () => {
    assert.match(fault({ ...production, LINK_KEYS: undefined }), /LINK_KEYS is missing/);
  });

  const weak: [string, Record<string, string>][] = [
    ["short", { API_SECRET: "short-secret" }],
    ["31 bytes long", { API_SECRET: "b8f1c0d27e994a1f8d35e6a7419c02b" }],
    ["the demo's", { API_SECRET: "demo-secret-0123456789-abcdefghijkl" }],
    ["an example", { API_SECRET: "this-is-an-example-secret-abcdefghi" }],
    ["to be changed", { API_SECRET: "please-change-me-0123456789-abcdefg" }],
    ["one letter again and again", { API_SECRET: "a".repeat(64) }],
    ["a short TURN secret", { TURN_URLS: "turn:t.example", TURN_SECRET: "turn" }],
    ["a link key of one byte again and again", { LINK_KEYS: `k:${Buffer.alloc(32, 7).toString("base64")}` }],
    [
      "a link key that is a sample's words",
      { LINK_KEYS: `k:${Buffer.from("sample link key, not for production use").toString("base64")}` },
    ],
  ];
  for (const [what, env] of weak) {
    test(`a secret that is ${what} refuses to start; elsewhere it only warns`, () => {
      assert.match(fault({ ...production, ...env }), /refused/);
      const { warnings } = readConfig({ ...production, NODE_ENV: "development", ...env });
      assert.equal(warnings.length, 1);
      assert.match(warnings[0] ?? "", /would be refused/);
    });
  }

  test("an open list of origins and a page without https are warned of", () => {
    assert.match(readConfig({ ...production, ALLOWED_ORIGINS: "*" }).warnings.join(), /Every web page/);
    assert.match(readConfig({ ...production, PUBLIC_URL: "http://relay.example" }).warnings.join(), /not https/);
    assert.deepEqual(readConfig({ ...good, PUBLIC_URL: "http://localhost:9000" }).warnings, []);
  });

  test("several relays with a key each are warned of", () => {
    assert.match(readConfig({ ...good, REDIS_URL: "redis://127.0.0.1" }).warnings.join(), /same keys/);
  });
});

describe("The file of tenants", () => {
  const entry = { id: "riverside", clinicName: "Riverside", apiSecret: API_SECRET };

  test("lists vendors, each with its own keys, origins and ways", async (t) => {
    const { publicKey } = generateKeyPairSync("ed25519");
    const jwk = { ...(await exportJWK(publicKey)), kid: "k1", use: "sig" };
    const other = {
      ...entry,
      id: "harbour",
      apiSecret: `${API_SECRET}2`,
      opensBeforeMinutes: 5,
      closesAfterMinutes: 0,
      sameLink: "forbid",
      showPosition: true,
    };
    const path = await tenantsFile(t, [{ ...entry, allowedOrigins: ["https://portal.example/"], publicKeys: [jwk] }, other]);
    const config = readConfig({ TENANTS_FILE: path });
    const [riverside, harbour] = config.tenants.map((each) => tenantOf(each, config, "https://relay.example"));
    assert.deepEqual(riverside?.allowedOrigins, ["https://portal.example"]);
    assert.equal(riverside?.publicKeys[0]?.alg, "EdDSA");
    assert.equal(riverside?.publicKeys[0]?.kid, "k1");
    assert.deepEqual(
      { ...harbour?.policy },
      { ...config.policy, opensBeforeMs: 300_000, closesAfterMs: 0, sameLink: "forbid", showPosition: true },
    );
  });

  test("is refused with a sentence that says where the fault is", async (t) => {
    const { privateKey } = generateKeyPairSync("ed25519");
    const rsa = await exportJWK(generateKeyPairSync("rsa", { modulusLength: 2_048 }).publicKey);
    const faulty: [unknown, RegExp][] = [
      ["{", /is not JSON/],
      [{}, /must be a list/],
      [[], /no tenant/],
      [[{ ...entry, id: "a b" }], /0\.id/],
      [[{ id: "a" }], /clinicName/],
      [[{ ...entry, secret: "x" }], /0\.secret/],
      [[{ ...entry, joinUrl: "join" }], /0\.joinUrl/],
      [[{ ...entry, allowedOrigins: ["portal.example"] }], /0\.allowedOrigins/],
      [[{ ...entry, opensBeforeMinutes: -1 }], /opensBeforeMinutes/],
      [[entry, { ...entry, apiSecret: `${API_SECRET}2` }], /twice/],
      [[entry, { ...entry, id: "b" }], /same apiSecret/],
      [[{ ...entry, publicKeys: [rsa] }], /neither Ed25519 nor P-256/],
      [[{ ...entry, publicKeys: [await exportJWK(privateKey)] }], /private key/],
      [[{ ...entry, publicKeys: [{ kty: "OKP", crv: "Ed25519", x: "AA" }] }], /cannot be read/],
      [[{ ...entry, publicKeys: [{ kty: "oct", k: "c2VjcmV0" }] }], /neither/],
      [[{ ...entry, webhookUrl: "https://portal.example" }], /only one of webhookUrl/],
    ];
    for (const [content, words] of faulty) {
      const sentence = fault({ TENANTS_FILE: await tenantsFile(t, content) });
      assert.match(sentence, /^TENANTS_FILE .+\.$/);
      assert.match(sentence, words);
      assert.ok(!sentence.includes(API_SECRET));
    }
    assert.match(fault({ TENANTS_FILE: "/nowhere/tenants.json" }), /cannot be read \(ENOENT\)/);
  });

  test("does not go with a tenant in the environment, and its secrets are held to the same measure", async (t) => {
    const path = await tenantsFile(t, [{ ...entry, apiSecret: "short" }]);
    assert.match(fault({ TENANTS_FILE: path, API_SECRET }), /both set/);
    assert.match(fault({ NODE_ENV: "production", LINK_KEYS, TENANTS_FILE: path }), /apiSecret of tenant riverside is too short/);
  });
});
