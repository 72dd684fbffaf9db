/**
 * This browser's camera and microphone: asked for, chosen, switched on and off, let go. Used before the call, in the waiting room and
 * in the call, so what the guest set up is what the others get. Never throws: what cannot be used is told by `microphone.problem` and
 * `camera.problem`. Tells every change by the event `change`.
 */

import { Blurring } from "./blurring.ts";
import type { ChimeKind, Traffic } from "./choices.ts";
import { chosen, keep, kept } from "./choices.ts";
import type { DeviceKind, DeviceProblem } from "./device-problems.ts";
import { Chime } from "./chime.ts";
import { LevelMeter } from "./level-meter.ts";
import { CONSTRAINTS, closeDevice, openDevices } from "./open-devices.ts";

export type { ChimeKind, DeviceKind, DeviceProblem, Traffic };

/** One of the two devices as it stands now. */
export interface LocalDevice {
  /** The person wishes it on. */
  readonly on: boolean;
  /**
   * What may be sent and shown: live while on and usable. A microphone that is off keeps its track, silenced; a camera that is off has
   * none, so its light is out. Of a camera whose background shall be blurred it is the blurred picture, none before there is one (MEDIA10).
   */
  readonly track: MediaStreamTrack | undefined;
  readonly problem: DeviceProblem | undefined;
  /** Which one was chosen; undefined: the browser's own choice. */
  readonly deviceId: string | undefined;
}

/** When not even the explanation can be loaded. */
const UNEXPLAINED = { permissionFor: async () => undefined, problemOf: async () => "failed" as const };

const OFF: LocalDevice = { on: false, track: undefined, problem: undefined, deviceId: undefined };
export class LocalMedia extends EventTarget {
  microphone: LocalDevice = { ...OFF, deviceId: kept("microphone") };
  camera: LocalDevice = { ...OFF, deviceId: kept("camera") };
  /** Where others are heard; undefined: the browser's own choice. */
  speakerId: string | undefined = kept("speaker");
  /** How much goes over the network, as chosen in this browser. */
  traffic: Traffic = chosen("traffic");
  /** Steady noise around the person is taken out by the browser, where it can. */
  noiseSuppression = chosen("noise") === "suppressed";
  /** The live tracks, a new object whenever they change; undefined when there is none. */
  stream: MediaStream | undefined;
  /** The devices themselves. */
  readonly #opened: Partial<Record<DeviceKind, MediaStreamTrack>> = {};
  readonly #blurring = new Blurring({
    constraints: CONSTRAINTS.camera,
    ready: (track) => this.#turn("camera", { track }),
    failed: () => {
      this.#drop("camera");
      this.#turn("camera", { problem: "unblurred" });
    },
    changed: () => this.#changed(),
  });
  #meter: LevelMeter | undefined;
  #chime: Chime | undefined;
  /** What each device is being opened for; a device that arrives for an older wish is let go. */
  #wish: Record<DeviceKind, symbol | undefined> = { microphone: undefined, camera: undefined };

  /** The person is being asked, or a device is being opened. */
  get starting(): boolean {
    return this.#wish.microphone !== undefined || this.#wish.camera !== undefined;
  }

  /** Asks for what is wished, in one question where possible. Resolves when it is settled, whatever came of it. */
  async start({ audio, video }: { audio: boolean; video: boolean }): Promise<void> {
    const kinds = [...(audio ? (["microphone"] as const) : []), ...(video ? (["camera"] as const) : [])];
    if (kinds.length === 0) return;
    navigator.mediaDevices?.addEventListener("devicechange", this.#devicesChanged);
    const wish = Symbol();
    for (const kind of kinds) {
      this.#wish[kind] = wish;
      this.#set(kind, { on: true, problem: undefined });
    }
    this.#changed();
    await this.#acquire(kinds, wish);
    for (const kind of kinds) if (this.#wish[kind] === wish) this.#wish[kind] = undefined;
    this.#changed();
  }

  /** Lets everything go: no light, no listener, no timer is left. */
  stop(): void {
    this.#chime?.close();
    this.#chime = undefined;
    navigator.mediaDevices?.removeEventListener("devicechange", this.#devicesChanged);
    for (const kind of ["microphone", "camera"] as const) {
      this.#wish[kind] = undefined;
      this.#drop(kind);
    }
    this.#changed();
  }

  async setMicrophone(on: boolean): Promise<void> {
    const { track } = this.microphone;
    this.#set("microphone", { on });
    if (track !== undefined) track.enabled = on;
    this.#changed();
    if (on && track === undefined) await this.start({ audio: true, video: false });
  }

  async setCamera(on: boolean): Promise<void> {
    // What is made of its picture belongs to it here; nobody's joining waits for that.
    if (on) return this.start({ audio: false, video: true }).then(() => this.#blurring.settled);
    this.#wish.camera = undefined;
    this.#drop("camera");
    this.#turn("camera", { on: false });
  }

  /** What there is to choose from. Names are empty until a permission was given. */
  async devices(): Promise<Record<DeviceKind | "speaker", MediaDeviceInfo[]>> {
    const all = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
    const of = (kind: MediaDeviceKind) => all.filter((device) => device.kind === kind && device.deviceId !== "");
    return { microphone: of("audioinput"), camera: of("videoinput"), speaker: of("audiooutput") };
  }

  /** Chooses a device, now and for the next time in this browser. */
  async useDevice(kind: DeviceKind | "speaker", deviceId: string): Promise<void> {
    keep(kind, deviceId);
    if (kind === "speaker") {
      this.speakerId = deviceId;
      return this.#changed();
    }
    this.#set(kind, { deviceId });
    if (!this[kind].on) return this.#changed();
    this.#drop(kind);
    await this.start({ audio: kind === "microphone", video: kind === "camera" });
  }

  /** Chooses how much goes over the network, now and for the next time in this browser. Without pictures the own camera is off, too. */
  async setTraffic(traffic: Traffic): Promise<void> {
    keep("traffic", traffic);
    this.traffic = traffic;
    if (traffic === "sound" && this.camera.on) await this.setCamera(false);
    else this.#changed();
  }

  /** The microphone is opened anew for it. */
  async setNoiseSuppression(on: boolean): Promise<void> {
    keep("noise", on ? "suppressed" : "kept");
    this.noiseSuppression = on;
    this.#drop("microphone");
    this.#changed();
    if (this.microphone.on) await this.start({ audio: true, video: false });
  }

  /** Which camera is on, whatever is made of its picture. */
  get cameraId(): string | undefined {
    return this.#opened.camera?.getSettings().deviceId;
  }

  /** Whether what is behind the person shall be blurred, as chosen in this browser. */
  get backgroundBlur(): boolean {
    return chosen("blur") === "on";
  }

  /** Blurring is too slow on this machine for a picture that moves smoothly. */
  get blurSlow(): boolean {
    return this.#blurring.slow;
  }

  /** Whether the camera that is on, or this browser and page, can blur. */
  async mayBlur(): Promise<boolean> {
    const { camera } = this.#opened;
    if (camera === undefined) return false;
    const { mayBlur } = await import("./blur/cover.ts");
    return mayBlur(camera);
  }

  /** Chooses it, now and for the next time in this browser. Resolves when the picture is so, or the camera off because it cannot be. */
  async setBackgroundBlur(on: boolean): Promise<void> {
    keep("blur", on ? "on" : "off");
    const { camera } = this.#opened;
    // Whoever turns it off because it failed is not seen with the room before saying so.
    if (!on && this.camera.problem === "unblurred") this.#set("camera", { on: false, problem: undefined });
    if (camera !== undefined) this.#show(camera);
    this.#changed();
    await this.#blurring.settled;
  }

  /** What is heard when somebody comes. */
  get chime(): ChimeKind {
    return chosen("chime");
  }

  /** Chooses it, and lets it be heard. */
  setChime(kind: ChimeKind): void {
    keep("chime", kind);
    if (kind !== "none") void (this.#chime ??= new Chime()).play(this.speakerId);
    this.#changed();
  }

  /** Two soft notes where others will be heard. Resolves with whether they can be heard at all. */
  testSound(): Promise<boolean> {
    return (this.#chime ??= new Chime()).play(this.speakerId, "notes");
  }

  /** How loud the microphone is: 0 (silent, off or none) to 1. Ask as often as it is shown. */
  get level(): number {
    const { on, track } = this.microphone;
    if (!on || track === undefined) return 0;
    this.#meter ??= new LevelMeter(track);
    return this.#meter.level;
  }

  /** Both at once is one question for the person; if that fails, whichever works. */
  async #acquire(kinds: readonly DeviceKind[], wish: symbol): Promise<void> {
    try {
      const stream = await openDevices(kinds, this);
      for (const track of stream.getTracks()) {
        const kind = track.kind === "audio" ? "microphone" : "camera";
        if (this.#wish[kind] === wish) this.#take(kind, track);
        else track.stop();
      }
    } catch (error) {
      await this.#failed(kinds, error, wish);
    }
  }

  async #failed(kinds: readonly DeviceKind[], error: unknown, wish: symbol): Promise<void> {
    const { permissionFor, problemOf } = await import("./device-problems.ts").catch(() => UNEXPLAINED);
    const { name } = error as DOMException;
    const chosen = kinds.filter((kind) => this[kind].deviceId !== undefined);
    // A chosen device that was unplugged since: the browser's own choice instead.
    if (chosen.length > 0 && (name === "OverconstrainedError" || name === "NotFoundError")) {
      for (const kind of chosen) this.#set(kind, { deviceId: undefined });
      return this.#acquire(kinds, wish);
    }
    const refused = name === "NotAllowedError" || name === "SecurityError";
    const problems = await Promise.all(kinds.map((kind) => problemOf(kind, error)));
    const permissions = await Promise.all(kinds.map(permissionFor));
    for (const [index, kind] of kinds.entries()) {
      if (this.#wish[kind] !== wish) continue;
      // The person who just said no is not asked again; a device that fell only with the other one is.
      const fellWithOther = problems[index] === "dismissed" && problems.some((problem) => problem !== "dismissed");
      const alone = kinds.length > 1 && (!refused || permissions[index] === "granted" || fellWithOther);
      if (alone) await this.#acquire([kind], wish);
      else this.#set(kind, { problem: problems[index] });
    }
  }

  #take(kind: DeviceKind, track: MediaStreamTrack): void {
    this.#drop(kind);
    this.#opened[kind] = track;
    track.enabled = this[kind].on;
    track.onended = () => {
      this.#drop(kind);
      this.#turn(kind, { problem: "missing" });
    };
    if (kind === "camera") this.#show(track);
    else this.#set(kind, { track, problem: undefined });
  }

  /** MEDIA10: of a camera that shall be blurred nothing is shown until it is. */
  #show(camera: MediaStreamTrack): void {
    const { backgroundBlur } = this;
    this.#set("camera", { track: backgroundBlur ? undefined : camera, problem: undefined });
    if (backgroundBlur) this.#blurring.start(camera);
    else this.#blurring.stop();
  }

  #drop(kind: DeviceKind): void {
    if (kind === "camera") this.#blurring.stop();
    else {
      this.#meter?.close();
      this.#meter = undefined;
    }
    closeDevice(this.#opened[kind]);
    delete this.#opened[kind];
    this.#set(kind, { track: undefined });
  }

  /** Something was plugged in or out: what was missing may be there now. */
  readonly #devicesChanged = (): void => {
    const missing = (kind: DeviceKind) => this[kind].on && this[kind].problem === "missing";
    if (!this.starting && (missing("microphone") || missing("camera"))) {
      void this.start({ audio: missing("microphone"), video: missing("camera") });
    }
    this.#changed();
  };

  #set(kind: DeviceKind, change: Partial<LocalDevice>): void {
    this[kind] = { ...this[kind], ...change };
  }

  #turn(kind: DeviceKind, change: Partial<LocalDevice>): void {
    this.#set(kind, change);
    this.#changed();
  }

  #changed(): void {
    const tracks = [this.microphone.track, this.camera.track].filter((track) => track !== undefined);
    const had = this.stream?.getTracks() ?? [];
    if (tracks.length !== had.length || tracks.some((track) => !had.includes(track)))
      this.stream = tracks.length === 0 ? undefined : new MediaStream(tracks);
    this.dispatchEvent(new Event("change"));
  }
}
