/// <reference types="mocha" />
import { LocalMedia } from "../../../../widget/media/local-media.ts";
import { equal, ok } from "../../support/expect.ts";
import { until } from "../../support/stage.ts";
import { person } from "../../support/person.ts";
import { sharpness } from "../../support/sharpness.ts";

describe("blurring the background (MEDIA10)", () => {
  let media: LocalMedia;
  let cameras: MediaStream[];
  /** Every worker that was started, and whether it was ended. */
  let workers: { ended: boolean }[];
  const { getUserMedia } = MediaDevices.prototype;
  const { Worker } = globalThis;
  const { fetch } = globalThis;

  beforeEach(() => {
    localStorage.clear();
    media = new LocalMedia();
    cameras = [];
    workers = [];
    navigator.mediaDevices.getUserMedia = async () => {
      const stream = person();
      cameras.push(stream);
      return stream;
    };
    globalThis.Worker = class extends Worker {
      readonly #told = { ended: false };
      constructor(address: string | URL, options?: WorkerOptions) {
        super(address, options);
        workers.push(this.#told);
      }
      override terminate(): void {
        this.#told.ended = true;
        super.terminate();
      }
    };
  });
  afterEach(() => {
    media.stop();
    navigator.mediaDevices.getUserMedia = getUserMedia;
    Object.assign(globalThis, { Worker, fetch });
    localStorage.clear();
  });

  /** The camera is on, and what is shown of it is there or never will be. */
  const open = () => media.setCamera(true);
  const live = (stream: MediaStream | undefined) => stream?.getTracks().some(({ readyState }) => readyState === "live") === true;

  it("smears what is behind the person, and only that, while the switch is on", async () => {
    await media.start({ audio: false, video: true });
    const bare = media.camera.track!;
    const before = await sharpness(bare);
    ok(before.room > 10 && before.face > 1, JSON.stringify(before));

    const seen: (MediaStreamTrack | undefined)[] = [];
    media.addEventListener("change", () => seen.push(media.camera.track));
    await media.setBackgroundBlur(true);
    equal(media.camera.problem, undefined);
    const blurred = media.camera.track!;
    ok(blurred !== bare, "the camera's own picture goes out");
    // The room is not shown for another moment once the switch is on.
    equal([seen[0], seen.includes(bare)], [undefined, false]);
    const during = await sharpness(blurred);
    ok(during.room < before.room / 8, `${before.room} → ${during.room}`);
    ok(during.face > before.face / 2, `${before.face} → ${during.face}`);
    equal([during.width, during.height], [before.width, before.height]);

    await media.setBackgroundBlur(false);
    equal([media.camera.track === bare, blurred.readyState, workers], [true, "ended", [{ ended: true }]]);
    ok((await sharpness(bare)).room > before.room / 2, "the room is still blurred");
  });

  it("goes with the camera: nothing is left of it when that is off, and it is there again the next time", async () => {
    await media.setBackgroundBlur(true);
    equal(workers, []);
    await open();
    const first = media.camera.track!;
    ok((await sharpness(first)).room < 2, "the room is sharp");
    await media.setCamera(false);
    equal([first.readyState, live(cameras[0]), workers], ["ended", false, [{ ended: true }]]);

    media = new LocalMedia();
    await open();
    const second = media.camera.track!;
    ok((await sharpness(second)).room < 2, "the room is sharp the next time");
    media.stop();
    equal([second.readyState, live(cameras[1]), workers], ["ended", false, [{ ended: true }, { ended: true }]]);
  });

  it("a camera that is unplugged while it is blurred is missing, like one that is not blurred", async () => {
    await media.setBackgroundBlur(true);
    await open();
    const [camera] = cameras[0]!.getVideoTracks();
    camera!.stop();
    camera!.dispatchEvent(new Event("ended"));
    equal([media.camera.problem, media.camera.track, workers], ["missing", undefined, [{ ended: true }]]);
  });

  it("is taken back while it is loaded: whatever comes later, the camera stays as it was last wished", async () => {
    await open();
    const bare = media.camera.track;
    void media.setBackgroundBlur(true);
    equal(media.camera.track, undefined);
    void media.setBackgroundBlur(false);
    equal(media.camera.track === bare, true);
    const again = media.setBackgroundBlur(true);
    await media.setCamera(false);
    await again;
    equal([media.camera.track, media.camera.on, live(cameras[0])], [undefined, false, false]);
    await until(() => workers.every(({ ended }) => ended), "no thread is left");
  });

  it("holds nothing up: sound is there, and joining possible, before the picture is", async () => {
    await media.setBackgroundBlur(true);
    await media.start({ audio: false, video: true });
    equal([media.camera.on, media.camera.track, media.starting], [true, undefined, false]);
    await until(() => media.camera.track !== undefined, "the picture");
  });

  it("without a thread the camera is off, never the room shown; turning it off does not show it either", async () => {
    globalThis.Worker = class {
      constructor() {
        throw new DOMException("The page forbids it.", "SecurityError");
      }
    } as unknown as typeof Worker;
    await open();
    await media.setBackgroundBlur(true);
    equal([media.camera.problem, media.camera.track, live(cameras[0])], ["unblurred", undefined, false]);
    await media.setBackgroundBlur(false);
    equal([media.camera.on, media.camera.problem, media.camera.track], [false, undefined, undefined]);
    await media.setCamera(true);
    ok((await sharpness(media.camera.track!)).room > 10, "the room is blurred");
  });

  it("when it breaks on the way the camera goes off", async () => {
    const messages: Worker[] = [];
    const Counted = globalThis.Worker;
    globalThis.Worker = class extends Counted {
      constructor(address: string | URL, options?: WorkerOptions) {
        super(address, options);
        messages.push(this);
      }
    };
    await media.setBackgroundBlur(true);
    await open();
    const { track } = media.camera;
    messages[0]!.dispatchEvent(new MessageEvent("message", { data: { is: "failed", why: "no memory" } }));
    await until(() => media.camera.problem === "unblurred", "it is said");
    equal([media.camera.track, track?.readyState, live(cameras[0]), workers], [undefined, "ended", false, [{ ended: true }]]);
  });

  it("asks no third party, and leaves nothing global", async () => {
    const before = Object.keys(globalThis);
    await media.setBackgroundBlur(true);
    await open();
    const elsewhere = performance
      .getEntriesByType("resource")
      .filter(({ name }) => !/^(?:blob|data):/.test(name) && new URL(name).origin !== location.origin);
    equal(
      elsewhere.map(({ name }) => name),
      [],
    );
    equal(
      Object.keys(globalThis).filter((name) => !before.includes(name)),
      [],
    );
  });
});
