import assert from "node:assert/strict";
import { randomBytes, randomInt } from "node:crypto";
import { describe, test } from "node:test";
import { COUNTS } from "../adversity/counts.ts";
import { newId } from "../../protocol/ids.ts";
import { KeyRing, KeyRingError } from "../../relay/access/key-ring.ts";
import { LinkKeys } from "../../relay/access/link-token.ts";

const OLD = KeyRing.fresh();
const NEW = KeyRing.fresh();
const claim = () => ({ sessionId: newId("ses"), inviteId: newId("inv"), generation: 1 });
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";

describe("A drop-in link (LINK1)", () => {
  test("names what it was signed for, and fits into a fragment without any escaping", () => {
    const keys = LinkKeys.parse(NEW);
    for (const generation of [1, 2, 35, 36, 1_000]) {
      const named = { ...claim(), generation };
      const token = keys.sign(named);
      assert.deepEqual(keys.verify(token), named);
      assert.equal(encodeURIComponent(token), token);
      assert.ok(token.length < 100, "short enough for a mail");
    }
  });

  test("carries a MAC of more than 128 bits", () => {
    const mac = LinkKeys.parse(NEW).sign(claim()).split(".").at(-1) ?? "";
    assert.ok(Buffer.from(mac, "base64url").length * 8 >= 128);
  });

  test("is refused when any single letter of it is another one", () => {
    const keys = LinkKeys.parse(NEW);
    const token = keys.sign(claim());
    for (let at = 0; at < token.length; at += 1) {
      for (const letter of LETTERS) {
        if (letter === token[at]) continue;
        assert.equal(keys.verify(token.slice(0, at) + letter + token.slice(at + 1)), null, `letter ${at} as ${letter}`);
      }
    }
  });

  test("is refused cut short, made longer, or with blanks around it", () => {
    const keys = LinkKeys.parse(NEW);
    const token = keys.sign(claim());
    for (let length = 0; length < token.length; length += 1) assert.equal(keys.verify(token.slice(0, length)), null);
    for (const other of [`${token}A`, `${token}=`, ` ${token}`, `${token}\n`, `#${token}`, `${token}.${token}`, `${token}\u0000`]) {
      assert.equal(keys.verify(other), null, JSON.stringify(other));
    }
  });

  test("is not made from parts of two others", () => {
    const keys = LinkKeys.parse(NEW);
    const [a, b] = [keys.sign(claim()).split("."), keys.sign(claim()).split(".")];
    assert.equal(keys.verify([a[0], a[1], b[2]].join(".")), null);
    assert.equal(keys.verify([a[0], (a[1] ?? "").slice(0, 22) + (b[1] ?? "").slice(22), a[2]].join(".")), null);
  });

  test("is not raised to another generation by hand (LINK6)", () => {
    const keys = LinkKeys.parse(NEW);
    const [kid, words = "", mac] = keys.sign(claim()).split(".");
    assert.equal(keys.verify(`${kid}.${words.slice(0, 44)}2.${mac}`), null);
    assert.equal(keys.verify(`${kid}.${words.slice(0, 44)}01.${mac}`), null);
  });

  test("of 20,000 guesses none is accepted, nor does any make the check throw (A9)", () => {
    const keys = LinkKeys.parse(NEW);
    const real = keys.sign(claim());
    const [kid = "", words = ""] = real.split(".");
    const guesses = [
      // With the right key id and words, only the MAC is guessed.
      () => `${kid}.${words}.${randomBytes(18).toString("base64url")}`,
      () => `${kid}.${randomBytes(33).toString("base64url")}1.${randomBytes(18).toString("base64url")}`,
      () => `${randomBytes(4).toString("hex")}.${words}.${real.split(".")[2]}`,
      () => randomBytes(randomInt(0, 120)).toString("base64url"),
      () => randomBytes(randomInt(0, 120)).toString("latin1"),
    ];
    for (let n = 0; n < COUNTS.guesses; n += 1) assert.equal(keys.verify(guesses[n % guesses.length]!()), null);
    assert.notEqual(keys.verify(real), null, "the real one still works");
  });
});

describe("The key ring", () => {
  test("signs with its newest key and still takes what an older one signed", () => {
    const before = LinkKeys.parse(OLD);
    const named = claim();
    const old = before.sign(named);
    const both = LinkKeys.parse(`${NEW},${OLD}`);
    assert.deepEqual(both.verify(old), named);
    assert.ok(both.sign(named).startsWith(`${NEW.split(":")[0]}.`));
    assert.equal(before.verify(both.sign(named)), null, "the older ring does not know the newer key");
  });

  test("ends every link of a key that is taken out of it", () => {
    assert.equal(LinkKeys.parse(NEW).verify(LinkKeys.parse(OLD).sign(claim())), null);
  });

  test("does not take another key's MAC under a known key id", () => {
    const [kid] = NEW.split(":");
    const impostor = LinkKeys.parse(`${kid}:${randomBytes(32).toString("base64")}`);
    assert.equal(LinkKeys.parse(NEW).verify(impostor.sign(claim())), null);
  });

  test("is refused with a sentence, and never with the key in it, when it does not do", () => {
    const short = randomBytes(31).toString("base64");
    const faulty = [
      "",
      " , ",
      "nokey",
      `:${randomBytes(32).toString("base64")}`,
      `a:${short}`,
      "a:not base64!",
      `${NEW},${NEW}`,
      `a b:${short}`,
    ];
    for (const text of faulty) {
      assert.throws(
        () => KeyRing.parse(text),
        (error: unknown) => error instanceof KeyRingError && !error.message.includes(short) && error.message.endsWith("."),
        JSON.stringify(text),
      );
    }
  });
});

describe("A ticket (WAIT4)", () => {
  const where = { sessionId: newId("ses"), inviteId: newId("inv") };
  const guestId = newId("gst");

  test("names the browser it was given to", () => {
    const keys = LinkKeys.parse(NEW);
    assert.equal(keys.verifyTicket(keys.signTicket({ ...where, guestId }), where), guestId);
  });

  test("is worth nothing in another session or with another invite", () => {
    const keys = LinkKeys.parse(NEW);
    const ticket = keys.signTicket({ ...where, guestId });
    assert.equal(keys.verifyTicket(ticket, { ...where, sessionId: newId("ses") }), null);
    assert.equal(keys.verifyTicket(ticket, { ...where, inviteId: newId("inv") }), null);
  });

  test("does not name another browser by hand", () => {
    const keys = LinkKeys.parse(NEW);
    const [kid, , mac] = keys.signTicket({ ...where, guestId }).split(".");
    assert.equal(keys.verifyTicket(`${kid}.${newId("gst").slice(4)}.${mac}`, where), null);
    for (const text of ["", ".", "..", `${kid}..${mac}`, "x".repeat(512)]) assert.equal(keys.verifyTicket(text, where), null);
  });

  test("is no link, and a link is no ticket: each purpose has a key of its own", () => {
    const keys = LinkKeys.parse(NEW);
    assert.equal(keys.verify(keys.signTicket({ ...where, guestId })), null);
    assert.equal(keys.verifyTicket(keys.sign({ ...where, generation: 1 }), where), null);
    const ring = KeyRing.parse(NEW);
    assert.notDeepEqual(ring.subkey(ring.newest, "one purpose"), ring.subkey(ring.newest, "another purpose"));
  });
});
