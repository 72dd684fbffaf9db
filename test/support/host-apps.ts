/** The vendors' portals of `test/apps/`, put beside the package as npm would install it, and built with the tools of their frameworks. */

import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { promisify } from "node:util";

export const HOST_APPS = ["plain", "react", "vue", "svelte", "angular"] as const;
export type HostApp = (typeof HOST_APPS)[number];

const ROOT = resolve(import.meta.dirname, "../..");
const APPS = join(ROOT, "test/apps");
const NGC = "@angular/compiler-cli/bundles/src/bin/ngc.js";
const LIMIT_MS = 180_000;
const start = promisify(execFile);

/** Runs a program of Node's; an error says what it printed. */
async function node(args: readonly string[], cwd: string): Promise<void> {
  try {
    await start(process.execPath, args, { cwd, timeout: LIMIT_MS, env: { PATH: process.env["PATH"], HOME: process.env["HOME"] } });
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    throw new Error(`${args.join(" ")}, in ${cwd}:\n${stdout}${stderr}`, { cause: error });
  }
}

export class HostApps {
  readonly #folder = mkdtempSync(join(tmpdir(), "doorstep-apps-"));

  private constructor() {
    process.once("exit", this.remove);
  }

  /** Packs what is built and unpacks it as a dependency of the apps: what `files` and `exports` leave out, they do not find. */
  static async install(): Promise<HostApps> {
    const apps = new HostApps();
    const modules = join(apps.#folder, "node_modules");
    mkdirSync(modules);
    await start("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", apps.#folder], { cwd: ROOT, timeout: LIMIT_MS });
    const archive = readdirSync(apps.#folder).find((name) => name.endsWith(".tgz"));
    if (archive === undefined) throw new Error("npm pack made no archive.");
    await start("tar", ["-xzf", join(apps.#folder, archive), "-C", apps.#folder]);
    cpSync(join(apps.#folder, "package"), join(modules, "doorstep"), { recursive: true });
    for (const from of [join(APPS, "node_modules"), join(ROOT, "node_modules")]) linkPackages(from, modules);
    cpSync(APPS, join(apps.#folder, "apps"), { recursive: true, filter: (path) => basename(path) !== "node_modules" });
    return apps;
  }

  /** Builds one of them, and returns the folder to be served. */
  async build(app: HostApp): Promise<string> {
    if (app === "angular") await node([this.#tool(NGC), "--project", "tsconfig.app.json"], this.#source(app));
    await node([this.#tool("vite/bin/vite.js"), "build", "--logLevel", "warn"], this.#source(app));
    return join(this.#source(app), "dist");
  }

  /** Checks its types with what its framework checks them with. */
  async checkTypes(app: HostApp): Promise<void> {
    const compiler = this.#tool("typescript/lib/tsc.js");
    const vue = `require(${JSON.stringify(this.#tool("vue-tsc"))}).run(${JSON.stringify(compiler)})`;
    const command = {
      plain: [compiler, "--project", "."],
      react: [compiler, "--project", "."],
      // The compiler beside vue-tsc itself may be one that it cannot steer.
      vue: ["--eval", vue, "--", "vue-tsc", "--project", "."],
      svelte: [this.#tool("svelte-check/bin/svelte-check"), "--tsconfig", "./tsconfig.json", "--fail-on-warnings"],
      angular: [this.#tool(NGC), "--project", "."],
    }[app];
    await node(command, this.#source(app));
  }

  /** What Angular's compiler finds wrong in the templates that are wrong. */
  async mistakesInAngular(): Promise<string[]> {
    const command = [this.#tool(NGC), "--project", "tsconfig.mistakes.json"];
    const found = await node(command, this.#source("angular")).then(() => "", String);
    // The colours of a terminal stand around the number of an error.
    return Array.from(found.matchAll(/ TS\d+: (?:\u001B\[0m)?(.+)/gu), ([, what = ""]) => what);
  }

  readonly remove = (): void => {
    process.off("exit", this.remove);
    rmSync(this.#folder, { recursive: true, force: true });
  };

  #source(app: HostApp): string {
    return join(this.#folder, "apps", app);
  }

  #tool(path: string): string {
    return join(this.#folder, "node_modules", path);
  }
}

/** Every package of `from` that `to` has not yet. */
function linkPackages(from: string, to: string): void {
  if (!existsSync(from)) return;
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (name.startsWith(".")) continue;
    if (name.startsWith("@")) linkPackages(join(from, name), join(to, name));
    else if (!existsSync(join(to, name))) symlinkSync(join(from, name), join(to, name));
  }
}
