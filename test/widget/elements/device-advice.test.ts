import assert from "node:assert/strict";
import { test } from "node:test";
import type { LocalMedia } from "../../../widget/media/local-media.ts";
import type { DeviceProblem } from "../../../widget/media/device-problems.ts";
import { deviceAdvice } from "../../../widget/elements/drop-in-join/problem-words.ts";
import { allowWay } from "../../../widget/session/allow-way.ts";

const MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit";
const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
const ANDROID = "Mozilla/5.0 (Linux; Android 10; K";
const CHROME = "AppleWebKit/537.36 (KHTML, like Gecko)";

/** Browsers as they call themselves, by where they let people allow what they blocked. */
const BROWSERS: [string, string, number?][] = [
  ["switches", `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME} Chrome/138.0.0.0 Safari/537.36`],
  ["switches", `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME} Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0`],
  ["switches", `${MAC}/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36`],
  ["permissions", `${ANDROID}) ${CHROME} Chrome/138.0.0.0 Mobile Safari/537.36`],
  ["bar", `${ANDROID}; wv) ${CHROME} Version/4.0 Chrome/138.0.0.0 Mobile Safari/537.36`],
  ["crossed", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"],
  ["switches", "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"],
  ["menu", `${MAC}/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15`],
  ["website-settings", `${MAC}/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15`, 5],
  ["website-settings", `${IPHONE} Version/18.5 Mobile/15E148 Safari/604.1`],
  ["device", `${IPHONE} CriOS/138.0.7204.53 Mobile/15E148 Safari/604.1`],
  ["device", `${IPHONE} FxiOS/140.0 Mobile/15E148 Safari/605.1.15`],
  ["device", `${IPHONE} Version/18.0 EdgiOS/138.0.3351.65 Mobile/15E148 Safari/604.1`],
  ["device", `${IPHONE} Mobile/15E148`],
  ["bar", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15"],
];

const advice = (camera?: DeviceProblem, microphone?: DeviceProblem): string[] =>
  deviceAdvice({ camera: { problem: camera }, microphone: { problem: microphone } } as unknown as LocalMedia);

function within(userAgent: string, maxTouchPoints = 0): void {
  Object.defineProperty(globalThis, "navigator", { value: { userAgent, maxTouchPoints }, configurable: true });
}

test("each browser's own way to allow what was blocked is known", () => {
  for (const [way, userAgent, maxTouchPoints = 0] of BROWSERS) assert.equal(allowWay({ userAgent, maxTouchPoints }), way, userAgent);
});

test("who did not allow camera and microphone reads once what to do about both, in this browser", () => {
  const read = BROWSERS.map(([, userAgent, touch]) => {
    within(userAgent, touch);
    const [words = "", ...more] = advice("denied", "denied");
    assert.deepEqual(more, []);
    assert.match(words, /^Your browser doesn't let this page use the camera and microphone\. [^.]+ try again\.$/u);
    return words;
  });
  assert.equal(new Set(read).size, new Set(BROWSERS.map(([way]) => way)).size);
  assert.match(read[0] ?? "", /icon beside the page's address, switch camera and microphone on/u);
  assert.match(read.find((words) => words.includes("Settings for This Website")) ?? "", /menu Safari/u);
  assert.equal(advice("dismissed", "dismissed").length, 1);
});

test("where they have different troubles, or one that is mended in two places, each has its sentence", () => {
  within(BROWSERS[0]?.[1] ?? "");
  assert.equal(advice("denied", "missing").length, 2);
  assert.equal(advice("in-use", "in-use").length, 2);
  assert.equal(advice("denied").length, 1);
  assert.deepEqual(advice(), []);
});
