/** What is used of MediaPipe's segmenter. Its own declarations are not found: the package names them after its files. */
declare module "@mediapipe/tasks-vision" {
  interface Mask {
    readonly width: number;
    readonly height: number;
    getAsFloat32Array(): Float32Array;
  }
  export class ImageSegmenter {
    static createFromOptions(
      files: { wasmLoaderPath: string; wasmBinaryPath: string },
      options: {
        baseOptions: { modelAssetBuffer: Uint8Array; delegate: "CPU" | "GPU" };
        runningMode: "VIDEO";
        outputCategoryMask: boolean;
        outputConfidenceMasks: boolean;
      },
    ): Promise<ImageSegmenter>;
    segmentForVideo(picture: OffscreenCanvas, timestamp: number, callback: (result: { confidenceMasks?: Mask[] }) => void): void;
    close(): void;
  }
}

/** Its wasm's loader, which puts itself where the library looks for it: in the thread's `ModuleFactory`. */
declare module "@mediapipe/tasks-vision/vision_wasm_module_internal.js";
