/// <reference types="mocha" />
import { newId } from "../../../protocol/ids.ts";
import type { SfuAnswer, SfuSubscribe } from "../../../protocol/sfu.ts";
import { CallEngine } from "../../../widget/media/call-engine.ts";
import { until } from "../../support/until.ts";
import { guestId } from "../support/host-views.ts";
import { goesByServer } from "./media-server.ts";
import { fakeMedia, Wire } from "./wire.ts";

describe("what comes of others", function () {
  this.timeout(60_000);

  it("through a server is kept in store for 80 ms where it is a voice, and not delayed where it is a picture (MEDIA12)", async () => {
    const media = await fakeMedia();
    const server = new RTCPeerConnection();
    const came: RTCRtpReceiver[] = [];
    const native = RTCPeerConnection.prototype.setRemoteDescription;
    RTCPeerConnection.prototype.setRemoteDescription = async function (description) {
      await Reflect.apply(native, this, [description]);
      if (description.type === "offer") came.push(...this.getReceivers());
    };
    let build: number | undefined;
    let answered = false;
    const engine = new CallEngine({
      media,
      wire: { send: () => undefined },
      sfu: (name, payload) => {
        if (name === "publish") return new Promise(() => undefined);
        if (name === "subscribe") build = (payload as SfuSubscribe).build;
        if (name === "answer") answered = (payload as SfuAnswer).n === 1;
        return Promise.resolve({ ok: true, value: {} } as never);
      },
      changed: () => undefined,
    });
    try {
      for (const kind of ["audio", "video"]) server.addTransceiver(kind, { direction: "sendonly" });
      await server.setLocalDescription();
      goesByServer(engine);
      await until("it has asked for what there is", () => build !== undefined, { withinMs: 10_000 });
      const streams = (["audio", "camera"] as const).map((slot, n) => ({ mid: `${n}`, from: guestId("other"), slot, order: 1 }));
      const { sdp } = server.localDescription!;
      engine.push({ is: "offer", told: { sessionId: newId("ses"), epoch: 1, build: build!, n: 1, sdp, streams } });
      await until("it has answered", () => answered, { withinMs: 10_000 });
      const targets = came.map(({ track, jitterBufferTarget }) => `${track.kind} ${jitterBufferTarget}`);
      if (targets.join() !== "audio 80,video null") throw new Error(targets.join());
    } finally {
      RTCPeerConnection.prototype.setRemoteDescription = native;
      engine.close();
      server.close();
      media.stop();
    }
  });

  it("browser to browser is kept in store while there are several of them, and comes as soon as it can when there is one (MEDIA12)", async () => {
    const media = await fakeMedia();
    const wire = new Wire();
    const made = new Set<RTCPeerConnection>();
    const native = RTCPeerConnection.prototype.setRemoteDescription;
    RTCPeerConnection.prototype.setRemoteDescription = function (description) {
      made.add(this);
      return Reflect.apply(native, this, [description]);
    };
    const targets = () =>
      [...made]
        .filter(({ connectionState }) => connectionState === "connected")
        .flatMap((connection) => connection.getReceivers().map(({ track, jitterBufferTarget }) => `${track.kind} ${jitterBufferTarget}`))
        .filter((each) => each !== "video null")
        .join();
    const become = (words: string) => until(`each voice is ${words}`, () => targets() === words, { withinMs: 10_000 });
    try {
      for (let count = 0; count < 3; count += 1) wire.seat(media);
      wire.tell();
      await become(Array.from({ length: 6 }, () => "audio 80").join());
      wire.remove(wire.callers[2]!);
      wire.tell();
      await become("audio null,audio null");
    } finally {
      RTCPeerConnection.prototype.setRemoteDescription = native;
      wire.close();
      media.stop();
    }
  });
});
