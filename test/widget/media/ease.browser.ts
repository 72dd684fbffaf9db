/// <reference types="mocha" />
import { until } from "../../support/until.ts";
import type { LocalMedia } from "../../../widget/media/local-media.ts";
import type { Caller } from "./wire.ts";
import { fakeMedia, flows, Wire } from "./wire.ts";

describe("pictures give way so that sound never has to", function () {
  this.timeout(60_000);
  let wire: Wire;
  let medias: LocalMedia[] = [];

  async function pair(): Promise<[Caller, Caller]> {
    wire = new Wire();
    medias = [await fakeMedia(), await fakeMedia()];
    const [a, b] = medias.map((media) => wire.seat(media)) as [Caller, Caller];
    wire.tell();
    await until("frames and sound flow both ways", async () => (await flows(a, b)) && (await flows(b, a)), { withinMs: 20_000 });
    return [a, b];
  }
  const sees = (here: Caller, there: Caller) => here.engine.remotes.get(there.ref.participantId);

  afterEach(async () => {
    for (const media of medias) {
      await media.setTraffic("full");
      media.stop();
    }
    wire.close();
  });

  it("who wishes for sound only is sent no pictures, and hears on; the other end is told nothing is wrong", async () => {
    const [a, b] = await pair();
    await a.media.setTraffic("sound");
    await until("b says that its pictures are paused", () => sees(a, b)?.paused === true);
    let frames = -1;
    await until(
      "no picture of b comes any more",
      async () => {
        const last = frames;
        frames = (await a.heardFrom(b)).frames;
        return frames === last;
      },
      { everyMs: 400 },
    );
    const { energy } = await a.heardFrom(b);
    await until("sound of b goes on", async () => (await a.heardFrom(b)).energy > energy);
    if (b.engine.weak) throw new Error("b's own way is said to be weak");
    if (a.media.camera.on) throw new Error("a's own camera is still on");

    await a.media.setTraffic("full");
    await until("pictures of b come again", async () => (await a.heardFrom(b)).frames > frames + 2);
    await until("and are no longer said to be paused", () => sees(a, b)?.paused === false);
  });

  it("who saves data sends and receives smaller pictures", async () => {
    const [a, b] = await pair();
    const video = document.createElement("video");
    video.muted = true;
    const show = () => {
      const stream = sees(a, b)?.streams.camera ?? null;
      if (video.srcObject !== stream) {
        video.srcObject = stream;
        void video.play().catch(() => undefined);
      }
      return video.videoWidth;
    };
    await until("a picture of the full size", () => show() === 160, { withinMs: 20_000 });
    await a.media.setTraffic("saver");
    await until("a smaller one", () => show() > 0 && video.videoWidth <= 80, { withinMs: 20_000 });
  });
});
