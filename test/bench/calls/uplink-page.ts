/** How much one participant sends: three pictures of a mesh call beside one full stream. All in one page; only one of them has a camera. */

import { LocalMedia } from "../../../widget/media/local-media.ts";
import { Wire } from "../../widget/media/wire.ts";

const SIZE = { width: 1280, height: 720 };
/** Few: an encoder in software keeps up, and what limits it is the rate, not the processor. */
const PICTURES_A_SECOND = 8;
/** How far the noise moves, px. */
const ROOM = 300;
/** Long enough for the bandwidth estimate to have found the limit. */
const SETTLE_MS = 25_000;
const MEASURE_MS = 6_000;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A picture that no encoder can make small, as a restless room would be. */
function noise(): MediaStreamTrack {
  const canvas = Object.assign(document.createElement("canvas"), SIZE);
  const context = canvas.getContext("2d")!;
  // Drawn once, larger than the picture, and only moved: making it anew each time would take the processor from the encoder.
  const sheet = new ImageData(SIZE.width + ROOM, SIZE.height + ROOM);
  for (let at = 0; at < sheet.data.length; at += 1) sheet.data[at] = at % 4 === 3 ? 255 : Math.random() * 255;
  const grain = new OffscreenCanvas(sheet.width, sheet.height);
  grain.getContext("2d")!.putImageData(sheet, 0, 0);
  setInterval(
    () => context.drawImage(grain, -Math.floor(Math.random() * ROOM), -Math.floor(Math.random() * ROOM)),
    1_000 / PICTURES_A_SECOND,
  );
  return canvas.captureStream(PICTURES_A_SECOND).getVideoTracks()[0]!;
}

/** Bits a second of all that is sent by `connections`. */
async function uplink(connections: () => RTCPeerConnection[]): Promise<number> {
  const sent = async () => {
    let bytes = 0;
    for (const connection of connections()) {
      (await connection.getStats()).forEach((report: { type: string; bytesSent?: number }) => {
        if (report.type === "outbound-rtp") bytes += report.bytesSent ?? 0;
      });
    }
    return bytes;
  };
  await sleep(SETTLE_MS);
  const [before, from] = [await sent(), performance.now()];
  await sleep(MEASURE_MS);
  return (((await sent()) - before) * 8_000) / (performance.now() - from);
}

async function oneFullStream(track: MediaStreamTrack): Promise<number> {
  const [a, b] = [new RTCPeerConnection(), new RTCPeerConnection()];
  a.addEventListener("icecandidate", ({ candidate }) => void b.addIceCandidate(candidate ?? undefined));
  b.addEventListener("icecandidate", ({ candidate }) => void a.addIceCandidate(candidate ?? undefined));
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  for (const each of [track, ...stream.getAudioTracks()]) a.addTrack(each);
  await a.setLocalDescription();
  await b.setRemoteDescription(a.localDescription!);
  await b.setLocalDescription();
  await a.setRemoteDescription(b.localDescription!);
  // Left alone, the browser makes a picture of noise so small that it is no full stream any more.
  for (const sender of a.getSenders()) {
    const parameters: RTCRtpSendParameters & { degradationPreference?: string } = sender.getParameters();
    parameters.degradationPreference = "maintain-resolution";
    await sender.setParameters(parameters);
  }
  const bits = await uplink(() => [a]);
  for (const each of [a, b]) each.close();
  for (const each of stream.getTracks()) each.stop();
  return bits;
}

async function meshOfFour(track: MediaStreamTrack): Promise<number> {
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async ({ audio = false, video = false } = {}) =>
    new MediaStream([...(audio === false ? [] : (await ask({ audio })).getTracks()), ...(video === false ? [] : [track])]);
  const media = new LocalMedia();
  await media.start({ audio: true, video: true });
  const wire = new Wire();
  const before = window.peerConnections.length;
  const sender = wire.seat(media);
  for (let count = 0; count < 3; count += 1) wire.seat(new LocalMedia());
  wire.tell();
  // Only one of the four sends anything, so all connections together are its uplink.
  const bits = await uplink(() => window.peerConnections.slice(before));
  if ((await sender.engine.stats()).size !== 3) throw new Error("The call is not of four.");
  wire.close();
  media.stop();
  return bits;
}

Object.assign(window, {
  async uplinks() {
    const reference = await oneFullStream(noise());
    return { reference, ours: await meshOfFour(noise()) };
  },
});
