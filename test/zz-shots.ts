import { launchChromium } from "./support/browsers.ts";
import { goToState, openGallery, stopClock, stands } from "./support/gallery.ts";
const states = process.argv.slice(2);
const chromium = await launchChromium();
const gallery = await openGallery();
const page = await chromium.newPage();
await stopClock(page);
await page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: "reduce" }]);
const shots: { src: string; w: number; t: string }[] = [];
for (const s of states)
  for (const theme of ["light", "dark"] as const)
    for (const [w, h] of [
      [1280, 800],
      [390, 844],
    ] as const) {
      await page.setViewport({ width: w, height: h });
      await goToState(page, gallery, s, { theme, lang: process.env["LANG2"] ?? "en" });
      await stands(page);
      const b = await page.screenshot({ encoding: "base64", type: "jpeg", quality: 80 });
      shots.push({ src: b, w, t: `${s} ${theme} ${w}` });
    }
const sheet = await chromium.newPage();
await sheet.setViewport({ width: 1700, height: 400 });
await sheet.setContent(
  `<body style="margin:8px;background:#888;font:12px sans-serif;display:flex;flex-wrap:wrap;gap:8px">${shots.map((x) => `<div><div>${x.t}</div><img style="height:420px" src="data:image/jpeg;base64,${x.src}"></div>`).join("")}</body>`,
);
await sheet.screenshot({ path: "/tmp/shots/sheet.png", fullPage: true });
await chromium.close();
await gallery.stop();
