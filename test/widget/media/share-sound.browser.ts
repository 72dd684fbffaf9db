/// <reference types="mocha" />
import { until } from "../../support/until.ts";
import type { LocalMedia } from "../../../widget/media/local-media.ts";
import { fakeMedia, flows, Wire } from "./wire.ts";

describe("the sound of a shared screen", function () {
  this.timeout(60_000);
  const medias: LocalMedia[] = [];
  let wire: Wire;
  let context: AudioContext;
  afterEach(async () => {
    wire.close();
    for (const media of medias.splice(0)) media.stop();
    await context.close();
  });

  it("is heard beside the voice, also when the voice is muted, and ends with the screen", async () => {
    wire = new Wire();
    medias.push(await fakeMedia(), await fakeMedia());
    const [a, b] = medias.map((media) => wire.seat(media)) as [ReturnType<Wire["seat"]>, ReturnType<Wire["seat"]>];
    wire.tell();
    await until("sound flows", () => flows(b, a), { withinMs: 20_000 });
    await a.media.setMicrophone(false);
    const energy = async () => (await b.heardFrom(a)).energy;
    let last = -1;
    const silent = () =>
      until(
        "a is silent",
        async () => {
          const before = last;
          last = await energy();
          return last - before < 1e-7;
        },
        { everyMs: 500 },
      );
    await silent();

    context = new AudioContext();
    const tone = context.createOscillator();
    const out = context.createMediaStreamDestination();
    tone.connect(out);
    tone.start();
    const canvas = document.createElement("canvas");
    canvas.getContext("2d")!.fillRect(0, 0, 20, 20);
    a.engine.share(canvas.captureStream(5).getVideoTracks()[0]!, out.stream.getAudioTracks()[0]);
    await until("the film is heard", async () => (await energy()) > last + 1e-4);
    a.engine.share(null);
    await silent();
    await a.media.setMicrophone(true);
    await until("the voice is heard again", async () => (await energy()) > last + 1e-5);
  });
});
