import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import { leanPeer } from "../../scripts/lean-peer.js";

/**
 * Builds scripts for pages of tests and benches, each as `<name>.js` in a folder of its own, which is the caller's to remove.
 *
 * @param inputs source files by name
 */
export async function buildPageScripts(inputs: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "doorstep-page-"));
  await build({
    configFile: false,
    logLevel: "error",
    publicDir: false,
    plugins: [leanPeer()],
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: "es2022",
      modulePreload: false,
      rolldownOptions: { input: { ...inputs }, output: { entryFileNames: "[name].js", chunkFileNames: "chunks/[name]-[hash].js" } },
    },
  });
  return folder;
}
