/** Where the published package keeps what a source file of a tag becomes; other sources have no place of their own. */
const published = (path) => path.replace(/^widget\/elements\/([^/]+)\/\1\.ts$/, "dist/widget/$1.js");

export default {
  globs: ["widget/elements/**/*.ts"],
  outdir: "dist",
  litelement: true,
  packagejson: false,
  plugins: [
    {
      // Tags fire through one helper, which the analyzer takes for an event of its parameter's name; the real ones are described.
      name: "doorstep:described-events",
      packageLinkPhase({ customElementsManifest }) {
        for (const { declarations = [] } of customElementsManifest.modules) {
          for (const each of declarations) each.events = each.events?.filter((event) => event.description);
        }
      },
    },
    {
      name: "doorstep:published-paths",
      packageLinkPhase({ customElementsManifest }) {
        for (const module of customElementsManifest.modules) {
          module.path = published(module.path);
          for (const each of module.exports ?? []) {
            if (each.declaration?.module) each.declaration.module = published(each.declaration.module);
          }
        }
      },
    },
  ],
};
