/** Blurs what is behind a person, by whatever can: the camera itself, or a model beside the page. Loaded when somebody wishes it. */

import { mayStart } from "../start-worker.ts";
import type { BlurFiles } from "./blur-files.ts";
import { blurFiles } from "./blur-files.ts";
import type { Wish } from "./blurred-camera.ts";
import { blurredCamera } from "./blurred-camera.ts";
import { ownBlur, setOwnBlur } from "./own-blur.ts";

export interface CoverWish extends Wish {
  /** What the camera was opened with. */
  constraints: MediaTrackConstraints;
}

/** The smallest modules there are: an empty one, and one that multiplies four numbers at once. */
const EMPTY = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
const FOUR_AT_ONCE = new Uint8Array([...EMPTY, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11]);

/** Whether it can be offered at all. What only shows when it is tried, such as a file that does not come, ends in `cover` rejecting. */
export function mayBlur(camera: MediaStreamTrack): boolean {
  return ownBlur(camera) !== undefined || (blurFiles !== undefined && able(blurFiles));
}

/**
 * Resolves with the track that may be shown: never before what is behind the person is blurred in it. It belongs to the wish, and ends
 * with it; the camera is the caller's.
 *
 * @throws {Error} where nothing can blur here, or when the wish is taken back.
 */
export async function cover(camera: MediaStreamTrack, wish: CoverWish): Promise<MediaStreamTrack> {
  const { signal, constraints } = wish;
  signal.throwIfAborted();
  if (ownBlur(camera) !== undefined && (await setOwnBlur(camera, true, constraints))) {
    const undo = () => void setOwnBlur(camera, false, constraints);
    if (signal.aborted) undo();
    signal.throwIfAborted();
    signal.addEventListener("abort", undo);
    return camera;
  }
  if (blurFiles === undefined || !able(blurFiles)) throw new Error("The background cannot be blurred here.");
  return blurredCamera(camera, blurFiles, wish);
}

let known: boolean | undefined;

function able({ worker }: BlurFiles): boolean {
  return (known ??=
    "OffscreenCanvas" in globalThis &&
    "captureStream" in HTMLCanvasElement.prototype &&
    "WebAssembly" in globalThis &&
    WebAssembly.validate(FOUR_AT_ONCE) &&
    mayTexture() &&
    // A thread whose file is the page's own has rules of its own; one that is not has the page's.
    (mayStart(worker) || mayCompile()));
}

/** The library hands its pictures over as textures. */
function mayTexture(): boolean {
  const context = new OffscreenCanvas(1, 1).getContext("webgl2");
  // Browsers allow a page only so many.
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return context !== null;
}

function mayCompile(): boolean {
  try {
    return new WebAssembly.Module(EMPTY) instanceof WebAssembly.Module;
  } catch {
    return false;
  }
}
