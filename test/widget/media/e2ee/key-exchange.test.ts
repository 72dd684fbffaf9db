import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Member } from "../../../../widget/media/e2ee/key-exchange.ts";
import { AGAIN_MS, SWITCH_MS } from "../../../../widget/media/e2ee/key-exchange.ts";
import { isEnveloped, letterIn } from "../../../../widget/media/e2ee/key-letters.ts";
import { makeKeyPair } from "../../../../widget/media/e2ee/key-pair.ts";
import { safetyCode } from "../../../../widget/media/e2ee/safety-code.ts";
import type { Page } from "./call-by-hand.ts";
import { Call, nameOf } from "./call-by-hand.ts";

describe("Keys between the admitted (E2E3, E2E4)", () => {
  test("everybody inside hears everybody", async (t) => {
    const call = new Call(t);
    const [anna, ben, cleo] = [await call.page("anna"), await call.page("ben"), await call.page("cleo")];
    await call.view(anna, ben);
    await call.deliver();
    await call.view(anna, ben, cleo);
    await call.deliver();
    assert.equal((await call.hear()).length, 6);
  });

  test("what was sent before somebody came stays closed to them, and nobody else misses a frame", async (t) => {
    const call = new Call(t);
    const [anna, ben, cleo] = [await call.page("anna"), await call.page("ben"), await call.page("cleo")];
    await call.view(anna, ben);
    await call.deliver();
    const before = await anna.seals();
    await call.view(anna, ben, cleo);
    assert.deepEqual(await call.hear([ben]), ["ben hears anna"], "before any letter has come");
    await call.deliver();
    assert.equal(await cleo.opens(before, anna), false);
    assert.equal((await call.hear()).length, 6);
  });

  test("a newcomer is the only one to whom anything has to be told", async (t) => {
    const call = new Call(t);
    const [anna, ben, cleo] = [await call.page("anna"), await call.page("ben"), await call.page("cleo")];
    await call.view(anna, ben);
    await call.deliver();
    await call.view(anna, ben, cleo);
    await call.settled();
    const told = call.letters.map(({ from, to }) => `${nameOf(from)} to ${to.participantId.slice(4)}`).sort();
    assert.deepEqual(told, ["anna to cleo", "ben to cleo", "cleo to anna", "cleo to ben"]);
  });

  test("somebody who was removed opens nothing from the moment on in which all who stay have the new key", async (t) => {
    const call = new Call(t);
    const [anna, ben, cleo] = [await call.page("anna"), await call.page("ben"), await call.page("cleo")];
    await call.view(anna, ben, cleo);
    await call.deliver();
    assert(await cleo.opens(await anna.seals(), anna), "it can fail");
    await call.view(anna, ben);
    await call.deliver();
    assert.deepEqual(await call.hear([ben, cleo]), ["ben hears anna"]);
    assert.deepEqual(await call.hear(), ["anna hears ben", "ben hears anna"]);
  });

  test("whoever does not get the new key holds it up for a second at most, and gets it later", async (t) => {
    const call = new Call(t);
    const [anna, ben, cleo, dina] = [await call.page("anna"), await call.page("ben"), await call.page("cleo"), await call.page("dina")];
    await call.view(anna, ben, cleo, dina);
    await call.deliver();
    await call.view(anna, ben, dina);
    await call.deliver(({ to }) => to.participantId !== dina.member.participantId);
    assert(await cleo.opens(await anna.seals(), anna), "the old key is in use for a moment");
    call.letters = [];
    await call.pass(SWITCH_MS);
    const sealed = await anna.seals();
    assert.equal(await cleo.opens(sealed, anna), false);
    assert.equal(await dina.opens(sealed, anna), false);
    assert(await ben.opens(sealed, anna));
    await call.pass(AGAIN_MS);
    await call.deliver();
    assert(await dina.opens(await anna.seals(), anna));
  });

  test("lost letters are sent again until they are answered, and then no more", async (t) => {
    const call = new Call(t);
    const [anna, ben] = [await call.page("anna"), await call.page("ben")];
    await call.view(anna, ben);
    for (let lost = 0; lost < 3; lost += 1) {
      await call.settled();
      assert.equal(call.letters.splice(0).length, 2);
      await call.pass(AGAIN_MS);
    }
    await call.deliver();
    assert.equal((await call.hear()).length, 2);
    await call.pass(10 * AGAIN_MS);
    assert.deepEqual(call.letters, []);
  });

  test("a letter that comes before the view that explains it is kept", async (t) => {
    const call = new Call(t);
    const [anna, ben] = [await call.page("anna"), await call.page("ben")];
    await anna.exchange.see([ben.member]);
    call.inside = [anna, ben];
    await call.deliver();
    await ben.exchange.see([anna.member]);
    await call.deliver();
    assert.equal((await call.hear()).length, 2);
  });

  test("a page that was reloaded is somebody else: it gets new keys, the old page none", async (t) => {
    const call = new Call(t);
    const [anna, ben, again] = [await call.page("anna"), await call.page("ben"), await call.page("ben")];
    await call.view(anna, ben);
    await call.deliver();
    await call.view(anna, again);
    await call.deliver();
    assert.equal((await call.hear()).length, 2);
    assert.equal(await ben.opens(await anna.seals(), anna), false);
  });

  test("several who go and come at once leave everybody who is inside with everybody's key", async (t) => {
    const call = new Call(t);
    const names = ["anna", "ben", "cleo", "dina", "emil"];
    const [a, b, c, d, e] = (await Promise.all(names.map((name) => call.page(name)))) as [Page, Page, Page, Page, Page];
    const views = [
      [a, b, c],
      [a, c],
      [a, c, d],
      [a, d, e],
      [d, e, b],
    ];
    for (const view of views) await call.view(...view);
    await call.deliver();
    await call.pass(SWITCH_MS);
    await call.deliver();
    assert.equal((await call.hear()).length, 6);
    assert.deepEqual(await call.hear([a, c]), []);
  });
});

describe("What the relay could try (E2E3, E2E5)", () => {
  test("it opens no letter, and one that it changed, or that it sends to another, opens nothing", async (t) => {
    const call = new Call(t);
    const [anna, ben, cleo] = [await call.page("anna"), await call.page("ben"), await call.page("cleo")];
    await call.view(anna, ben, cleo);
    await call.settled();
    const [mine] = call.letters.splice(0).filter(({ from, to }) => from === anna && to === ben.member);
    const wrapped = mine!.letter.wrapped!;
    const changed = wrapped.slice(0, 40) + (wrapped[40] === "A" ? "B" : "A") + wrapped.slice(41);
    await ben.exchange.receive(anna.member, { ...mine!.letter, wrapped: changed });
    await ben.exchange.receive(anna.member, { ...mine!.letter, kid: mine!.letter.kid + 256 });
    await cleo.exchange.receive(anna.member, mine!.letter);
    await ben.exchange.receive(cleo.member, mine!.letter);
    assert.deepEqual(await call.hear(), []);
    assert.deepEqual(call.letters, [], "nobody says to have it");
  });

  test("a public key of its own in between shows: the codes of the two differ", async () => {
    const [anna, ben, relay] = (await Promise.all([makeKeyPair(), makeKeyPair(), makeKeyPair()])).map(({ published }) => published);
    const code = await safetyCode([anna!, ben!]);
    assert.match(code, /^\d{5}( \d{5}){4}$/);
    assert.equal(await safetyCode([ben!, anna!]), code, "in whatever order");
    assert.notEqual(await safetyCode([anna!, relay!]), await safetyCode([relay!, ben!]));
  });

  test("what is no letter of ours is none", () => {
    for (const keys of [
      null,
      1,
      "x",
      {},
      { kid: -1 },
      { kid: 1.5 },
      { kid: 2 ** 40 },
      { kid: 1, wrapped: 7 },
      { kid: 1, wrapped: "A".repeat(201) },
    ]) {
      assert(isEnveloped({ keys }));
      assert.equal(letterIn({ keys }), undefined, JSON.stringify(keys));
    }
    assert.equal(isEnveloped({ epoch: 1, data: {} }), false);
    assert.equal(isEnveloped(null), false);
  });

  test("what is no public key opens nothing, and stops nothing", async (t) => {
    const call = new Call(t);
    const [anna, ben] = [await call.page("anna"), await call.page("ben")];
    const nonsense: Member = { ...ben.member, participantId: "gst_mallory", key: `BA${"A".repeat(85)}` };
    await anna.exchange.see([nonsense, ben.member]);
    await anna.exchange.receive(nonsense, { kid: 0, wrapped: "AAAA" });
    await ben.exchange.see([anna.member]);
    call.inside = [anna, ben];
    await call.deliver();
    assert.equal((await call.hear()).length, 2);
  });
});
