import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { TestContext } from "node:test";
import { accepted } from "../../../protocol/refusals.ts";
import type { EndToEnd } from "../../../widget/media/e2ee/end-to-end.ts";
import { isUnable } from "../../../widget/session/ability.ts";
import type { Inside } from "../../../widget/session/call-door.ts";
import { EndToEndHolder } from "../../../widget/session/end-to-end-holder.ts";
import { person } from "../support/call-fixture.ts";

const maya = person("Maya", { order: 1, role: "host" });
const samir = person("Samir", { order: 2 });
const from = { participantId: maya.participantId, instance: maya.instance };

function inside(more: Partial<Inside> = {}): Inside {
  return {
    me: samir.participantId,
    participants: [maya, samir],
    topology: "mesh",
    e2ee: true,
    seats: { taken: 2, limit: 16 },
    heading: "Session",
    startedAt: 0,
    locked: false,
    waiting: [],
    ...more,
  };
}

/** A holder whose encryption is one of the test's own: what it was told, and when it shall fail. */
function held(t: TestContext) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const told: string[] = [];
  const heard: unknown[] = [];
  const state = { fails: false, closed: 0 };
  const seal = {};
  const made = {
    published: "B-own",
    seal,
    see: (others: { key: string }[]) => told.push(`sees ${others.map(({ key }) => key).join()}`),
    receive: (_from: unknown, data: unknown) => heard.push(data) > 0,
    close: () => (state.closed += 1),
  };
  const start = () => (state.fails ? Promise.reject(new Error("The page does not let it.")) : Promise.resolve(made as unknown as EndToEnd));
  const holder = new EndToEndHolder({
    load: async () => ({ EndToEnd: { start } }),
    tell: async (key) => (told.push(`tells ${key}`), accepted({})),
    send: () => undefined,
    changed: () => undefined,
  });
  t.after(() => holder.end());
  return { holder, told, heard, state, seal };
}

describe("Encryption of a call, as the page holds it (E2E1)", () => {
  test("a call that does not want it loads nothing, and goes through a server as it is", async (t) => {
    const { holder, told } = held(t);
    holder.see(inside({ e2ee: false }));
    assert.equal(await holder.seal(), undefined);
    assert.equal(holder.hear(from, { keys: { kid: 0 } }), false);
    assert.deepEqual(told, []);
  });

  test("it tells its key until a view shows it, and follows who has told one", async (t) => {
    const { holder, told, seal } = held(t);
    holder.see(inside());
    assert.equal(await holder.seal(), seal);
    assert.deepEqual(told, ["sees ", "tells B-own"]);
    const shown = inside({ participants: [{ ...maya, key: "B-maya" }, samir] });
    holder.see(shown);
    t.mock.timers.tick(2_000);
    await Promise.resolve();
    t.mock.timers.tick(2_000);
    assert(told.filter((each) => each === "tells B-own").length > 1, "told again");
    told.length = 0;
    holder.see(
      inside({
        participants: [
          { ...maya, key: "B-maya" },
          { ...samir, key: "B-own" },
        ],
      }),
    );
    assert.deepEqual(told, ["sees B-maya"]);
  });

  test("where it cannot start nothing may go through a server, and it is tried again", async (t) => {
    const { holder, state, seal } = held(t);
    state.fails = true;
    holder.see(inside());
    await assert.rejects(async () => await holder.seal());
    assert.equal(holder.broken, true);
    state.fails = false;
    t.mock.timers.tick(2_000);
    assert.equal(await holder.seal(), seal);
    assert.equal(holder.broken, false);
  });

  test("letters that come while it is loaded are kept, and with the call it ends", async (t) => {
    const { holder, heard, state } = held(t);
    holder.see(inside());
    assert.equal(holder.hear(from, { keys: 1 }), true);
    assert.equal(holder.hear(from, { epoch: 0 }), false, "what is the media's goes on to it");
    await holder.seal();
    assert.deepEqual(heard, [{ keys: 1 }]);
    holder.end();
    assert.equal(state.closed, 1);
    assert.equal(await holder.seal(), undefined);
  });
});

test("E2E7: a browser that hands out no frames is unable, but only where it matters", (t) => {
  Object.assign(globalThis, { RTCPeerConnection: class {} });
  t.after(() => Reflect.deleteProperty(globalThis, "RTCPeerConnection"));
  assert.equal(isUnable({ e2ee: true }), true);
  assert.equal(isUnable({ e2ee: false }), false);
  assert.equal(isUnable({}), false);
  Object.assign(globalThis, { RTCRtpScriptTransform: class {} });
  t.after(() => Reflect.deleteProperty(globalThis, "RTCRtpScriptTransform"));
  assert.equal(isUnable({ e2ee: true }), false);
});
