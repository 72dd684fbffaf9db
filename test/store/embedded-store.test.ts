import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import type { SessionId } from "../../protocol/ids.ts";
import { openEmbeddedStore } from "../../relay/store/embedded-store.ts";
import { commitOf, document, sessionStoreContract } from "../contract/session-store.contract.ts";

const folders: string[] = [];
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "doorstep-store-"));
  folders.push(made);
  return made;
}
after(() => {
  for (const each of folders) rmSync(each, { recursive: true, force: true });
});

sessionStoreContract("The embedded store", () => openEmbeddedStore(folder()));

describe("The embedded store", () => {
  test("keeps what it acknowledged over a close and an opening", async () => {
    const path = folder();
    const session = document();
    const first = await openEmbeddedStore(path);
    await first.sessions.commit(commitOf(session, 0));
    await first.close();
    const second = await openEmbeddedStore(path);
    assert.deepEqual((await second.sessions.load(session.id)).stored, { version: 1, session });
    await second.close();
  });

  test("turns a second process away with a sentence, and is free again after the first is gone", async () => {
    const path = folder();
    const first = await openEmbeddedStore(path);
    await assert.rejects(openEmbeddedStore(path), /Another relay already uses the data folder/);
    await first.close();
    await (await openEmbeddedStore(path)).close();
  });

  test("loses nothing that was acknowledged when its process is killed amid writing (STORE5)", async () => {
    const path = folder();
    const child = spawn(process.execPath, ["--import", "tsx", join(import.meta.dirname, "writes-until-killed.ts"), path], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const acknowledged = new Map<SessionId, number>();
    await new Promise<void>((resolve) => {
      let text = "";
      child.stdout.on("data", (chunk: Buffer) => {
        text += chunk.toString();
        const lines = text.split("\n");
        text = lines.pop() ?? "";
        for (const line of lines) {
          const [id, version] = line.split(" ");
          acknowledged.set(id as SessionId, Number(version));
        }
        if (acknowledged.size >= 50 && !child.killed) child.kill("SIGKILL");
      });
      child.on("close", () => resolve());
    });
    const store = await openEmbeddedStore(path);
    for (const [id, version] of acknowledged) {
      const { stored } = await store.sessions.load(id);
      assert((stored?.version ?? 0) >= version, `${id} was acknowledged at ${version} and is at ${stored?.version}`);
    }
    await store.close();
  });
});
