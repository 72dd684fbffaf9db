/// <reference types="mocha" />
import { equal, ok } from "../support/expect.ts";
import { closeRooms, openRoom } from "../support/open-room.ts";
import { all, clear, until } from "../support/stage.ts";

describe("somebody whose sound and picture come by another way (MEDIA4)", function () {
  this.timeout(15_000);
  const Native = globalThis.Audio;
  const players: HTMLAudioElement[] = [];
  let context: AudioContext | undefined;

  beforeEach(() => {
    globalThis.Audio = class extends Native {
      constructor() {
        super();
        players.push(this);
      }
    };
  });
  afterEach(async () => {
    clear();
    closeRooms();
    globalThis.Audio = Native;
    players.length = 0;
    await context?.close();
    context = undefined;
  });

  /** A picture that comes only when it is asked for. */
  function drawn(color: string): { stream: MediaStream; draw: () => void } {
    const canvas = Object.assign(document.createElement("canvas"), { width: 160, height: 120 });
    const brush = canvas.getContext("2d")!;
    const stream = canvas.captureStream(0);
    const draw = () => {
      brush.fillStyle = color;
      brush.fillRect(0, 0, 160, 120);
      (stream.getVideoTracks()[0] as CanvasCaptureMediaStreamTrack).requestFrame();
    };
    return { stream, draw };
  }

  function tone(): MediaStream {
    context ??= new AudioContext();
    const oscillator = context.createOscillator();
    const out = context.createMediaStreamDestination();
    oscillator.connect(out);
    oscillator.start();
    return out.stream;
  }

  it("stays in sight until the new picture's first frame, and there is one picture then", async () => {
    const { world, people, tiles } = await openRoom("guest", 2);
    const [before, after] = [drawn("#204060"), drawn("#604020")];
    const videos = () => all<HTMLVideoElement>(tiles()[0]!, "video");
    const shownIn = (video: HTMLVideoElement | undefined) => video !== undefined && video.readyState >= video.HAVE_CURRENT_DATA;
    const isShown = (stream: MediaStream) => {
      const [video, more] = videos();
      return more === undefined && video?.srcObject === stream && shownIn(video);
    };
    world.show(people[0]!, "connected", { camera: before.stream });
    world.changed();
    await until(() => {
      before.draw();
      return isShown(before.stream);
    }, "the first picture");

    world.show(people[0]!, "connected", { camera: after.stream });
    world.changed();
    await until(() => videos().length === 2, "the new picture has a place");
    const [under, over] = videos();
    for (let frame = 0; frame < 20; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
    equal(videos().length, 2);
    ok(under?.srcObject === before.stream && shownIn(under) && !under.paused, "the old picture is gone before the new one shows");
    ok(over?.srcObject === after.stream && !shownIn(over), "it shows what has not come");
    const { backgroundColor } = getComputedStyle(over);
    equal(backgroundColor, "rgba(0, 0, 0, 0)", "it covers the old picture");
    const [a, b] = [under.getBoundingClientRect(), over.getBoundingClientRect()];
    equal([b.x, b.y, b.width, b.height], [a.x, a.y, a.width, a.height]);

    await until(() => {
      after.draw();
      return isShown(after.stream);
    }, "the new picture alone");
  });

  it("stands in one picture again if the new one never comes", async () => {
    const { world, people, tiles } = await openRoom("guest", 2);
    const never = drawn("#000");
    world.show(people[0]!, "connected", { camera: never.stream });
    world.changed();
    const videos = () => all<HTMLVideoElement>(tiles()[0]!, "video");
    await until(() => videos().length === 2, "both");
    await until(() => videos().length === 1 && videos()[0]?.srcObject === never.stream, "the last one alone");
  });

  it("is heard all the time, and never twice as loud", async () => {
    const { world, people } = await openRoom("guest", 2);
    const [before, after] = [tone(), tone()];
    world.show(people[0]!, "connected", { audio: before });
    world.changed();
    const old = await until(() => players.find((each) => each.srcObject === before && !each.paused), "the voice is heard");

    world.show(people[0]!, "connected", { audio: after });
    world.changed();
    const loud: number[] = [];
    await until(
      () => {
        const playing = players.filter((each) => each.srcObject !== null && !each.paused);
        loud.push(playing.reduce((sum, { volume }) => sum + volume ** 2, 0));
        return old.paused && old.srcObject === null;
      },
      () => `only the new voice: ${players.map((each) => `${each.volume} ${each.paused}`).join()}`,
    );
    ok(
      loud.every((each) => each > 0.9 && each < 1.1),
      `how loud it was: ${loud.join(", ")}`,
    );
    const [now] = players.filter(({ srcObject }) => srcObject === after);
    equal([now?.volume, now?.paused], [1, false]);
  });

  it("that goes away in the middle of a change leaves no sound behind", async () => {
    const { world, people, door } = await openRoom("guest", 2);
    for (const audio of [tone(), tone(), tone()]) {
      world.show(people[0]!, "connected", { audio });
      world.changed();
      await until(() => players.some((each) => each.srcObject === audio && !each.paused), "it is heard");
    }
    world.remotes.clear();
    door.goInside(people.slice(1));
    world.changed();
    await until(() => players.every((each) => each.paused && each.srcObject === null), "silence");
  });
});
