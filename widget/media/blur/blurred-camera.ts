/** The camera's picture with the room blurred, as a track of its own: taken from the camera, handed to the thread, put on a canvas. */

import { startWorker } from "../start-worker.ts";
import type { BlurFiles } from "./blur-files.ts";
import type { FromBlur, Picture, ToBlur } from "./blur-messages.ts";

/** No more pictures a second than a camera gives. */
const RATE = 30;

export interface Wish {
  /** Aborted when the picture is not wanted any more: nothing of it is left then. */
  signal: AbortSignal;
  /** No more pictures come, and none will. */
  failed: () => void;
  /** It is too slow to move smoothly, or no longer. */
  slow: (slow: boolean) => void;
}

/**
 * Resolves with the track once its first picture is there.
 *
 * @throws {Error} where the page, the browser or the network do not let it start, or when the wish is taken back.
 */
export async function blurredCamera(camera: MediaStreamTrack, files: BlurFiles, { signal, failed, slow }: Wish): Promise<MediaStreamTrack> {
  const worker = await startWorker(files.worker);
  const video = Object.assign(document.createElement("video"), { muted: true, playsInline: true });
  video.srcObject = new MediaStream([camera]);
  const canvas = document.createElement("canvas");
  const screen = canvas.getContext("bitmaprenderer");
  let track: MediaStreamTrack | undefined;
  const close = (): void => {
    worker.terminate();
    track?.stop();
    video.srcObject = null;
  };
  signal.addEventListener("abort", close);
  try {
    signal.throwIfAborted();
    await Promise.all([video.play(), loaded(video)]);
    signal.throwIfAborted();
  } catch (error) {
    close();
    throw error;
  }

  return new Promise((resolve, reject) => {
    const fail = (why: unknown): void => {
      close();
      if (track === undefined) reject(new Error(String(why)));
      else if (!signal.aborted) failed();
    };
    signal.addEventListener("abort", () => reject(signal.reason as Error));
    const tell = (message: ToBlur, transfer: Transferable[] = []) => worker.postMessage(message, transfer);
    const show = (picture: ImageBitmap): void => {
      const { width, height } = picture;
      if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
      screen?.transferFromImageBitmap(picture);
      if (track !== undefined) return;
      // Not before there is something blurred on it.
      track = canvas.captureStream(RATE).getVideoTracks()[0];
      if (track === undefined) fail("There is no track.");
      else resolve(track);
    };
    const source = new Pictures(video);
    const answer = async ({ data: message }: MessageEvent<FromBlur>): Promise<void> => {
      if (message.is === "failed") fail(message.why);
      else if (message.is === "slow") slow(message.slow);
      else if (message.is === "blurred") show(message.picture);
      else if (message.is === "next") {
        const picture = await source.next();
        if (picture === undefined) tell({ is: "none" });
        else tell({ is: "picture", picture }, [picture]);
      }
    };
    worker.addEventListener("message", (event: MessageEvent<FromBlur>) => void answer(event).catch(fail));
    worker.addEventListener("error", () => fail("The thread broke."));
    tell({ is: "load", wasm: files.wasm, model: files.model });
  });
}

/** The camera's newest picture, each once. */
class Pictures {
  #last = -1;

  constructor(private readonly video: HTMLVideoElement) {}

  async next(): Promise<Picture | undefined> {
    const { video } = this;
    // In a hidden page no callback tells of pictures, but their time goes on.
    if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.currentTime === this.#last) return undefined;
    this.#last = video.currentTime;
    return "VideoFrame" in globalThis ? new VideoFrame(video) : createImageBitmap(video);
  }
}

function loaded(video: HTMLVideoElement): Promise<void> {
  return new Promise((resolve) => {
    if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) resolve();
    else video.addEventListener("loadeddata", () => resolve(), { once: true });
  });
}
