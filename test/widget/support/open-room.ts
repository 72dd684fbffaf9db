/** The call's room with people in it, without a relay: the test's own door says who is inside. */

import "../../../widget/elements/session-call/call-room.ts";
import type { CallRoom } from "../../../widget/elements/session-call/call-room.ts";
import type { CallStage } from "../../../widget/elements/session-call/call-stage.ts";
import type { Participant, Role } from "../../../protocol/views.ts";
import { LocalMedia } from "../../../widget/media/local-media.ts";
import { CallStore } from "../../../widget/session/call-store.ts";
import { crowd, FakeCallDoor, FakeMediaWorld } from "./call-fixture.ts";
import { face } from "./face.ts";
import { FakeHost } from "./fake-host.ts";
import { all, make, one, stage, until } from "./stage.ts";

export interface OpenRoom {
  door: FakeCallDoor;
  world: FakeMediaWorld;
  call: CallStore;
  element: CallRoom;
  people: Participant[];
  stage: CallStage;
  /** The pictures that are shown, in the order of the page. */
  tiles(): Element[];
}

interface RoomWishes {
  host?: FakeHost;
  /** Before anybody is inside. */
  before?: (door: FakeCallDoor) => void;
  /** `false`: there is no room for a picture yet. */
  laidOut?: boolean;
}

const open = new Set<LocalMedia>();

/** @param count people inside, the last of them oneself; @param size of the room, px */
export async function openRoom(
  role: Role,
  count: number,
  size: [number, number] = [1200, 700],
  { host = new FakeHost({}), before = () => undefined, laidOut = true }: RoomWishes = {},
): Promise<OpenRoom> {
  const door = new FakeCallDoor(role);
  before(door);
  const world = new FakeMediaWorld();
  const media = new LocalMedia();
  open.add(media);
  const call = new CallStore({ door, media, load: world.load });
  const people = crowd(count);
  people
    .slice(0, -1)
    .forEach((participant, index) => world.show(participant, "connected", { camera: face(index, { width: 160, height: 120 }) }));
  const element = make("doorstep-call-room", { call });
  const box = document.createElement("div");
  Object.assign(box.style, { width: `${size[0]}px`, height: `${size[1]}px` });
  box.append(element);
  door.goInside(people);
  stage(host, box);
  await element.updateComplete;
  const place = await one<CallStage>(element, "doorstep-call-stage");
  const tiles = () => all(place, "doorstep-call-tile");
  if (laidOut)
    await until(() => tiles().length === count || (tiles().length > 0 && all(place, ".pager").length > 0), `${count} people are shown`);
  return { door, world, call, element, people, stage: place, tiles };
}

/** Lets go of the devices of all rooms. */
export function closeRooms(): void {
  for (const media of open) media.stop();
  open.clear();
}
