import { readFileSync, writeFileSync } from "node:fs";
import { esbuildPlugin } from "@web/dev-server-esbuild";
import { defaultReporter } from "@web/test-runner";
import { chromeLauncher } from "@web/test-runner-chrome";
import { peerAsModule } from "./scripts/lean-peer.js";
import { leanSegmenterCode, modelFile } from "./scripts/lean-segmenter.js";
import { CHROMIUM_ARGS, CHROMIUM_PATH } from "./test/support/chromium-flags.js";

/** What vite makes of simple-peer. */
const simplePeerAsModule = {
  name: "simple-peer-as-module",
  serve(context) {
    if (!context.path.endsWith("/simple-peer/index.js")) return undefined;
    const source = readFileSync("node_modules/simple-peer/index.js", "utf8");
    return { body: peerAsModule(source, "/widget/media/peer-parts.ts"), type: "js" };
  },
};

/** What vite makes of a worker's address. */
const workerAddress = {
  name: "worker-address",
  serve(context) {
    if (!context.url.endsWith("?worker&url")) return undefined;
    return { body: `export default new URL(${JSON.stringify(context.path)}, location.origin).href;`, type: "js" };
  },
};

/** What vite makes of a file's address, and of the files that only blurring needs. */
const fileAddress = {
  name: "file-address",
  serve(context) {
    if (context.url.endsWith("?url")) {
      return { body: `export default new URL(${JSON.stringify(context.path)}, location.origin).href;`, type: "js" };
    }
    if (context.path.endsWith(".tflite")) return { body: Buffer.from(modelFile(`.${context.path}`)), type: "application/octet-stream" };
    return undefined;
  },
  transform(context) {
    if (!context.path.includes("/tasks-vision/")) return undefined;
    const body = leanSegmenterCode(context.body, context.path);
    return body === null ? undefined : { body };
  },
};

/** Tells `test/run.ts` how many tests passed, failed and were skipped, in the file it names. */
const countReporter = {
  onTestRunFinished({ sessions }) {
    const file = process.env.TEST_COUNTS_FILE;
    if (!file) return;
    const counts = { passed: 0, failed: 0, skipped: 0 };
    const count = (suite) => {
      for (const test of suite?.tests ?? []) counts[test.skipped ? "skipped" : test.passed ? "passed" : "failed"] += 1;
      for (const inner of suite?.suites ?? []) count(inner);
    };
    for (const session of sessions) {
      count(session.testResults);
      // A file that doesn't load has no tests to fail.
      if (!session.passed && !session.testResults) counts.failed += 1;
    }
    writeFileSync(file, JSON.stringify(counts));
  },
};

export default {
  files: process.env.BROWSER_TEST_FILES?.split(",") ?? "test/widget/**/*.browser.ts",
  nodeResolve: { browser: true, exportConditions: ["browser", "import", "default"] },
  plugins: [simplePeerAsModule, workerAddress, fileAddress, esbuildPlugin({ ts: true, target: "es2022", tsconfig: "./tsconfig.json" })],
  browsers: [
    chromeLauncher({
      launchOptions: { executablePath: CHROMIUM_PATH, args: CHROMIUM_ARGS },
      // Hidden pages hold back timers and frames, so one page at a time is in front.
      concurrency: 1,
    }),
  ],
  reporters: [defaultReporter({ reportTestResults: true, reportTestProgress: false }), countReporter],
  testFramework: { config: { timeout: 10_000 } },
  testsFinishTimeout: 300_000,
};
