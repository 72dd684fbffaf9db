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

  it("blurs what is behind, where the camera can, also the next time; says so where it can't", async () => {
    await media.start({ audio: false, video: true });
    const element = await dialog();
    await until(() => words(element).includes("can't blur the background"), "a sentence");

    const proto = MediaStreamTrack.prototype;
    const { getCapabilities, getSettings, applyConstraints } = proto;
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
    await media.setCamera(false);
    await media.setCamera(true);
    const blur = await one<HTMLButtonElement>(element, '[aria-labelledby="blur"]');
    equal(blur.getAttribute("aria-checked"), "false");
    blur.click();
    await until(() => blur.getAttribute("aria-checked") === "true", "it is on");
    await media.setCamera(false);
    await media.setCamera(true);
    await until(() => media.backgroundBlur === true, "still on");
    Object.assign(proto, { getCapabilities, getSettings, applyConstraints });
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
