/// <reference types="mocha" />
import "../../widget/elements/device-dialog.ts";
import { LocalMedia } from "../../widget/media/local-media.ts";
import { equal, ok } from "./support/expect.ts";
import { clear, make, one, stage, until, words } from "./support/stage.ts";
import { FakeHost } from "./support/fake-host.ts";

describe("the settings for camera and sound", () => {
  let media: LocalMedia;

  async function dialog() {
    const element = make("doorstep-device-dialog", { media });
    stage(new FakeHost({}), element);
    await until(() => element.shadowRoot?.querySelector("dialog[open]"), "the dialog is open");
    return element;
  }
  const choose = async (within: Element, id: string, value: string) => {
    const select = await one<HTMLSelectElement>(within, `#${id}`);
    select.value = value;
    select.dispatchEvent(new Event("change"));
  };

  beforeEach(() => {
    localStorage.clear();
    media = new LocalMedia();
  });
  afterEach(() => {
    clear();
    media.stop();
    localStorage.clear();
  });

  it("offers less data and sound only, and says what each means (NET3)", async () => {
    await media.start({ audio: false, video: true });
    const element = await dialog();
    ok(words(element).includes("Network"), "nothing about the network");
    await choose(element, "traffic", "saver");
    equal([media.traffic, media.camera.on], ["saver", true]);
    await choose(element, "traffic", "sound");
    await until(() => media.traffic === "sound" && !media.camera.on, "the own camera is off");
  });

  it("has switches for noise, and the sound for who comes", async () => {
    const element = await dialog();
    const noise = await one<HTMLButtonElement>(element, '[aria-labelledby="noise"]');
    equal(noise.getAttribute("aria-checked"), "true");
    noise.click();
    await until(() => noise.getAttribute("aria-checked") === "false");
    equal(media.noiseSuppression, false);
    await choose(element, "chime", "none");
    equal(new LocalMedia().chime, "none");
  });

  it("lets the camera blur what is behind where it can, also the next time; a thread is not started for it (MEDIA10)", async () => {
    const proto = MediaStreamTrack.prototype;
    const { getCapabilities, getSettings, applyConstraints } = proto;
    const { Worker } = globalThis;
    const blurred = new WeakSet<MediaStreamTrack>();
    proto.getCapabilities = function () {
      return { ...getCapabilities.call(this), backgroundBlur: [false, true] };
    };
    proto.getSettings = function () {
      return { ...getSettings.call(this), backgroundBlur: blurred.has(this) };
    };
    proto.applyConstraints = async function (wish) {
      if (wish?.backgroundBlur === true) blurred.add(this);
      else blurred.delete(this);
    };
    globalThis.Worker = undefined as never;
    try {
      await media.start({ audio: false, video: true });
      const element = await dialog();
      const blur = await one<HTMLButtonElement>(element, '[aria-labelledby="blur"]');
      equal(blur.getAttribute("aria-checked"), "false");
      blur.click();
      await until(() => media.camera.track !== undefined && blurred.has(media.camera.track), "the camera blurs");
      equal(blur.getAttribute("aria-checked"), "true");
      await media.setCamera(false);
      await media.setCamera(true);
      ok(blurred.has(media.camera.track!), "it does the next time");
      blur.click();
      await until(() => !blurred.has(media.camera.track!), "it no longer does");
    } finally {
      Object.assign(proto, { getCapabilities, getSettings, applyConstraints });
      globalThis.Worker = Worker;
    }
  });

  it("blurs by itself where the camera can't: the switch, what is said while it begins, and when it fails (MEDIA10)", async () => {
    await media.start({ audio: false, video: true });
    const element = await dialog();
    const blur = await one<HTMLButtonElement>(element, '[aria-labelledby="blur"]');
    const bare = media.camera.track;
    blur.click();
    await until(() => words(element).includes("as soon as the background is blurred"), "what is waited for");
    await until(() => media.camera.track !== undefined && media.camera.track !== bare, "another picture");
    await until(() => !words(element).includes("as soon as"), "nothing is waited for");
    // Which camera it is stays known, though the picture is another.
    equal((await one<HTMLSelectElement>(element, "#camera")).value, media.cameraId);

    const { Worker } = globalThis;
    globalThis.Worker = undefined as never;
    await media.setCamera(false);
    await media.setCamera(true);
    globalThis.Worker = Worker;
    await until(() => words(element).includes("couldn't be blurred, so your camera is off"), "it is said");
    equal([media.camera.problem, media.camera.track], ["unblurred", undefined]);
  });

  it("lists a device that is plugged in while it is open", async () => {
    const list = navigator.mediaDevices.enumerateDevices.bind(navigator.mediaDevices);
    await media.start({ audio: true, video: false });
    const element = await dialog();
    const camera = await one<HTMLSelectElement>(element, "#camera");
    const before = camera.options.length;
    const fresh = { deviceId: "usb", kind: "videoinput", label: "A new camera", groupId: "", toJSON: () => ({}) } as MediaDeviceInfo;
    navigator.mediaDevices.enumerateDevices = async () => [...(await list()), fresh];
    navigator.mediaDevices.dispatchEvent(new Event("devicechange"));
    await until(() => camera.options.length === before + 1, "the new camera is listed");
    navigator.mediaDevices.enumerateDevices = list;
  });
});
