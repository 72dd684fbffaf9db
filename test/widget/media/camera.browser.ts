/// <reference types="mocha" />
import { until } from "../../support/until.ts";
import { newId } from "../../../protocol/ids.ts";
import type { PictureSize } from "../../../protocol/sfu.ts";
import { CallEngine } from "../../../widget/media/call-engine.ts";
import type { LocalMedia } from "../../../widget/media/local-media.ts";
import { SOUND_ONLY } from "../../../widget/media/picture-steps.ts";
import { SfuSender, slotsOf } from "../../../widget/media/sfu-sender.ts";
import { goesByServer, MediaServer } from "./media-server.ts";
import { fakeMedia } from "./wire.ts";

const [NONE, SMALLEST] = ["h false,m false,l false", "h false,m false,l true"];

describe("a face that goes through a server", function () {
  this.timeout(60_000);
  let media: LocalMedia;
  let server: MediaServer;
  let engine: CallEngine;
  /** What the camera is sent by, each with its sizes when it got the camera. */
  let senders: Map<RTCRtpSender, string>;
  const native = RTCRtpSender.prototype.replaceTrack;
  const inWords = ({ encodings }: RTCRtpSendParameters) => encodings.map(({ rid, active }) => `${rid} ${active}`).join();
  /** What the newest one makes. */
  const makes = () => {
    const sender = [...senders.keys()].at(-1);
    return sender === undefined ? "" : inWords(sender.getParameters());
  };
  const isWanted = (camera: PictureSize | null) =>
    engine.push({ is: "wanted", told: { sessionId: newId("ses"), relay: newId("rly"), epoch: 1, camera } });

  beforeEach(async () => {
    senders = new Map();
    RTCRtpSender.prototype.replaceTrack = function (this: RTCRtpSender, track) {
      if (track?.kind === "video") senders.set(this, inWords(this.getParameters()));
      return native.call(this, track);
    };
    media = await fakeMedia();
    server = new MediaServer({ threeSizes: true });
    engine = new CallEngine({ media, wire: { send: () => undefined }, sfu: server.ask, changed: () => undefined });
  });
  afterEach(() => {
    RTCRtpSender.prototype.replaceTrack = native;
    engine.close();
    server.close();
    media.stop();
  });

  const untilItMakes = async (expected: string): Promise<void> => {
    await until(`it makes ${expected}`, () => makes() === expected, { withinMs: 900 }).catch((error: unknown) => {
      throw new Error(`It makes ${makes() || "nothing"}.`, { cause: error });
    });
  };

  it("is made when somebody's way for it stands, and no larger than the smallest until the first pictures are through, whatever the server's answer switches on (MEDIA8)", async () => {
    goesByServer(engine);
    await until("it has the camera", () => senders.size === 1, { withinMs: 10_000 });
    if (makes() !== NONE) throw new Error(`Before anybody can see it it makes ${makes()}.`);
    isWanted(null);
    isWanted(2);
    await untilItMakes(SMALLEST);
    if ([...senders.values()].join() !== NONE) throw new Error(`The camera was handed to ${[...senders.values()].join(" and ")}.`);
    await until("all sizes are made", () => makes() === "h true,m true,l true", { withinMs: 10_000 });
  });

  it("is made after a moment though nobody is sent it, in its smallest size: it is there when somebody looks (MEDIA8)", async () => {
    goesByServer(engine);
    await until("it has the camera", () => senders.size === 1, { withinMs: 10_000 });
    await until("it is made", () => makes() === SMALLEST, { withinMs: 10_000 });
  });

  it("is offered in all sizes by a connection that is made anew while only the smallest is wanted (MEDIA8)", async () => {
    goesByServer(engine);
    await until("it has the camera", () => senders.size === 1, { withinMs: 10_000 });
    isWanted(0);
    await untilItMakes(SMALLEST);
    engine.push({ is: "gone", told: { sessionId: newId("ses"), epoch: 1, leg: "publish", build: server.offered[0]!.build } });
    await until("another connection has the camera", () => senders.size === 2, { withinMs: 10_000 });
    const sizes = server.offered.map(({ sdp }) => /^a=simulcast:.*$/mu.exec(sdp)?.[0]);
    if (sizes.join() !== "a=simulcast:send h;m;l,a=simulcast:send h;m;l") throw new Error(`They offered ${sizes.join()}.`);
    await untilItMakes(SMALLEST);
  });

  it("is not sent, nor is a screen, by a connection that is made anew where the network bears no pictures (MEDIA8)", async () => {
    const screen = document.createElement("canvas").captureStream(5).getVideoTracks()[0]!;
    const sender = new SfuSender(
      1,
      { audio: null, camera: media.camera.track ?? null, screen },
      {
        ice: { iceServers: [] },
        describe: (sdp) => void server.ask("publish", { epoch: 1, build: 1, sdp, slots: slotsOf(sdp) }).then(answered),
        candidates: () => undefined,
        changed: () => undefined,
        ended: () => undefined,
      },
    );
    const answered = (answer: Awaited<ReturnType<typeof server.ask<"publish">>>) => {
      if (answer.ok) sender.leg.take("answer", answer.value.sdp);
    };
    try {
      sender.stepDown(SOUND_ONLY);
      sender.want([2]);
      const sends = () =>
        sender.leg.connection.getSenders().flatMap((each) => (each.track?.kind === "video" ? inWords(each.getParameters()) : []));
      await until("both pictures are off", () => sends().join() === `${NONE},undefined false`, { withinMs: 10_000 }).catch(
        (error: unknown) => {
          throw new Error(`It sends ${sends().join()}.`, { cause: error });
        },
      );
    } finally {
      sender.leg.close();
      screen.stop();
    }
  });
});
