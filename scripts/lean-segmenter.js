/**
 * MediaPipe's library as a page of ours may run it: it tells nobody of its use. As published it counts what it does and sends that to its
 * maker, once a minute and when it is closed; no page asks for that, and no visitor was asked. Plain JavaScript, because the browser test
 * runner's settings read it too.
 */

import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { taskModel } from "./task-model.js";

const LIBRARY = /\/@mediapipe\/tasks-vision\/vision_bundle\.mjs$/;
const LOADER = /\/@mediapipe\/tasks-vision\/wasm\/vision_wasm_module_internal\.js$/;

/** The class that gathers and sends, from its name's `=` to its end. */
const REPORTER =
  /class\{constructor\((\w)\)\{this\.\w=\[\],this\.\w=new \w+,this\.\w=\1\?\?"",this\.\w=setInterval\([^]*?"net-send-failed",\w\)\}\)\}\}\}/;
/** The same for those who use it: something that has failed already, and is given nothing more. */
const SILENT = "class{i=[];error=!0;close(){}flush(){}}";

/** What the wasm's loader says for Node and for other bundlers, and what it says then. @type {[RegExp, string][]} */
const ELSEWHERE = [
  [/^var ENVIRONMENT_IS_NODE = .*$/m, "var ENVIRONMENT_IS_NODE = false;"],
  [/await import\("node:\w+"\)|require\("node:\w+"\)/g, "({})"],
  [/new URL\("[\w.]+", import\.meta\.url\)\.href/, '""'],
];

/**
 * @param {string} code
 * @param {string} path of the file it is from
 * @returns {string | null} what stands in its place; null: it stays as it is
 */
export function leanSegmenterCode(code, path) {
  if (LIBRARY.test(path)) {
    const lean = code.replace(REPORTER, SILENT);
    // Another version may be put together differently: better no build than one that tells.
    const left = /https?:\/\/[\w.-]+|setInterval|sendBeacon|XMLHttpRequest/.exec(lean)?.[0];
    if (lean === code || left !== undefined) throw new Error(`@mediapipe/tasks-vision is not what lean-segmenter.js knows: ${left}`);
    return lean;
  }
  if (LOADER.test(path)) {
    return ELSEWHERE.reduce((lean, [word, instead]) => {
      if (lean.search(word) < 0) throw new Error(`The loader of @mediapipe/tasks-vision does not say ${word.source} any more.`);
      return lean.replace(word, instead);
    }, code);
  }
  return null;
}

const MODEL = /\.tflite(?:\?url)?$/;

/** The bytes of a model of ours, as the library takes them. @param {string} path */
export function modelFile(path) {
  return taskModel(new Uint8Array(readFileSync(path)));
}

/** @returns {import("vite").Plugin} */
export function leanSegmenter() {
  return {
    name: "lean-segmenter",
    enforce: "pre",
    load(id) {
      if (!MODEL.test(id)) return null;
      const path = id.replace("?url", "");
      // The library and the model go on under their own terms, which have to go with them.
      const license = readFileSync(join(dirname(path), "LICENSE"));
      this.emitFile({ type: "asset", fileName: "assets/mediapipe-LICENSE.txt", source: license });
      const file = this.emitFile({ type: "asset", name: basename(path), source: modelFile(path) });
      return `export default import.meta.ROLLUP_FILE_URL_${file};`;
    },
    transform: (code, id) => leanSegmenterCode(code, id.replace(/\?.*$/, "")),
  };
}
