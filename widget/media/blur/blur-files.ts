/** Where the files are that only blurring needs: beside the others. The build of one file has none of them. */

import wasm from "@mediapipe/tasks-vision/vision_wasm_module_internal.wasm?url";
import model from "../../../vendor/selfie-segmentation/selfie_segmentation_landscape.tflite?url";
// oxlint-disable-next-line import/default -- vite makes the export
import worker from "./blur-worker.ts?worker&url";

export interface BlurFiles {
  worker: string;
  wasm: string;
  model: string;
}

const here = (address: string): string => new URL(address, import.meta.url).href;

export const blurFiles: BlurFiles | undefined = { worker: here(worker), wasm: here(wasm), model: here(model) };
