import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * The files below `folder` with the given ending, sorted, with `/` in their paths.
 * @param filters When there are any, only files whose path holds one of them.
 */
export function testFiles(folder: string, ending: string, filters: readonly string[]): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(ending))
    .map((path) => join(folder, path).replaceAll("\\", "/"))
    .filter((path) => filters.length === 0 || filters.some((filter) => path.includes(filter)))
    .toSorted();
}
