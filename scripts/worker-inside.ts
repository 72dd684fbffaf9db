/**
 * For the build of one file: the thread that seals and opens frames stands in that file as text, and starts from there. A page with a
 * Content-Security-Policy has to allow it (`worker-src blob:`). The thread that blurs a background stays out: only cameras that can do so
 * themselves do.
 */

import { join } from "node:path";
import type { Plugin } from "vite";
import { build } from "vite";

/** What names the files that only blurring needs: megabytes, of which the one file has none. */
const BLUR_FILES = /\/widget\/media\/blur\/blur-files\.ts$/;
const ADDRESS = /\/widget\/media\/e2ee\/worker-address\.ts$/;
const ENTRY = join(import.meta.dirname, "../widget/media/e2ee/frame-worker.ts");

export function workerInside(): Plugin {
  return {
    name: "worker-inside",
    enforce: "pre",
    async load(id) {
      if (BLUR_FILES.test(id)) return "export const blurFiles = undefined;";
      if (!ADDRESS.test(id)) return null;
      const text = JSON.stringify(await worker());
      return `export const workerAddress = async () => URL.createObjectURL(new Blob([${text}], { type: "text/javascript" }));`;
    },
  };
}

async function worker(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: "warn",
    publicDir: false,
    build: {
      write: false,
      target: "es2022",
      modulePreload: false,
      rolldownOptions: { input: ENTRY, output: { format: "es", codeSplitting: false } },
    },
  });
  const [output] = Array.isArray(built) ? built : [built];
  const chunk = output !== undefined && "output" in output ? output.output[0] : undefined;
  if (chunk?.type !== "chunk") throw new Error("The thread for encryption was not built.");
  return chunk.code;
}
