/**
 * Pictures of every state of every tag, in light, in dark and from right to left, 320, 768 and 1280 wide, beside those in `test/pictures/`:
 *
 *     npm run build && npm run pictures              compares; what differs is written to dist/pictures/, and the command fails
 *     npm run pictures -- --write                    keeps what is there now, where it differs
 *     npm run pictures -- --look 1 waiting-list      only writes those of some states to dist/pictures/, in full size
 *
 * Pictures are kept at half size, which is small and enough to see what moved. Letters are drawn a little differently by every machine:
 * a picture counts as changed when more than one in two hundred of its points differ clearly. Not part of `npm test` for that reason.
 */

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Page } from "puppeteer-core";
import { launchChromium } from "../test/support/browsers.ts";
import type { Look } from "../test/support/gallery.ts";
import { goToState, openGallery, stands, statesOf, stopClock } from "../test/support/gallery.ts";

const KEPT = resolve(import.meta.dirname, "../test/pictures");
const NEW = resolve(import.meta.dirname, "../dist/pictures");
const LOOKS: Record<string, Look> = {
  light: { theme: "light", lang: "en" },
  dark: { theme: "dark", lang: "en" },
  rtl: { theme: "light", lang: "ar" },
};
const SIZES = [
  { width: 320, height: 640 },
  { width: 768, height: 800 },
  { width: 1280, height: 800 },
] as const;
/** How many of its points may differ. */
const TOLERANCE = 1 / 200;
/** By how much, of 255, before anybody would see it. */
const VISIBLE = 40;
const MOUSE = "--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4";

/** The share of points that differ; 1 when the sizes do. */
async function difference(page: Page, before: Buffer, after: Buffer): Promise<number> {
  const share: unknown = await page.evaluate(`(async () => {
    const points = async (base64) => {
      const blob = new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], { type: "image/webp" });
      const bitmap = await createImageBitmap(blob);
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
      context.drawImage(bitmap, 0, 0);
      return context.getImageData(0, 0, bitmap.width, bitmap.height);
    };
    const [a, b] = await Promise.all([points("${before.toString("base64")}"), points("${after.toString("base64")}")]);
    if (a.width !== b.width || a.height !== b.height) return 1;
    let differ = 0;
    for (let at = 0; at < a.data.length; at += 4) {
      if ([0, 1, 2].some((channel) => Math.abs(a.data[at + channel] - b.data[at + channel]) > ${VISIBLE})) differ += 1;
    }
    return differ / (a.data.length / 4);
  })()`);
  return typeof share === "number" ? share : 1;
}

const words = process.argv.slice(2);
const write = words.includes("--write");
const look = words.includes("--look");
const scale = look ? Number(words[words.indexOf("--look") + 1]) : 0.5;
const filters = words.filter((word) => !word.startsWith("--") && !/^[\d.]+$/u.test(word));
const keep = (path: string, picture: Uint8Array): void => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, picture);
};

rmSync(NEW, { recursive: true, force: true });
const gallery = await openGallery();
const browser = await launchChromium({ args: [MOUSE] });
const faults: string[] = [];
let taken = 0;
let changed = 0;
try {
  const page = await browser.newPage();
  await page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: "reduce" }]);
  const states = (await statesOf(page, gallery)).filter(
    (state) => filters.length === 0 || filters.some((filter) => state.includes(filter)),
  );
  await stopClock(page);
  const judge = await browser.newPage();
  for (const state of states) {
    for (const [name, how] of Object.entries(LOOKS)) {
      await page.bringToFront();
      await page.setViewport({ ...SIZES[0], deviceScaleFactor: scale });
      await goToState(page, gallery, state, how);
      for (const size of SIZES) {
        await page.setViewport({ ...size, deviceScaleFactor: scale });
        await stands(page);
        const tall = await page.evaluate(() => Math.min(document.documentElement.scrollHeight, 2400));
        if (tall > size.height) {
          await page.setViewport({ width: size.width, height: tall, deviceScaleFactor: scale });
          await stands(page);
        }
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wide > 0) faults.push(`${state} ${name} ${size.width}: ${wide} px wider than the page`);
        const picture = Buffer.from(await page.screenshot({ type: "webp", quality: look ? 90 : 50 }));
        taken += 1;
        const file = `${state}-${name}-${size.width}.webp`;
        if (look) {
          keep(resolve(NEW, file.replace(/webp$/u, "png")), await page.screenshot({ type: "png" }));
          continue;
        }
        const kept = existsSync(resolve(KEPT, file)) ? readFileSync(resolve(KEPT, file)) : undefined;
        const share = kept === undefined ? 1 : await difference(judge, kept, picture);
        if (share <= TOLERANCE) continue;
        changed += 1;
        keep(resolve(write ? KEPT : NEW, file), picture);
        if (!write) faults.push(kept === undefined ? `${file}: is new` : `${file}: ${(share * 100).toFixed(1)} % differ`);
      }
    }
  }
} finally {
  await browser.close();
  await gallery.stop();
}
for (const fault of faults) console.error(fault);
console.log(`${taken} pictures, ${changed} of them ${write ? "kept anew" : "changed"}, ${faults.length} to look at`);
if (faults.length > 0) process.exitCode = 1;
