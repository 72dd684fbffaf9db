import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { TestContext } from "node:test";
import { keptKeys } from "../../relay/access/kept-key.ts";
import { KeyRing } from "../../relay/access/key-ring.ts";
import { SealedAnswers } from "../../relay/access/sealed-answers.ts";

async function folder(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "doorstep-keys-"));
  t.after(() => rm(path, { recursive: true, force: true }));
  return path;
}

describe("The key that a development relay makes for itself", () => {
  test("is kept, so that links survive a restart, and nobody else on the machine can read it", async (t) => {
    const dataDir = join(await folder(t), "data");
    const first = await keptKeys(dataDir);
    assert.equal(await keptKeys(dataDir), first);
    assert.doesNotThrow(() => KeyRing.parse(first));
    assert.equal((await stat(join(dataDir, "link-keys"))).mode & 0o077, 0);
  });

  test("is one and the same for relays that start at once, and leaves no drafts behind", async (t) => {
    const dataDir = await folder(t);
    const made = await Promise.all(Array.from({ length: 12 }, () => keptKeys(dataDir)));
    assert.equal(new Set(made).size, 1);
    assert.deepEqual(await readdir(dataDir), ["link-keys"]);
  });

  test("is never replaced by another one", async (t) => {
    const dataDir = await folder(t);
    const ring = KeyRing.fresh();
    await writeFile(join(dataDir, "link-keys"), `${ring}\n`);
    assert.equal(await keptKeys(dataDir), ring);
    assert.equal(await readFile(join(dataDir, "link-keys"), "utf8"), `${ring}\n`);
  });
});

describe("Answers kept for repeated calls", () => {
  const [NEW, OLD] = [KeyRing.fresh(), KeyRing.fresh()];

  test("show nothing of what is in them, and open again in their own place", () => {
    const answers = new SealedAnswers(KeyRing.parse(NEW));
    const words = JSON.stringify({ url: "https://portal.example/join#k.aaaa.bbbb", name: "Zoë" });
    const sealed = answers.seal(words, "riverside:1");
    assert.ok(!sealed.includes("portal") && !Buffer.from(sealed.split(".")[1] ?? "", "base64url").includes("portal"));
    assert.equal(answers.open(sealed, "riverside:1"), words);
    assert.notEqual(answers.seal(words, "riverside:1"), sealed);
  });

  test("do not open elsewhere, changed, or without their key", () => {
    const answers = new SealedAnswers(KeyRing.parse(NEW));
    const sealed = answers.seal("words", "riverside:1");
    assert.equal(answers.open(sealed, "harbour:1"), null);
    for (const text of ["", "x", "x.y", sealed.slice(0, -4), `${sealed.slice(0, -1)}${sealed.endsWith("A") ? "B" : "A"}${"A"}`]) {
      assert.equal(answers.open(text, "riverside:1"), null, text);
    }
    assert.equal(new SealedAnswers(KeyRing.parse(OLD)).open(sealed, "riverside:1"), null);
    assert.equal(new SealedAnswers(KeyRing.parse(`${OLD},${NEW}`)).open(sealed, "riverside:1"), "words", "after a change of keys");
  });
});
