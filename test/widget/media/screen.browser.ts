/// <reference types="mocha" />
import { until } from "../../support/until.ts";
import { CallEngine } from "../../../widget/media/call-engine.ts";
import type { LocalMedia } from "../../../widget/media/local-media.ts";
import { goesByServer, MediaServer } from "./media-server.ts";
import { fakeMedia } from "./wire.ts";

const WIDTH = 960;

describe("a screen that goes through a server", function () {
  this.timeout(60_000);
  let media: LocalMedia;
  let screen: MediaStreamTrack;
  let drawing: ReturnType<typeof setInterval>;
  let server: MediaServer;
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
    server = new MediaServer({ came: (track, line) => line === 2 && look(track), answering: () => answering() });
    engine = new CallEngine({ media, wire: { send: () => undefined }, sfu: server.ask, changed: () => undefined });
  });
  afterEach(() => {
    clearInterval(drawing);
    engine.close();
    server.close();
    media.stop();
    screen.stop();
  });

  function look(track: MediaStreamTrack): void {
    const video = Object.assign(document.createElement("video"), { muted: true, srcObject: new MediaStream([track]) });
    const see = (): void => {
      if (widths.at(-1) !== video.videoWidth) widths.push(video.videoWidth);
      video.requestVideoFrameCallback(see);
    };
    video.requestVideoFrameCallback(see);
    void video.play();
  }

  it("is there at once in a third of its size, and whole a moment later; each time it is shared (MEDIA8)", async () => {
    goesByServer(engine);
    await until("it stands", () => server.end?.connectionState === "connected", { withinMs: 15_000 });
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
    goesByServer(engine);
    await until("it is seen", () => widths.some((width) => width !== 0), { withinMs: 15_000 });
    await until("some time has passed", async () => (await decoded()) > 10, { withinMs: 15_000 });
    if (widths.join() !== `${WIDTH}`) throw new Error(widths.join(", "));
  });

  async function decoded(): Promise<number> {
    const reports = [...(await server.end!.getReceivers()[2]!.getStats()).values()] as { type: string; framesDecoded?: number }[];
    return reports.find(({ type }) => type === "inbound-rtp")?.framesDecoded ?? 0;
  }
});
