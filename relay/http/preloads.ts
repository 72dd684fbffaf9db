/**
 * What the guest page is going to ask for anyway. Told in the page itself, a browser fetches all of it at once instead of finding one
 * file in the other, a round trip each.
 */

import { readFile, stat } from "node:fs/promises";
import { join, posix } from "node:path";

/** As built for this page; then as built for pages of vendors, which does as well. */
const ENTRIES = ["guest.js", "drop-in-join.js"];
/** Beside the first of them: what shall run while it is on its way. */
const AHEAD = "ahead.js";
/** As the bundler writes static imports. */
const STATIC_IMPORT = /(?:^|[;}\s])(?:import|export)(?:[\w*{}\s,$]*from)?\s*["'`](\.[^"'`]+\.js)["'`]/g;
/** A file with nothing in it but another one's name, which can as well be asked for itself. */
const MERE_NAME = /^export\s*\{[^{}]*\}\s*from\s*["'`]\.\/([^"'`]+\.js)["'`];?\s*$/;

/** Paths below `/widget/`. */
export interface GuestFiles {
  script: string;
  /** What both import. */
  preloads: string[];
  /** What runs before it, and without which it runs as well. */
  ahead?: string;
}

export class Preloads {
  #known: { stamp: string; files: GuestFiles } | undefined;

  /** `folder`: where the build puts the tags. */
  constructor(private readonly folder: string) {}

  async files(): Promise<GuestFiles> {
    for (const entry of ENTRIES) {
      try {
        const { mtimeMs } = await stat(join(this.folder, entry));
        const stamp = `${entry} ${mtimeMs}`;
        if (this.#known?.stamp !== stamp) this.#known = { stamp, files: await this.#look(entry) };
        return this.#known.files;
      } catch {
        // Not built, or not all of it.
      }
    }
    // A hint less; the page finds its files, or says that they are not there, without it.
    return { script: "drop-in-join.js", preloads: [] };
  }

  async #look(entry: string): Promise<GuestFiles> {
    const [, script = entry] = MERE_NAME.exec(await readFile(join(this.folder, entry), "utf8")) ?? [];
    const found = new Set<string>([script]);
    const visit = async (path: string): Promise<void> => {
      const text = await readFile(join(this.folder, path), "utf8");
      for (const [, imported = ""] of text.matchAll(STATIC_IMPORT)) {
        const next = posix.join(posix.dirname(path), imported);
        if (found.has(next)) continue;
        found.add(next);
        await visit(next);
      }
    };
    await visit(script);
    const ahead = entry === ENTRIES[0] && (await isThere(join(this.folder, AHEAD)));
    if (ahead) await visit(AHEAD);
    found.delete(script);
    return { script, preloads: [...found], ...(ahead ? { ahead: AHEAD } : {}) };
  }
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
