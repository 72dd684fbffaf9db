/** Tells a person from what is behind, by MediaPipe's model. Runs in the thread that blurs, on the processor: no machine is without one. */

import "@mediapipe/tasks-vision/vision_wasm_module_internal.js";
import { ImageSegmenter } from "@mediapipe/tasks-vision";

/** What the model takes in, and how fine its answer is. */
export const MASK_WIDTH = 256;
export const MASK_HEIGHT = 144;

/** The library tells the console of each of its steps, some as errors; a host page's console is not for that. */
const quiet = (): void => undefined;

export class Segmenter {
  private constructor(private readonly model: ImageSegmenter) {}

  /**
   * @param wasm address of the library's compiled part
   * @param model address of the model
   * @throws {Error} where a file does not come, or the page or the browser does not let it run.
   */
  static async load(wasm: string, model: string): Promise<Segmenter> {
    const answer = await fetch(model);
    if (!answer.ok) throw new Error(`The model did not come: ${answer.status}`);
    const modelAssetBuffer = new Uint8Array(await answer.arrayBuffer());
    // Its loader is part of this file already; the library would fetch and run one by its address.
    const files = { wasmLoaderPath: "", wasmBinaryPath: wasm };
    Object.assign(globalThis, { Module: { print: quiet, printErr: quiet }, custom_dbg: quiet });
    const baseOptions = { modelAssetBuffer, delegate: "CPU" as const };
    return new Segmenter(
      await ImageSegmenter.createFromOptions(files, {
        baseOptions,
        runningMode: "VIDEO",
        outputCategoryMask: false,
        outputConfidenceMasks: true,
      }),
    );
  }

  /**
   * Writes into `mask` how surely each point is part of a person, 0 to 1, row by row.
   *
   * @param picture `MASK_WIDTH` by `MASK_HEIGHT`
   * @param now ms, more than the last time
   * @throws {Error} when the library gives no answer.
   */
  mark(picture: OffscreenCanvas, now: number, mask: Float32Array): void {
    let marked = false;
    this.model.segmentForVideo(picture, now, ({ confidenceMasks }) => {
      const [found] = confidenceMasks ?? [];
      if (found === undefined) return;
      mask.set(found.getAsFloat32Array());
      marked = true;
    });
    if (!marked) throw new Error("There is no mask.");
  }
}
