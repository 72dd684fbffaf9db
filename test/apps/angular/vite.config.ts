import linker from "@angular/compiler-cli/linker/babel";
import { transformAsync } from "@babel/core";
import type { Plugin } from "vite";
import { defineConfig } from "vite";

/** Angular's own packages are published half compiled, for the linker of the version that an app is built with. */
const linked: Plugin = {
  name: "angular-linker",
  transform: {
    filter: { id: /@angular\/.*\.mjs$/u, code: "ɵɵngDeclare" },
    handler: async (code, id) => {
      const result = await transformAsync(code, { filename: id, plugins: [linker], configFile: false, babelrc: false, compact: false });
      return result?.code ?? null;
    },
  },
};

export default defineConfig({
  plugins: [linked],
  define: { ngDevMode: "false", ngJitMode: "false" },
  build: { target: "es2022", rolldownOptions: { input: ["index.html", "guest.html"] } },
});
