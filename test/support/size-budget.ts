import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Counts } from "./counts.ts";
import { FAILED, PASSED } from "./counts.ts";

const FOLDER = "dist/widget";
const KB = 1024;

const tag = (name: string): string => `widget/elements/${name}/${name}.ts`;

/** The connection, which host tags load when they first open one. */
const CONNECTION = ["_connection"];
const GUEST_PAGE = ["widget/guest-page/guest-page.ts", "widget/guest-page/languages-ahead.ts"];
/** The call itself, its room and its engine with simple-peer in it: loaded when a call starts. */
const MESH = ["widget/elements/session-call/call-room.ts", "widget/media/call-engine.ts"];

interface Budget {
  name: string;
  /** Built for the relay's own guest page, not as a tag among others. */
  guestPage?: true;
  /** What it shall not grow beyond, bytes. */
  limit: number;
  /** What it shall come down to, bytes, where that is less. */
  goal?: number;
  /** Sources whose files count, with everything they import statically. */
  of: string[];
  /** Sources that are there already, so that what they share with `of` costs nothing. */
  over?: string[];
}

/** What a page downloads, gzip -9: of the named sources and of all chunks that they import statically. */
const BUDGETS: Budget[] = [
  {
    name: "P1 a status tag's first paint (its connection comes after)",
    limit: 11.75 * KB,
    of: [tag("session-actions"), tag("waiting-list")],
  },
  { name: "P2 drop-in-join, live in the waiting room", limit: 30.25 * KB, goal: 30 * KB, of: [tag("drop-in-join"), ...CONNECTION] },
  { name: "P2 the relay's guest page, live in the waiting room", guestPage: true, limit: 26.5 * KB, of: GUEST_PAGE },
  { name: "P2 session-link-manager, live", limit: 28.75 * KB, of: [tag("session-link-manager"), ...CONNECTION] },
  { name: "P2 invite-message-editor, live", limit: 30.25 * KB, goal: 30 * KB, of: [tag("invite-message-editor"), ...CONNECTION] },
  {
    name: "P3 in a mesh call",
    limit: 70 * KB,
    of: [tag("drop-in-join"), tag("session-call"), ...CONNECTION, ...MESH],
  },
  {
    name: "P3 the relay's guest page, in a mesh call",
    guestPage: true,
    limit: 66 * KB,
    of: [...GUEST_PAGE, tag("session-call"), ...MESH],
  },
  {
    name: "P4 what a media server adds to it",
    limit: 4.5 * KB,
    of: ["widget/media/sfu-transport.ts"],
    over: [tag("drop-in-join"), tag("session-call"), ...CONNECTION, ...MESH],
  },
];

/** A file that the build makes of several sources goes by its own name, a dash and a hash: `_connection` is enough here. */
const keyOf = (manifest: Manifest, source: string): string | undefined =>
  manifest[source] === undefined ? Object.keys(manifest).find((key) => key.startsWith(`${source}-`)) : source;

interface Chunk {
  file: string;
  imports?: string[];
  css?: string[];
}

/** Vite's record of the build: chunks by their source's path, or by a name of its own. */
type Manifest = Record<string, Chunk>;

/** The files that loading the sources brings along without any `import()`. A source that has no file of its own is part of another. */
function closure(manifest: Manifest, sources: readonly string[]): Set<string> {
  const files = new Set<string>();
  const seen = new Set<string>();
  const visit = (source: string): void => {
    const key = keyOf(manifest, source);
    const chunk = key === undefined ? undefined : manifest[key];
    if (key === undefined || chunk === undefined || seen.has(key)) return;
    seen.add(key);
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file);
    for (const each of chunk.imports ?? []) visit(each);
  };
  for (const source of sources) visit(source);
  return files;
}

const manifestOf = ({ guestPage }: Budget): Manifest =>
  JSON.parse(readFileSync(join(FOLDER, guestPage ? ".vite/guest.json" : ".vite/manifest.json"), "utf8")) as Manifest;

const gzipped = (file: string): number => gzipSync(readFileSync(join(FOLDER, file)), { level: 9 }).length;

/** Every budget that can be measured on what is built, KB. */
export function sizes(): { name: string; kb: number; limitKb: number }[] {
  return BUDGETS.filter((budget) => budget.of.every((source) => keyOf(manifestOf(budget), source))).map((budget) => {
    const manifest = manifestOf(budget);
    const there = closure(manifest, budget.over ?? []);
    const files = [...closure(manifest, budget.of)].filter((file) => !there.has(file));
    return { name: budget.name, kb: files.reduce((sum, file) => sum + gzipped(file), 0) / KB, limitKb: (budget.goal ?? budget.limit) / KB };
  });
}

/** Compares the built widget with its budgets, a line for each. */
export function checkSizes(): Counts[] {
  return BUDGETS.map((budget) => {
    const manifest = manifestOf(budget);
    const lost = budget.of.filter((source) => keyOf(manifest, source) === undefined);
    if (lost.length > 0) {
      // A tag that isn't built would otherwise weigh nothing and pass.
      const why = lost.every((source) => !existsSync(source)) ? "not written yet" : "has no file of its own in the build";
      console.log(`  ${budget.name}: ${lost.join(", ")} ${why}`);
      return FAILED;
    }
    const there = closure(manifest, budget.over ?? []);
    const files = [...closure(manifest, budget.of)].filter((file) => !there.has(file));
    let size = 0;
    for (const file of files) size += gzipped(file);
    const fits = size <= budget.limit;
    console.log(
      `  ${fits ? "fits" : "TOO BIG"}: ${budget.name}: ${(size / KB).toFixed(1)} of ${budget.limit / KB} KB in ${files.length} files${budget.goal === undefined ? "" : `, goal ${budget.goal / KB} KB`}`,
    );
    if (!fits) for (const file of files) console.log(`    ${(gzipped(file) / KB).toFixed(1)} KB ${file}`);
    return fits ? PASSED : FAILED;
  });
}
