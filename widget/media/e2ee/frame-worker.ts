/**
 * The thread in which frames are sealed and opened, beside the page's own. Browsers hand it every frame between encoder and network
 * (WebRTC Encoded Transform). It knows frames and keys, and nothing of the call.
 */

import type { Kind } from "./frame-sealer.ts";
import { FrameSealer } from "./frame-sealer.ts";
import { FrameOpener, OpenedStream } from "./frame-opener.ts";
import type { ToWorker, TransformOptions } from "./frame-messages.ts";

/** What is used of `RTCRtpScriptTransformer`, which the DOM's types leave to those of workers. */
interface Transformer {
  readonly readable: ReadableStream<Frame>;
  readonly writable: WritableStream<Frame>;
  readonly options: TransformOptions;
  sendKeyFrameRequest?(): Promise<unknown>;
}
interface Frame {
  data: ArrayBuffer;
}
interface Scope {
  onrtctransform: ((event: { transformer: Transformer }) => void) | null;
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage(message: unknown): void;
}

const scope = globalThis as unknown as Scope;
const sealer = new FrameSealer();
const opener = new FrameOpener(() => performance.now());
const streams = new Map<number, { stream: OpenedStream; askForKeyFrame: () => void }>();
/** Whose each stream is: told before or after the browser hands it over. */
const owners = new Map<number, { from: string; slot: string }>();

scope.onmessage = ({ data: message }) => {
  switch (message.is) {
    case "own-key":
      return void sealer.use(message.kid, message.base);
    case "key":
      return void opener.know(message.from, message.kid, message.base).then(() => wake(message.from));
    case "forget":
      return opener.forget(message.from);
    case "whose":
      owners.set(message.stream, message);
      return streams.get(message.stream)?.stream.assign(message.from, message.slot);
    case "frames":
      return run(message.options, message.readable as ReadableStream<Frame>, message.writable as WritableStream<Frame>);
  }
};
scope.onrtctransform = ({ transformer }) => {
  const { options, readable, writable } = transformer;
  run(options, readable, writable, () => void transformer.sendKeyFrameRequest?.().catch(() => undefined));
};
scope.postMessage({ is: "ready" });

function run(options: TransformOptions, readable: ReadableStream<Frame>, writable: WritableStream<Frame>, askForKeyFrame = () => {}): void {
  const { kind, slot } = options;
  const work = options.side === "out" ? sealing({ kind, slot }) : opening(options.stream, { kind, slot }, askForKeyFrame);
  const frames = new TransformStream<Frame, Frame>({
    async transform(frame, controller) {
      const data = await work(new Uint8Array(frame.data));
      // Without a key, or of nobody: neither sent in the clear nor played as noise.
      if (data === undefined) return;
      frame.data = data.buffer;
      controller.enqueue(frame);
    },
  });
  // It ends with its connection, whichever way that goes.
  readable
    .pipeThrough(frames)
    .pipeTo(writable)
    .catch(() => undefined)
    .finally(() => options.side === "in" && streams.delete(options.stream) && owners.delete(options.stream));
}

type Work = (frame: Uint8Array<ArrayBuffer>) => Promise<Uint8Array<ArrayBuffer> | undefined>;

function sealing(kind: Kind): Work {
  return (frame) => sealer.seal(frame, kind);
}

function opening(id: number, kind: Kind, askForKeyFrame: () => void): Work {
  const stream = new OpenedStream(kind);
  streams.set(id, { stream, askForKeyFrame });
  const owner = owners.get(id);
  if (owner !== undefined) stream.assign(owner.from, owner.slot);
  return (frame) => opener.open(frame, stream);
}

/** What came before its key is lost: a picture begins anew with the next key frame. */
function wake(from: string): void {
  for (const { stream, askForKeyFrame } of streams.values()) {
    if (stream.from === from && stream.blind && stream.kind.kind === "video") askForKeyFrame();
  }
}
