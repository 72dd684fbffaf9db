import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after, describe, test } from "node:test";

const ROOT = resolve(import.meta.dirname, "../..");

/** Every form of an import that is there at run time, each on one line. */
const VALUES = [
  (specifier: string) => `import "${specifier}";`,
  (specifier: string) => `void import("${specifier}");`,
  (specifier: string) => `void import(\`${specifier}\`);`,
  (specifier: string) => `export * from "${specifier}";`,
];
/** And those which vanish when compiled. */
const TYPES = [
  (specifier: string) => `export type { It } from "${specifier}";`,
  (specifier: string) => `void ({} as import("${specifier}").It);`,
];

/** Importers, and what they must not import in any form. */
const REFUSED: [importer: string, specifiers: string[]][] = [
  ["protocol/a.ts", ["../relay/session/session.ts", "../widget/define.ts", "../demo/main.ts", "node:fs", "redis"]],
  ["widget/session/a.ts", ["../../relay/session/session.ts", "../elements/base.ts", "node:crypto", "socket.io-client"]],
  ["widget/elements/a/a.ts", ["socket.io-client", "simple-peer", "simple-peer/simplepeer.min.js"]],
  ["widget/elements/a/b.ts", ["../../../relay/relay.ts"]],
  ["widget/media/sfu-transport.ts", ["simple-peer/simplepeer.min.js", "../elements/base.ts", "../session/call-store.ts"]],
  ["widget/connection/a.ts", ["../session/call-store.ts", "../media/call-engine.ts", "socket.io-client"]],
  ["relay/session/a.ts", ["node:crypto", "valibot", "../store/session-store.ts", "../access/link-token.ts", "../../widget/define.ts"]],
  ["relay/sockets/a.ts", ["redis", "lmdb", "../store/redis-store.ts", "../store/embedded-store.ts", "../http/sessions.ts", "../relay.ts"]],
  ["relay/http/a.ts", ["redis", "lmdb", "../store/redis-store.ts", "../sockets/host-namespace.ts", "../outbox/worker.ts"]],
  ["relay/store/session-keeper.ts", ["redis", "@redis/client", "lmdb", "../sockets/guest-door.ts"]],
  ["relay/store/redis-store.ts", ["lmdb"]],
  ["relay/store/embedded-store.ts", ["redis"]],
  ["relay/media/turn.ts", ["janode", "../sockets/guest-door.ts"]],
  ["relay/outbox/worker.ts", ["mailgun.js", "form-data", "../http/sessions.ts"]],
  ["relay/relay.ts", ["../widget/define.ts", "../demo/main.ts", "../test/support/until.ts"]],
];

/** Importers, and what they may only name as types. */
const AS_TYPES: [importer: string, specifiers: string[]][] = [
  ["widget/elements/a/b.ts", ["../../connection/relay-connection.ts", "../../media/mesh-transport.ts"]],
  ["relay/sockets/a.ts", ["../ops/log.ts", "../config.ts"]],
];

/** Importers, and what they may import in every form. */
const ALLOWED: [importer: string, specifiers: string[]][] = [
  ["widget/connection/polling.ts", ["socket.io-client", "../../protocol/events.ts"]],
  ["widget/media/mesh-transport.ts", ["simple-peer/simplepeer.min.js"]],
  ["widget/elements/c/c.ts", ["lit", "../../session/call-store.ts", "../base.ts"]],
  ["relay/sockets/b.ts", ["socket.io", "node:crypto", "../store/session-keeper.ts", "../session/decide.ts", "../access/link-token.ts"]],
  ["relay/store/redis-bus.ts", ["redis"]],
  ["relay/store/embedded-store.ts", ["lmdb"]],
  ["relay/main.ts", ["./store/redis-store.ts", "./http/sessions.ts"]],
];

const folder = mkdtempSync(join(tmpdir(), "doorstep-lint-"));
after(() => rmSync(folder, { recursive: true, force: true }));
for (const name of [".oxlintrc.json", "tsconfig.json", "package.json"]) copyFileSync(join(ROOT, name), join(folder, name));
for (const name of ["lint", "node_modules"]) symlinkSync(join(ROOT, name), join(folder, name));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

/** The linter's findings as lines `file:line:column: words [severity/rule]`. */
function lint(...paths: string[]): string[] {
  const run = spawnSync(process.execPath, [join(ROOT, "node_modules/oxlint/bin/oxlint"), "-f", "unix", ...paths], {
    cwd: folder,
    encoding: "utf8",
  });
  return run.stdout.split("\n").filter((line) => /^\S+:\d+:\d+: /.test(line));
}

describe("Who may import whom", () => {
  const lines = new Map<string, { text: string; refused: boolean }[]>();
  const add = (table: typeof REFUSED, forms: typeof VALUES, refused: boolean): void => {
    for (const [importer, specifiers] of table) {
      const file = lines.get(importer) ?? [];
      lines.set(importer, file);
      for (const specifier of specifiers) for (const form of forms) file.push({ text: form(specifier), refused });
    }
  };
  add(REFUSED, [...VALUES, ...TYPES], true);
  add(AS_TYPES, VALUES, true);
  add(AS_TYPES, TYPES, false);
  add(ALLOWED, [...VALUES, ...TYPES], false);
  for (const [file, content] of lines) write(file, content.map((line) => `${line.text}\n`).join(""));
  const found = lint(...lines.keys()).filter((line) => line.includes("doorstep(boundaries)"));

  for (const [file, content] of lines) {
    test(file, () => {
      const refused = content.filter((_, index) => found.some((line) => line.startsWith(`${file}:${index + 1}:`)));
      assert.deepEqual(
        refused.map((line) => line.text),
        content.filter((line) => line.refused).map((line) => line.text),
      );
    });
  }
});

describe("Circles", () => {
  const circles = new Map<string, string[]>();
  const circle = (name: string, there: string, back: string): void => {
    const folderOfIts = `protocol/circle-${circles.size}`;
    write(`${folderOfIts}/there.ts`, `${there}\nexport type It = 1;\n`);
    write(`${folderOfIts}/back.ts`, `${back}\nexport type It = 1;\n`);
    circles.set(name, [`${folderOfIts}/there.ts`, `${folderOfIts}/back.ts`]);
  };
  circle("of imports", 'import "./back.ts";', 'import "./there.ts";');
  circle("through import()", 'import "./back.ts";', 'export const it = () => import("./there.ts");');
  circle("of re-exports", 'export * from "./back.ts";', 'export { x } from "./there.ts";');
  circle("of types", 'import type { It as A } from "./back.ts"; export type B = A;', 'export type C = import("./there.ts").It;');

  const inARow = ["protocol/1.ts", "protocol/2.ts", "protocol/3.ts"];
  write("protocol/1.ts", 'import "./2.ts";\nimport "./3.ts";\n');
  write("protocol/2.ts", 'import "./3.ts";\n');
  write("protocol/3.ts", "export {};\n");

  // All at once: the linter takes its time to start.
  const found = lint(...[...circles.values()].flat(), ...inARow);
  for (const [name, files] of circles) {
    test(name, () => {
      for (const file of files)
        assert.ok(
          found.some((line) => line.startsWith(`${file}:`) && line.includes("doorstep(no-circles)")),
          `${file} is not reported:\n${found.join("\n")}`,
        );
    });
  }
  test("none where files import one another in a row", () => {
    assert.deepEqual(
      found.filter((line) => inARow.some((file) => line.startsWith(`${file}:`))),
      [],
    );
  });
});

describe("Code that is refused wherever it stands", () => {
  const cases: { name: string; file: string; rule: string }[] = [];
  const refused = (name: string, file: string, text: string, rule: string): void => {
    write(file, text);
    cases.push({ name, file, rule });
  };
  refused("a promise nobody waits for", "relay/floating.ts", "export function f() {\n  Promise.resolve(1);\n}\n", "no-floating-promises");
  refused("fetch in an element", "widget/elements/d/d.ts", 'export const f = () => fetch("x");\n', "no-restricted-globals");
  refused("a socket in an element", "widget/elements/d/e.ts", 'export const f = () => new WebSocket("x");\n', "no-restricted-globals");
  refused(
    "a template Lit can't bind",
    "widget/elements/d/f.ts",
    'import { html } from "lit";\nexport const f = (tag: string) => html`<${tag}></${tag}>`;\n',
    "binding-positions",
  );
  refused(
    "a state left out of a switch",
    "relay/switch.ts",
    ['export function f(x: "a" | "b") {', "  switch (x) {", '    case "a":', "      return 1;", "  }", "}", ""].join("\n"),
    "switch-exhaustiveness-check",
  );
  refused("a file past 300 lines", "relay/long.ts", "export {};\n".repeat(301), "max-lines");

  const found = lint(...cases.map(({ file }) => file));
  for (const { name, file, rule } of cases) {
    test(name, () => {
      const own = found.filter((line) => line.startsWith(`${file}:`));
      assert.ok(
        own.some((line) => line.includes(`(${rule})`)),
        `${rule} did not fire:\n${own.join("\n")}`,
      );
    });
  }
});
