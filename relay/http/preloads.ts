/**
 * What the guest page is going to ask for anyway. Told in the page itself, a browser fetches all of it at once instead of finding one
 * file in the other, a round trip each.
 */

import { readFile, stat } from "node:fs/promises";
import { join, posix } from "node:path";

const ENTRY = "drop-in-join.js";
/** As the bundler writes static imports. */
const STATIC_IMPORT = /(?:^|[;}\s])(?:import|export)(?:[\w*{}\s,$]*from)?\s*["'`](\.[^"'`]+\.js)["'`]/g;

export class Preloads {
  #known: { stamp: number; paths: string[] } | undefined;

  /** `folder`: where the build puts the tags. */
  constructor(private readonly folder: string) {}

  /** Paths below `/widget/`, the entry not counted; none when the tags are not built. */
  async paths(): Promise<string[]> {
    try {
      const { mtimeMs: stamp } = await stat(join(this.folder, ENTRY));
      if (this.#known?.stamp !== stamp) this.#known = { stamp, paths: await this.#look() };
      return this.#known.paths;
    } catch {
      // A hint less; the page finds its files, or says that they are not there, without it.
      return [];
    }
  }

  async #look(): Promise<string[]> {
    const found = new Set<string>([ENTRY]);
    const visit = async (path: string): Promise<void> => {
      const text = await readFile(join(this.folder, path), "utf8");
      for (const [, imported = ""] of text.matchAll(STATIC_IMPORT)) {
        const next = posix.join(posix.dirname(path), imported);
        if (found.has(next)) continue;
        found.add(next);
        await visit(next);
      }
    };
    await visit(ENTRY);
    found.delete(ENTRY);
    return [...found];
  }
}
