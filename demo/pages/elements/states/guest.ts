/** What a guest comes by, from the link to the goodbye. */

import { accepted } from "../../../../protocol/refusals.ts";
import type { Refusal } from "../../../../protocol/refusals.ts";
import type { GuestView } from "../../../../protocol/views.ts";
import { refusal } from "../../../../protocol/refusals.ts";
import { FakeGuest } from "../../../../test/widget/support/fake-guest.ts";
import { info, lobby, message, out, waiting } from "../../../../test/widget/support/guest-views.ts";
import { LocalMedia } from "../../../../widget/media/local-media.ts";
import { make, noCalls, noDevices, noStorage, noThreads, until } from "./place.ts";
import type { Specimen, State } from "./state.ts";

const JOIN = `<script type="module" src="https://relay.example/widget/drop-in-join.js"></script>
<drop-in-join relay="https://relay.example"></drop-in-join>`;

function visit(first: GuestView | Refusal | undefined, attributes: Record<string, string> = {}): Node {
  const fake = new FakeGuest(
    (door) => {
      if (first === undefined) return;
      if ("code" in first) door.refuse(first);
      else door.show(first);
    },
    { "guest:knock": ({ name }) => accepted(waiting({ name })), "guest:cancel": () => accepted({}), "call:leave": () => accepted({}) },
  );
  const tag = make(
    "drop-in-join",
    {},
    { relay: location.origin, link: "link.mac", "policy-url": "https://clinic.example/privacy", ...attributes },
  );
  tag.visits.parts = { connect: fake.connect };
  return tag;
}

const state = (id: string, title: string, first: () => GuestView | Refusal | undefined, more: Partial<State> = {}): State => ({
  id,
  title,
  code: JOIN,
  tall: true,
  make: () => visit(first()),
  ...more,
});

/** Presses the button for camera and sound. */
async function openSettings(tag: HTMLElement): Promise<HTMLElementTagNameMap["doorstep-device-dialog"]> {
  (await until(() => tag.shadowRoot?.querySelector<HTMLElement>("[part~=settings-button]"))).click();
  return until(() => tag.shadowRoot?.querySelector("doorstep-device-dialog"));
}

const minutes = (count: number): string => new Date(Date.now() + count * 60_000).toISOString();

export const dropInJoin: Specimen = {
  tag: "drop-in-join",
  states: [
    state("before", "Before joining", () => lobby()),
    state("no-devices", "Camera and microphone not allowed", () => undefined, {
      make() {
        noDevices();
        return visit(lobby());
      },
    }),
    state("unable", "A browser without calls", () => undefined, {
      make() {
        noCalls();
        return visit(lobby());
      },
    }),
    state("settings", "Camera and sound", () => lobby(), { act: async (tag) => void (await openSettings(tag)) }),
    state("unblurred", "A background that cannot be blurred", () => undefined, {
      make() {
        noThreads();
        noStorage();
        void new LocalMedia().setBackgroundBlur(true);
        return visit(lobby());
      },
      act: async (tag) => void (await openSettings(tag)),
    }),
    state("nameless", "No name yet", () => lobby({ name: "" })),
    state("zone", "From another time zone", () => lobby({ info: info({ timeZone: "Asia/Kathmandu" }) })),
    state("early", "Too early", () => refusal("too-early", "", { opensAt: minutes(200), info: info({ startsAt: minutes(230) }) })),
    state("waiting", "In the waiting room", () => waiting()),
    state("connecting", "The link is being opened", () => undefined),
    state("left", "Left", () => out({ reason: "left" })),
    state("denied", "Not let in", () => out({ reason: "denied", canRejoin: true })),
    state("removed", "Removed", () => out({ reason: "removed", canRejoin: false })),
    state("ended", "Ended for everyone", () => out({ reason: "host-ended", canRejoin: false })),
    state("replaced", "Opened in another tab", () => out({ reason: "replaced", canRejoin: true })),
    state("full", "The session is full", () => refusal("session-full")),
    state("revoked", "The link was stopped", () => refusal("link-revoked")),
    state("invalid", "The link is not whole", () => refusal("link-invalid")),
    state("no-relay", "The page forgot the relay", () => undefined, {
      code: "<drop-in-join></drop-in-join>",
      make: () => make("drop-in-join", {}, { link: "link.mac" }),
    }),
  ],
};

const room = (id: string, title: string, view: () => ReturnType<typeof waiting>, attributes: Record<string, string> = {}): State => ({
  id,
  title,
  tall: true,
  code: `<waiting-room${"show-position" in attributes ? " show-position" : ""}></waiting-room>`,
  make() {
    const media = new LocalMedia();
    void media.start({ audio: true, video: true });
    return make("waiting-room", { view: view(), media }, attributes);
  },
});

export const waitingRoom: Specimen = {
  tag: "waiting-room",
  states: [
    room("present", "The host is there", () => waiting()),
    room("away", "The host is not there yet", () => waiting({ hostPresent: false })),
    room("messages", "The host wrote", () => waiting({ messages: [message("We start five minutes late. Please stay with us!")] })),
    room("back", "Sent back", () => waiting({ sentBack: true })),
    room("full", "All seats are taken", () => waiting({ awaitingSeat: true })),
    room("position", "With the place in line", () => waiting({ position: 3 }), { "show-position": "" }),
  ],
};
