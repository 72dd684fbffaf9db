/**
 * Everything that goes through a media server passes here first: sealed before it leaves this browser, opened when it has come (E2E1). The
 * work is done in a thread of its own; without it nothing is sent and nothing is shown.
 */

import type { ParticipantId } from "../../../protocol/ids.ts";
import type { FrameSeal } from "../frame-seal.ts";
import { startWorker } from "../start-worker.ts";
import type { Slot } from "../transport.ts";
import type { ToWorker, TransformOptions } from "./frame-messages.ts";
import { workerAddress } from "./worker-address.ts";

/** Older Chromiums hand the frames out as streams, if the connection was made so. */
interface StreamsOut {
  createEncodedStreams?(): { readable: ReadableStream; writable: WritableStream };
}
type Handle = (RTCRtpSender | RTCRtpReceiver) & StreamsOut;

export class FrameGuard implements FrameSeal {
  readonly #worker: Worker;
  #streams = 0;
  readonly #numbers = new WeakMap<RTCRtpReceiver, number>();

  private constructor(worker: Worker) {
    this.#worker = worker;
  }

  /** Rejects where the page does not let the thread start. */
  static async start(): Promise<FrameGuard> {
    return new FrameGuard(await startWorker(await workerAddress()));
  }

  /** What a connection has to be made with. */
  get configuration(): object {
    return "RTCRtpScriptTransform" in globalThis ? {} : { encodedInsertableStreams: true };
  }

  sends(sender: RTCRtpSender, slot: Slot): void {
    this.#attach(sender, { side: "out", kind: slot === "audio" ? "audio" : "video", slot });
  }

  receives(receiver: RTCRtpReceiver): void {
    if (this.#numbers.has(receiver)) return;
    const stream = (this.#streams += 1);
    this.#numbers.set(receiver, stream);
    this.#attach(receiver, { side: "in", kind: receiver.track.kind === "audio" ? "audio" : "video", slot: "", stream });
  }

  belongs(receiver: RTCRtpReceiver, from: ParticipantId, slot: Slot): void {
    // Whose it is may be known before the browser tells of it.
    this.receives(receiver);
    const stream = this.#numbers.get(receiver)!;
    this.#tell({ is: "whose", stream, from, slot });
  }

  ownKey(kid: number, base: Uint8Array<ArrayBuffer>): void {
    this.#tell({ is: "own-key", kid, base });
  }
  key(from: ParticipantId, kid: number, base: Uint8Array<ArrayBuffer>): void {
    this.#tell({ is: "key", from, kid, base });
  }
  forget(from: ParticipantId): void {
    this.#tell({ is: "forget", from });
  }

  close(): void {
    this.#worker.terminate();
  }

  #attach(handle: Handle, options: TransformOptions): void {
    if ("RTCRtpScriptTransform" in globalThis) {
      handle.transform = new RTCRtpScriptTransform(this.#worker, options);
      return;
    }
    const streams = handle.createEncodedStreams?.();
    if (streams === undefined) throw new TypeError("This browser hands out no frames.");
    this.#tell({ is: "frames", options, ...streams }, [streams.readable, streams.writable]);
  }

  #tell(message: ToWorker, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer);
  }
}
