/// <reference types="mocha" />
import "../../../widget/elements/session-call/session-call.ts";
import "../../../widget/elements/waiting-room/waiting-room.ts";
import { accepted } from "../../../protocol/refusals.ts";
import { FakeHost } from "../support/fake-host.ts";
import { clear, make, one, stage } from "../support/stage.ts";

/** What is written on what, and how much they have to differ (WCAG 1.4.3, 1.4.11). */
const PAIRS: [ink: string, paper: string, least: number][] = [
  ["--_text", "--_surface", 4.5],
  ["--_text", "--_surface-2", 4.5],
  ["--_text-muted", "--_surface", 4.5],
  ["--_text-muted", "--_surface-2", 4.5],
  ["--_accent-text", "--_surface", 4.5],
  ["--_accent-text", "--_accent-soft", 4.5],
  ["--_on-accent", "--_accent", 4.5],
  ["--_on-accent", "--_accent-hover", 4.5],
  ["--_danger", "--_surface", 4.5],
  ["--_on-danger", "--_danger", 4.5],
  ["--_text", "--_danger-soft", 4.5],
  ["--_success", "--_surface", 4.5],
  ["--_warning", "--_surface", 4.5],
  ["--_text", "--_warning-soft", 4.5],
  ["--_field-border", "--_surface", 3],
  ["--_accent-text", "--_surface-2", 3],
];
/** A brand's accent may be anything. */
const BRANDS = ["#ffe100", "#ff5a5f", "#7b2ff7", "#000000", "#ffffff", "#00a884", "#808080"];
/** Of a brand, what Doorstep promises: writing on its colour and in it. */
const PROMISED = PAIRS.filter(([ink]) => ink.includes("accent") || ink === "--_on-accent");

/** In the call, whose room a brand may colour. */
const CALL_PAIRS: typeof PAIRS = [
  ...["--_room", "--_room-panel", "--_room-tile", "--_room-raised", "--_room-edge"].map((paper): (typeof PAIRS)[number] => [
    "#f0f3f6",
    paper,
    4.5,
  ]),
  ...["--_room", "--_room-panel", "--_room-raised"].map((paper): (typeof PAIRS)[number] => ["#a7b3be", paper, 4.5]),
];

const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });

/** As the screen shows it, by the formula of WCAG. */
function luminance(color: string): number {
  if (canvas === null) throw new Error("no canvas");
  canvas.fillStyle = color;
  canvas.fillRect(0, 0, 1, 1);
  const [r = 0, g = 0, b = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((byte) => {
    const part = byte / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

async function tooFaint(theme: "light" | "dark", pairs: typeof PAIRS, accent?: string): Promise<string[]> {
  const tag = make(pairs === CALL_PAIRS ? "session-call" : "waiting-room", { theme });
  if (accent !== undefined) tag.style.setProperty(pairs === CALL_PAIRS ? "--doorstep-call-surface" : "--doorstep-accent", accent);
  stage(new FakeHost({ "session:unwatch": () => accepted({}) }), tag);
  const probe = (await one(tag, ".root")).appendChild(document.createElement("i"));
  const lit = (name: string): number => {
    probe.style.color = name.startsWith("#") ? name : `var(${name})`;
    return luminance(getComputedStyle(probe).color);
  };
  const faint: string[] = [];
  for (const [ink, paper, least] of pairs) {
    const [a, b] = [lit(ink), lit(paper)];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < least)
      faint.push(`${ink} on ${paper} in ${theme}${accent === undefined ? "" : ` with ${accent}`}: ${contrast.toFixed(2)} of ${least}`);
  }
  clear();
  return faint;
}

function none(faint: string[]): void {
  if (faint.length > 0) throw new Error(faint.join("\n"));
}

describe("the design tokens", () => {
  for (const theme of ["light", "dark"] as const) {
    it(`are readable on one another as they come, in ${theme}`, async () => none(await tooFaint(theme, PAIRS)));
    it(`keep what is written on a brand's colour, and in it, readable in ${theme}, whichever colour that is`, async () => {
      const faint = [];
      for (const brand of BRANDS) faint.push(...(await tooFaint(theme, PROMISED, brand)));
      none(faint);
    });
  }
  it("keep the room of a call dark enough for what is written in it, whichever colour a brand gives it", async () => {
    const faint = await tooFaint("light", CALL_PAIRS);
    for (const brand of BRANDS) faint.push(...(await tooFaint("light", CALL_PAIRS, brand)));
    none(faint);
  });
});
