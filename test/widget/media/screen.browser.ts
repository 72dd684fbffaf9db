/// <reference types="mocha" />
import { until } from "../../support/until.ts";
import { newId } from "../../../protocol/ids.ts";
import { guestId } from "../support/host-views.ts";
import { CallEngine } from "../../../widget/media/call-engine.ts";
import type { LocalMedia } from "../../../widget/media/local-media.ts";
import { fakeMedia } from "./wire.ts";

const WIDTH = 960;

describe("a screen that goes through a server", function () {
  this.timeout(60_000);
  let media: LocalMedia;
  let screen: MediaStreamTrack;
  let drawing: ReturnType<typeof setInterval>;
  /** Stands for the server: it takes what is sent, and looks at it. */
  let server: RTCPeerConnection;
  let engine: CallEngine;
  /** Widths of the pictures of the screen as they came, each once. */
  let widths: number[];
  /** The server's answer is on its way. */
  let answering: () => void;

  beforeEach(async () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: WIDTH, height: 540 });
    const pen = canvas.getContext("2d")!;
    drawing = setInterval(() => pen.fillText(`${performance.now()}`, 10, 10 + Math.random() * 500), 66);
    screen = canvas.captureStream(15).getVideoTracks()[0]!;
    // As what is shared is marked; browsers would begin with a small picture of anything else themselves.
    screen.contentHint = "detail";
    media = await fakeMedia();
    widths = [];
    answering = () => undefined;
    server = new RTCPeerConnection();
    server.addEventListener("track", ({ track, transceiver }) => {
      if (track.kind !== "video" || server.getTransceivers().indexOf(transceiver) !== 2) return;
      const video = Object.assign(document.createElement("video"), { muted: true, srcObject: new MediaStream([track]) });
      const look = (): void => {
        if (widths.at(-1) !== video.videoWidth) widths.push(video.videoWidth);
        video.requestVideoFrameCallback(look);
      };
      video.requestVideoFrameCallback(look);
      void video.play();
    });
    engine = new CallEngine({
      media,
      wire: { send: () => undefined },
      sfu: async (name, payload) => {
        if (name === "candidates") {
          const { leg, candidates } = payload as { leg: string; candidates: RTCIceCandidateInit[] };
          if (leg === "publish") await Promise.all(candidates.map((each) => server.addIceCandidate(each)));
        }
        if (name !== "publish") return { ok: true, value: { publish: [1], subscribe: [1] } } as never;
        await server.setRemoteDescription({ type: "offer", sdp: (payload as { sdp: string }).sdp });
        await server.setLocalDescription();
        await until("the server has its candidates", () => server.iceGatheringState === "complete", { withinMs: 10_000 });
        answering();
        return { ok: true, value: { sdp: server.localDescription!.sdp } } as never;
      },
      changed: () => undefined,
    });
  });
  afterEach(() => {
    clearInterval(drawing);
    engine.close();
    server.close();
    media.stop();
    screen.stop();
  });

  const enters = (): void => {
    engine.setIce({ iceServers: [] });
    const others = [{ participantId: guestId("other"), instance: newId("ins"), order: 1 }];
    engine.see({ me: { participantId: guestId("me"), instance: newId("ins"), order: 2 }, others, topology: "sfu", epoch: 1 });
  };

  it("is there at once in a third of its size, and whole a moment later; each time it is shared (MEDIA8)", async () => {
    enters();
    await until("it stands", () => server.connectionState === "connected", { withinMs: 15_000 });
    const seen = () => widths.filter((width) => width !== 0).join();
    const once = [WIDTH / 3, WIDTH];
    for (const all of [once, [...once, ...once]]) {
      engine.share(screen);
      await until("it is whole", () => seen() === all.join(), { withinMs: 15_000 }).catch((error: unknown) => {
        throw new Error(`It was ${seen()}.`, { cause: error });
      });
      engine.share(null);
    }
  });

  it("is whole from the first picture on where the others have seen it already: the way has changed (MEDIA4)", async () => {
    answering = () => engine.share(screen);
    enters();
    await until("it is seen", () => widths.some((width) => width !== 0), { withinMs: 15_000 });
    await until("some time has passed", async () => (await decoded()) > 10, { withinMs: 15_000 });
    if (widths.join() !== `${WIDTH}`) throw new Error(widths.join(", "));
  });

  async function decoded(): Promise<number> {
    const reports = [...(await server.getReceivers()[2]!.getStats()).values()] as { type: string; framesDecoded?: number }[];
    return reports.find(({ type }) => type === "inbound-rtp")?.framesDecoded ?? 0;
  }
});
