/** The call: before it, in it, after it. Drawn faces stand for people. */

import type { Participant } from "../../../../protocol/views.ts";
import { crowd, FakeCallDoor, FakeMediaWorld } from "../../../../test/widget/support/call-fixture.ts";
import { face } from "../../../../test/widget/support/face.ts";
import { FakeHost } from "../../../../test/widget/support/fake-host.ts";
import { hostView, sessionId, waiting } from "../../../../test/widget/support/host-views.ts";
import { accepted, refused } from "../../../../protocol/refusals.ts";
import { LocalMedia } from "../../../../widget/media/local-media.ts";
import type { Inside } from "../../../../widget/session/call-door.ts";
import { CallStore } from "../../../../widget/session/call-store.ts";
import { CallSample } from "../call-sample.ts";
import { worksheet } from "../worksheet.ts";
import { hosted, make, noThreads, relayWith, sameKey, until } from "./place.ts";
import type { Specimen, State } from "./state.ts";

const CODE = '<session-call session-id="ses_…"></session-call>';

interface Scene {
  people: Participant[];
  role?: "host" | "guest";
  more?: Partial<Inside>;
  layout?: CallSample["layout"];
  stir?: (world: FakeMediaWorld, door: FakeCallDoor) => void;
}

function inCall({ people, role = "host", more = {}, layout = "auto", stir }: Scene): Node {
  const door = new FakeCallDoor(role);
  const world = new FakeMediaWorld();
  const media = new LocalMedia();
  void media.start({ audio: true, video: true });
  const others = people.filter(({ participantId }) => participantId !== more.me && participantId !== people.at(-1)?.participantId);
  others.forEach((participant, index) => {
    const camera = participant.cameraOff ? {} : { camera: face(index) };
    world.show(participant, "connected", participant.sharing ? { ...camera, screen: worksheet() } : camera);
  });
  const sample = Object.assign(new CallSample(), { call: new CallStore({ door, media, load: world.load }), layout });
  door.goInside(people, more);
  stir?.(world, door);
  // The engine is there by then.
  setTimeout(() => world.changed(), 100);
  return hosted(relayWith(hostView({ waiting: [...(more.waiting ?? [])] })), sample);
}

const state = (id: string, title: string, scene: () => Scene, act?: (place: HTMLElement) => Promise<void>): State => ({
  id,
  title,
  code: CODE,
  tall: true,
  make: () => inCall(scene()),
  ...(act === undefined ? {} : { act }),
});

/** Presses a button within the room's own parts, unless what it opens is open: a wide room shows its host the people from the start. */
async function openInRoom(place: HTMLElement, part: string, selector: string): Promise<void> {
  const room = await until(() => place.querySelector("call-sample")?.shadowRoot?.querySelector("doorstep-call-room")?.shadowRoot);
  const button = await until(() => room.querySelector(part)?.shadowRoot?.querySelector<HTMLElement>(selector));
  if (button.ariaExpanded !== "true") button.click();
}

const withFlags = (people: Participant[]): Participant[] =>
  people.map((each, index) => ({ ...each, muted: index % 3 === 1, handRaised: index === 2, cameraOff: index === 3 }));

/** Each has told a public key; what it opens nobody asks here. */
const withKeys = (people: Participant[]): Participant[] =>
  people.map((each, index) => ({ ...each, key: `B${"ABCDEFGH"[index]}${"A".repeat(85)}` }));

export const sessionCall: Specimen = {
  tag: "session-call",
  states: [
    {
      id: "before",
      title: "Before joining",
      code: CODE,
      tall: true,
      make: () => hosted(relayWith(hostView({ waiting: [waiting("Samir Haddad")] })), make("session-call", { sessionId })),
    },
    state("alone", "Nobody else yet", () => ({ people: crowd(1) })),
    state("two", "Two", () => ({ people: crowd(2), role: "guest" })),
    state("six", "Six, and two who wait", () => ({
      people: withFlags(crowd(6)),
      more: { waiting: [waiting("Leila Karam"), waiting("Ana")] },
    })),
    state("sixteen", "Sixteen", () => ({ people: withFlags(crowd(16)) })),
    state("many", "Many, browser to browser", () => ({
      people: crowd(9),
      stir(world) {
        for (const each of crowd(9).slice(4, -1)) world.putAside(each);
        world.speaking = new Set([crowd(9)[1]!.participantId]);
      },
    })),
    state("speaker", "Who speaks, large", () => ({
      people: crowd(6),
      layout: "speaker",
      stir: (world) => (world.speaking = new Set([crowd(6)[1]!.participantId])),
    })),
    state("shared", "A shared screen", () => ({ people: crowd(4).map((each, index) => ({ ...each, sharing: index === 1 })) })),
    state("weak", "A weak connection", () => ({
      people: crowd(3),
      stir(world) {
        const [first, second] = crowd(3);
        world.qualities = new Map([
          [first!.participantId, "poor"],
          [second!.participantId, "lost"],
        ]);
      },
    })),
    state(
      "chat",
      "The chat",
      () => ({ people: crowd(4) }),
      (place) => openInRoom(place, "doorstep-call-toolbar", "[part~=chat-button]"),
    ),
    state(
      "people",
      "The people",
      () => ({ people: withFlags(crowd(6)), more: { waiting: [waiting("Leila Karam"), waiting("Ana")] } }),
      (place) => openInRoom(place, "doorstep-call-toolbar", "[part~=people-button]"),
    ),
    state(
      "encrypted",
      "End to end through a server",
      () => {
        sameKey();
        return { people: withKeys(crowd(4)), more: { e2ee: true, topology: "sfu" } };
      },
      (place) => openInRoom(place, "doorstep-call-toolbar", "[part~=people-button]"),
    ),
    state("unsealed", "The page lets no encryption start", () => {
      noThreads();
      return { people: withKeys(crowd(3)), more: { e2ee: true, topology: "sfu" } };
    }),
    state("locked", "Locked", () => ({ people: crowd(3), more: { locked: true } })),
    {
      id: "full",
      title: "All seats are taken",
      code: CODE,
      tall: true,
      make: () =>
        hosted(
          new FakeHost({
            "session:watch": () => accepted(hostView()),
            "session:unwatch": () => accepted({}),
            "call:join": () => refused("session-full"),
          }),
          make("session-call", { sessionId }),
        ),
      async act(place) {
        const prejoin = await until(
          () => place.querySelector("session-call")?.shadowRoot?.querySelector("doorstep-call-prejoin")?.shadowRoot,
        );
        (await until(() => prejoin.querySelector<HTMLElement>("[part~=join-button]"))).click();
      },
    },
    {
      id: "nobody",
      title: "No session by that name",
      code: CODE,
      tall: true,
      make: () => hosted(new FakeHost({ "session:watch": () => refused("not-allowed") }), make("session-call", { sessionId })),
    },
  ],
};
