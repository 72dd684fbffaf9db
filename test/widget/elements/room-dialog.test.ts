import assert from "node:assert/strict";
import { it } from "node:test";
import { html, nothing } from "lit";
import { Later } from "../../../widget/elements/later.ts";
import type { CallDialog } from "../../../widget/elements/session-call/call-dialogs.ts";
import { until } from "../../support/until.ts";
import { RoomDialog } from "../../../widget/elements/session-call/room-dialog.ts";

it("a dialog whose file does not come is asked for again by the next press, and shown once", async () => {
  const shown: CallDialog["is"][] = [];
  let updates = 0;
  let opened = 0;
  let element: { showModal: () => void } | null = null;
  const room = {
    addController: () => undefined,
    requestUpdate: () => (updates += 1),
    shadowRoot: { querySelector: () => element },
  } as unknown as ConstructorParameters<typeof RoomDialog>[0];
  let network = false;
  let asked = 0;
  const file = new Later(
    room,
    async () => {
      asked += 1;
      if (!network) throw new Error("no network");
      return { callDialog: (_room: Element, { is }: CallDialog) => (shown.push(is), html``) };
    },
    () => dialog.hide(),
  );
  const dialog = new RoomDialog(room, file);
  const about = { chat: true, screen: true, end: () => undefined };

  assert.equal(dialog.render(about), nothing);
  assert.equal(asked, 0);
  dialog.show("end");
  assert.equal(dialog.render(about), nothing);
  await until("it was asked for, in vain", () => asked === 1 && !dialog.wanted);

  network = true;
  dialog.show("end");
  assert.equal(dialog.render(about), nothing);
  const before = updates;
  await until("it has come", () => updates > before);
  assert.deepEqual([asked, updates], [2, before + 1]);
  assert.notEqual(dialog.render(about), nothing);
  assert.deepEqual(shown, ["end"]);

  element = { showModal: () => (opened += 1) };
  dialog.hostUpdated();
  // Closed, and not gone yet: an update in between must not open it again.
  dialog.hostUpdated();
  assert.equal(opened, 1);
});
