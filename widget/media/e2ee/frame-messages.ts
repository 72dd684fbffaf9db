/** What the page tells the thread of the frames. */

export type ToWorker =
  /** This browser's own key from now on. */
  | { is: "own-key"; kid: number; base: Uint8Array<ArrayBuffer> }
  /** Somebody else's. */
  | { is: "key"; from: string; kid: number; base: Uint8Array<ArrayBuffer> }
  /** Somebody has gone. */
  | { is: "forget"; from: string }
  /** A stream is somebody's now: a server uses one again for somebody else. */
  | { is: "whose"; stream: number; from: string; slot: string }
  /** The frames themselves, where the browser does not hand them over by itself. */
  | { is: "frames"; options: TransformOptions; readable: ReadableStream; writable: WritableStream };

/** Which frames a transform is for. `stream` numbers what comes in. */
export type TransformOptions =
  | { side: "out"; kind: "audio" | "video"; slot: string }
  | { side: "in"; kind: "audio" | "video"; slot: string; stream: number };
