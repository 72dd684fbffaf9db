/// <reference types="mocha" />
import { LocalMedia } from "../../../widget/media/local-media.ts";
import { until } from "../../support/until.ts";
import { equal, ok } from "../support/expect.ts";

const devices = navigator.mediaDevices;
const real = devices.getUserMedia.bind(devices);
const queryReal = navigator.permissions.query.bind(navigator.permissions);
const live: MediaStreamTrack[] = [];
/** Every question the browser was asked, as the kinds in it. */
const asked: string[] = [];

type Kind = "audio" | "video";
/** What the browser answers instead: the name of an error by the kinds asked for, or nothing. */
let answer: (kinds: Kind[], constraints: MediaStreamConstraints) => string | undefined = () => undefined;
let permissions: Partial<Record<string, PermissionState>> = {};

devices.getUserMedia = async (constraints = {}) => {
  const kinds = (["audio", "video"] as const).filter((kind) => constraints[kind]);
  asked.push(kinds.join("+"));
  const name = answer(kinds, constraints);
  if (name === "TypeError") throw new TypeError("no");
  if (name !== undefined) throw new DOMException("no", name);
  const stream = await real(constraints);
  live.push(...stream.getTracks());
  return stream;
};
navigator.permissions.query = (async (wish: { name: string }) =>
  permissions[wish.name] === undefined
    ? queryReal(wish as PermissionDescriptor)
    : { state: permissions[wish.name] }) as typeof navigator.permissions.query;

const burning = () => live.filter(({ readyState }) => readyState === "live").length;

describe("this browser's devices", () => {
  let media: LocalMedia;
  beforeEach(() => {
    localStorage.clear();
    asked.length = 0;
    answer = () => undefined;
    permissions = {};
    media = new LocalMedia();
  });
  afterEach(async () => {
    media.stop();
    await until("no light is left", () => burning() === 0);
    live.length = 0;
  });

  it("opens both with one question, and hears sound", async () => {
    await media.start({ audio: true, video: true });
    equal(asked, ["audio+video"]);
    equal(media.stream?.getTracks().length, 2);
    await until("the fake microphone's beep is heard", () => media.level > 0.1);
    ok(media.level <= 1, "a level above 1");
  });

  it("takes noise out unless somebody wishes otherwise, also the next time", async () => {
    const wished: unknown[] = [];
    answer = (_kinds, { audio }) => void wished.push((audio as MediaTrackConstraints | undefined)?.noiseSuppression);
    await media.start({ audio: true, video: false });
    await media.setNoiseSuppression(false);
    ok(media.microphone.track?.readyState === "live", "the microphone is not open");
    equal(burning(), 1);
    const next = new LocalMedia();
    await next.start({ audio: true, video: false });
    next.stop();
    equal(wished, [true, false, false]);
  });

  it("sound only turns the camera off, and is remembered; a microphone that is off stays off (NET3)", async () => {
    await media.start({ audio: true, video: true });
    await media.setMicrophone(false);
    await media.setTraffic("sound");
    equal([media.camera.on, media.camera.track, media.microphone.on], [false, undefined, false]);
    equal(new LocalMedia().traffic, "sound");
    await media.setNoiseSuppression(false);
    equal(burning(), 0);
  });

  it("without a camera the microphone works, and the other way round", async () => {
    answer = (kinds) => (kinds.includes("video") ? "NotFoundError" : undefined);
    await media.start({ audio: true, video: true });
    equal([media.microphone.problem, media.camera.problem], [undefined, "missing"]);
    ok(media.microphone.track, "no sound");
    media.stop();

    media = new LocalMedia();
    answer = (kinds) => (kinds.includes("audio") ? "NotReadableError" : undefined);
    await media.start({ audio: true, video: true });
    equal([media.microphone.problem, media.camera.problem], ["in-use", undefined]);
  });

  for (const [name, state, problem] of [
    ["NotAllowedError", "denied", "denied"],
    ["NotAllowedError", "prompt", "dismissed"],
    ["NotFoundError", "granted", "missing"],
    ["NotReadableError", "granted", "in-use"],
    ["TypeError", "granted", "unsupported"],
    ["SomethingElse", "granted", "failed"],
  ] as const) {
    it(`names what a browser means by ${name} with the permission ${state}: ${problem}`, async () => {
      permissions = { camera: state, microphone: state };
      answer = () => name;
      await media.start({ audio: true, video: true });
      equal([media.microphone.problem, media.camera.problem], [problem, problem]);
      equal([media.microphone.on, media.stream], [true, undefined]);
    });
  }

  it("says when the frame around the page forbids it", async () => {
    const frame = document.createElement("iframe");
    frame.allow = "camera 'none'; microphone 'none'";
    document.body.append(frame);
    const inside = frame.contentDocument as Document & { featurePolicy?: { allowsFeature(name: string): boolean } };
    const { featurePolicy } = inside;
    const here = document as Document & { featurePolicy?: unknown };
    Object.defineProperty(here, "featurePolicy", { configurable: true, value: featurePolicy });
    answer = () => "NotAllowedError";
    await media.start({ audio: true, video: true });
    Reflect.deleteProperty(here, "featurePolicy");
    frame.remove();
    equal([media.microphone.problem, media.camera.problem], ["blocked-by-page", "blocked-by-page"]);
  });

  it("works without the browser's devices at all, as on a page without TLS", async () => {
    Object.defineProperty(navigator, "mediaDevices", { configurable: true, value: undefined });
    await media.start({ audio: true, video: true });
    await media.setCamera(false);
    equal(await media.devices(), { microphone: [], camera: [], speaker: [] });
    media.stop();
    Reflect.deleteProperty(navigator, "mediaDevices");
    equal([media.microphone.problem, media.camera.on], ["unsupported", false]);
  });

  it("a muted microphone keeps its track, silenced; a camera that is off has none, so its light is out", async () => {
    await media.start({ audio: true, video: true });
    await media.setMicrophone(false);
    equal(media.microphone.track?.enabled, false);
    equal(media.level, 0);
    await media.setCamera(false);
    equal([media.camera.track, burning()], [undefined, 1]);
    await media.setMicrophone(true);
    await media.setCamera(true);
    equal(asked, ["audio+video", "video"]);
    equal(media.microphone.track?.enabled, true);
  });

  it("what was wished meanwhile counts: a camera that comes too late is let go", async () => {
    const opening = media.setCamera(true);
    await media.setCamera(false);
    await opening;
    await until("its light is out", () => burning() === 0);
    equal(media.camera.track, undefined);
  });

  it("takes another device, and remembers it; one that is gone is replaced by the browser's choice", async () => {
    await media.start({ audio: true, video: true });
    const { microphone, speaker } = await media.devices();
    ok(microphone.length > 1 && speaker.length > 0, "the fake browser has several");
    const last = microphone.at(-1)!.deviceId;
    await media.useDevice("microphone", last);
    equal(media.microphone.track?.getSettings().deviceId, last);
    equal(burning(), 2);

    const next = new LocalMedia();
    equal(next.microphone.deviceId, last);
    answer = (_, { audio }) => (typeof audio === "object" && audio.deviceId !== undefined ? "OverconstrainedError" : undefined);
    await next.start({ audio: true, video: false });
    equal([next.microphone.problem, next.microphone.deviceId], [undefined, undefined]);
    next.stop();
  });

  it("a device that is unplugged is missed, and taken again when it is back", async () => {
    await media.start({ audio: false, video: true });
    const { track } = media.camera;
    track!.stop();
    track!.dispatchEvent(new Event("ended"));
    equal(media.camera.problem, "missing");
    devices.dispatchEvent(new Event("devicechange"));
    await until("there is a picture again", () => media.camera.track !== undefined);
    equal(media.camera.problem, undefined);
  });

  it("a device that was let go holds nothing of its owner, and its end means nothing: browsers keep tracks for long", async () => {
    await media.start({ audio: true, video: true });
    const tracks = media.stream!.getTracks();
    media.stop();
    for (const track of tracks) track.dispatchEvent(new Event("ended"));
    equal(
      tracks.map(({ readyState, onended }) => [readyState, onended]),
      [
        ["ended", null],
        ["ended", null],
      ],
    );
    equal([media.camera.problem, media.microphone.problem], [undefined, undefined]);
  });

  it("after stop() nothing is asked again", async () => {
    answer = () => "NotFoundError";
    await media.start({ audio: true, video: true });
    media.stop();
    const before = asked.length;
    answer = () => undefined;
    devices.dispatchEvent(new Event("devicechange"));
    await new Promise((resolve) => setTimeout(resolve, 50));
    equal(asked.length, before);
  });
});
