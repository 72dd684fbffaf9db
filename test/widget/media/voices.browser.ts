/// <reference types="mocha" />
import { newId } from "../../../protocol/ids.ts";
import type { SfuAnswer, SfuSubscribe } from "../../../protocol/sfu.ts";
import { CallEngine } from "../../../widget/media/call-engine.ts";
import { until } from "../../support/until.ts";
import { guestId } from "../support/host-views.ts";
import { goesByServer } from "./media-server.ts";
import { fakeMedia } from "./wire.ts";

describe("what comes through a server", function () {
  this.timeout(60_000);

  it("is kept in store for 80 ms where it is a voice, and not delayed where it is a picture (MEDIA12)", async () => {
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
});
