import assert from "node:assert/strict";
import { test } from "node:test";
import { HostTokenSource } from "../../../widget/session/host-token.ts";

const token = (claims: object) => `h.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.s`;
const soon = () => Math.floor(Date.now() / 1_000) + 10;
const later = () => Math.floor(Date.now() / 1_000) + 3_600;

test("a token that ends is replaced before it is used again, and asked for once however many ask", async () => {
  const source = new HostTokenSource();
  let asked = 0;
  source.getToken = async () => {
    asked += 1;
    return token({ sub: "maya", exp: later() });
  };
  source.set(token({ sub: "maya", exp: soon() }));
  const [one, other] = await Promise.all([source.current(), source.current()]);
  assert.equal(one, other);
  assert.equal(asked, 1);
  assert.equal(await source.current(), one);
  assert.equal(asked, 1);
});

test("a refused token is asked for anew once, not in a circle", async () => {
  const source = new HostTokenSource();
  source.getToken = async () => token({ sub: "maya", exp: later() });
  await source.current();
  assert.equal(source.refused(), true);
  await source.current();
  assert.equal(source.refused(), false);
  source.accepted();
  assert.equal(source.refused(), true);
});

test("without getToken a refusal stands, and a missing token is an error for the connection to take", async () => {
  const source = new HostTokenSource();
  assert.equal(source.ready, false);
  await assert.rejects(source.current());
  source.set("anything");
  assert.equal(source.refused(), false);
  assert.equal(await source.current(), "anything");
});

test("a fresh token for the same person needs no new connection; one for somebody else does", () => {
  const source = new HostTokenSource();
  assert.equal(source.set(token({ iss: "t", sub: "maya", exp: soon() })), true);
  assert.equal(source.set(token({ iss: "t", sub: "maya", exp: later() })), false);
  assert.equal(source.set(token({ iss: "t", sub: "jo", exp: later() })), true);
  assert.equal(source.set(undefined), true);
});

test("a getToken that fails is told to the connection, and asked again the next time", async () => {
  const source = new HostTokenSource();
  let fails = true;
  source.getToken = async () => {
    if (fails) throw new Error("the portal is away");
    return token({ sub: "maya", exp: later() });
  };
  await assert.rejects(source.current(), /the portal is away/u);
  fails = false;
  assert.match(await source.current(), /^h\./u);
});
