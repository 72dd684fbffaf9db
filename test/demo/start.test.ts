import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, describe, test } from "node:test";
import { OwnedProcess } from "../support/owned-process.ts";

const ROOT = resolve(import.meta.dirname, "../..");

describe("Starting the demo with a bad setting", () => {
  const folder = mkdtempSync(join(tmpdir(), "doorstep-demo-"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  async function start(env: Record<string, string>): Promise<{ how: number | string; said: string }> {
    const { PATH, HOME } = process.env;
    const demo = new OwnedProcess(process.execPath, ["--import", "tsx", "demo/main.ts"], {
      cwd: ROOT,
      env: { PATH, HOME, DATA_DIR: join(folder, "data"), ...env },
    });
    const how = await demo.ended;
    return { how, said: demo.output.trim() };
  }

  for (const [env, sentence] of [
    [{ PORT: "http" }, /^The demo did not start: PORT must be a whole number \(it is "http"\)\.$/u],
    [{ PORT: "99999" }, /^The demo did not start: PORT must be between 0 and 65535/u],
    [{ MESH_MAX: "lots" }, /^The demo did not start: MESH_MAX must be a whole number/u],
    [{ REDIS_URL: "localhost" }, /^The demo did not start: REDIS_URL must be a URL/u],
  ] as const) {
    const [name = "", value = ""] = Object.entries(env)[0] ?? [];
    test(`${name}=${value} stops it with one sentence`, async () => {
      const { how, said } = await start(env);
      assert.equal(how, 1);
      assert.match(said, sentence);
      assert.equal(said.split("\n").length, 1, said);
    });
  }

  test("a folder that can't be written to stops it with one sentence", async () => {
    const file = join(folder, "a-file");
    writeFileSync(file, "");
    const { how, said } = await start({ DATA_DIR: join(file, "data"), PORT: "0" });
    assert.equal(how, 1);
    assert.match(said, /^The demo did not start: .*a-file/u);
    assert.equal(said.split("\n").length, 1, said);
  });

  test("and keeps no store open or half made", () => {
    assert.deepEqual(readdirSync(join(folder, "data")), ["demo-api-secret"]);
  });
});
