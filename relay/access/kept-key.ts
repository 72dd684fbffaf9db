/** In development nobody sets LINK_KEYS: a key is made once and kept beside the data, so that links survive a restart. */

import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { KeyRing } from "./key-ring.ts";

const FILE = "link-keys";

/** The key ring kept in `dataDir`, as text; made if there is none. Two relays that start at once end up with the same one. */
export async function keptKeys(dataDir: string): Promise<string> {
  const path = join(dataDir, FILE);
  const kept = await read(path);
  if (kept !== undefined) return kept;
  await mkdir(dataDir, { recursive: true });
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, `${KeyRing.fresh()}\n`, { mode: 0o600, flush: true });
  try {
    // Linking fails if another process was first, and never shows a file half written.
    await link(draft, path);
  } catch (error) {
    if (!isCode(error, "EEXIST")) throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return (await readFile(path, "utf8")).trim();
}

async function read(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, "utf8")).trim();
  } catch (error) {
    if (isCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
