import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { testFiles } from "../../support/test-files.ts";

/** The type scale, px: `--_small`, `--_body`, `--_large`, `--_title` of `widget/theme/tokens.ts`. */
const SCALE = [14, 16, 20, 28];

/** Letters that belong to a picture and grow with it: initials in a circle, and a mail shown smaller than it is. */
const DRAWN: Record<string, readonly string[]> = {
  "widget/theme/people.ts": ["calc(var(--size, 36px) * 0.38)"],
  "widget/elements/session-call/call-tile.styles.ts": ["clamp(var(--_small), 8cqmin, 34px)"],
  "widget/elements/invite-message/mail-preview.styles.ts": ["min(var(--_body), 2.5cqi)", "0.875em"],
};

const sizesIn = (file: string): string[] =>
  [...readFileSync(file, "utf8").matchAll(/(?<![\w-])font(?:-size)?:\s*([^;`]+);/gu)]
    .map(([, value = ""]) => value.trim())
    .filter((value) => value !== "inherit" && !DRAWN[file]?.includes(value));

function offScale(files: string[], allowed: readonly string[]): string[] {
  const found = files.flatMap((file) => sizesIn(file).map((size) => ({ file, size })));
  assert.ok(found.length > 0, "no sizes were found");
  return found.filter(({ size }) => !allowed.includes(size)).map(({ file, size }) => `${file}: ${size}`);
}

describe("Type has four sizes", () => {
  const tokens = readFileSync("widget/theme/tokens.ts", "utf8");
  const names = ["small", "body", "large", "title"].map((name) => `--_${name}`);

  test("which the tokens hold", () => {
    const held = names.map((name) => Number(new RegExp(`${name}: (\\d+)px;`, "u").exec(tokens)?.[1]));
    assert.deepEqual(held, SCALE);
  });

  test("and every tag takes its own from them", () => {
    const allowed = names.map((name) => `var(${name})`);
    assert.deepEqual(offScale(testFiles("widget", ".ts", []), allowed), []);
  });

  test("as do the mails and the demo's pages", () => {
    const files = ["relay/outbox/mail/mail-styles.ts", ...testFiles("demo/pages", ".css", [])];
    const allowed = SCALE.map((size) => `${size}px`);
    assert.deepEqual(offScale(files, allowed), []);
  });
});
