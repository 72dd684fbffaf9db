import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { leanSegmenterCode } from "../../../../scripts/lean-segmenter.js";
import { taskModel } from "../../../../scripts/task-model.js";

const MODEL = "vendor/selfie-segmentation/selfie_segmentation_landscape.tflite";
const PACKAGE = "node_modules/@mediapipe/tasks-vision";

describe("The library that tells a person from a room", () => {
  test("tells nobody of its use: what would is taken out, or nothing is built", () => {
    const path = `/${PACKAGE}/vision_bundle.mjs`;
    const source = readFileSync(`${PACKAGE}/vision_bundle.mjs`, "utf8");
    // It would be good news if it were gone; then so can be what takes it out.
    assert.match(source, /https:\/\/[\w.]+\/v1\/log/);
    const lean = leanSegmenterCode(source, path)!;
    assert.doesNotMatch(lean, /https?:|setInterval|sendBeacon/);
    assert.match(lean, /segmentForVideo/);
    assert.throws(() => leanSegmenterCode(source.replace("setInterval", "setTimeout"), path), /is not what/);
    assert.equal(leanSegmenterCode("let a;", "/widget/media/blur/pace.ts"), null);
  });

  test("its loader asks for nothing of Node", () => {
    const lean = leanSegmenterCode(
      readFileSync(`${PACKAGE}/wasm/vision_wasm_module_internal.js`, "utf8"),
      `/${PACKAGE}/wasm/vision_wasm_module_internal.js`,
    )!;
    assert.doesNotMatch(lean, /node:(?:module|fs|path|url|crypto)/);
    assert.match(lean, /globalThis\.ModuleFactory = /);
  });
});

describe("The model, as MediaPipe's tasks take it", () => {
  const model = new Uint8Array(readFileSync(MODEL));
  const made = taskModel(model);

  test("is the published one", () => {
    const [, told] = /`([0-9a-f]{64})`/.exec(readFileSync("vendor/selfie-segmentation/README.md", "utf8")) ?? [];
    assert.equal(createHash("sha256").update(model).digest("hex"), told);
  });

  test("has its own bytes unchanged behind a new head", () => {
    const head = made.length - model.length;
    assert.ok(head > 0 && head < 2_000 && head % 16 === 0, `${head}`);
    assert.deepEqual(made.subarray(head), model);
    const text = new TextDecoder("latin1").decode(made.subarray(0, head));
    assert.match(text, /^....TFL3/s);
    assert.match(text, /TFLITE_METADATA/);
    assert.match(text, /M001/);
  });

  test("what is no model, or has a note already, is refused", () => {
    assert.throws(() => taskModel(new TextEncoder().encode("no model at all")), /not a TFLite model/);
    assert.throws(() => taskModel(made), /note already/);
  });
});
