import assert from "node:assert/strict";
import { test } from "node:test";
import type { ReactiveControllerHost } from "lit";
import { Follow } from "../../../widget/session/follow.ts";

/** Something with changes, that knows how many follow it. */
function spring() {
  const told = new Set<() => void>();
  return {
    subscribe: (one: () => void) => (told.add(one), () => void told.delete(one)),
    change: () => told.forEach((one) => one()),
    get followers() {
      return told.size;
    },
  };
}

test("a tag follows its source while it is on the page, and another one when there is one", () => {
  let updates = 0;
  const host = { addController: () => undefined, requestUpdate: () => (updates += 1) } as unknown as ReactiveControllerHost;
  const [first, second] = [spring(), spring()];
  let source = first;
  const follow = new Follow(host, () => source);
  follow.hostConnected();
  first.change();
  assert.deepEqual([updates, first.followers], [1, 1]);
  source = second;
  follow.hostUpdate();
  assert.deepEqual([first.followers, second.followers], [0, 1]);

  follow.hostDisconnected();
  assert.equal(second.followers, 0);
  follow.hostUpdate();
  assert.equal(second.followers, 0, "an update that was due when it was taken off");
  follow.hostConnected();
  assert.equal(second.followers, 1);
});
