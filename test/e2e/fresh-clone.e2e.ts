import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { freePort } from "../support/free-port.ts";
import { OwnedProcess } from "../support/owned-process.ts";
import { until } from "../support/until.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const INSTALL = { withinMs: 480_000, everyMs: 500 };

/** Contract section 2: a fresh clone and Node, nothing else. What is not committed is not in it. */
describe("A fresh clone", { timeout: 540_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "doorstep-clone-"));
  const clone = join(folder, "doorstep");
  let demo: OwnedProcess | undefined;
  let url: string;

  before(async () => {
    execFileSync("git", ["clone", "--quiet", "--depth", "1", `file://${ROOT}`, clone]);
    const port = await freePort();
    url = `http://localhost:${port}`;
    const { PATH, HOME } = process.env;
    const registry = Object.fromEntries(Object.entries(process.env).filter(([name]) => /^npm_config_/iu.test(name)));
    demo = new OwnedProcess("sh", ["-c", "npm ci --no-audit --no-fund --prefer-offline && npm run demo"], {
      cwd: clone,
      env: { ...registry, PATH, HOME, PORT: String(port) },
      group: true,
    });
    const running = demo;
    await until(
      "the demo is open",
      async () => {
        assert.ok(running.alive, running.output);
        return running.output.includes("Riverside Counselling is open") && (await fetch(`${url}/readyz`)).ok;
      },
      INSTALL,
    );
  });
  after(async () => {
    await demo?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test("starts the demo with the README's command, and prints where everything is", () => {
    const readme = readFileSync(join(clone, "README.md"), "utf8");
    assert.match(readme, /^npm ci && npm run demo\b/mu);
    for (const path of ["/", "/join", "/outbox", "/elements"])
      assert.ok(demo?.output.includes(`${url}${path}`), `${path} in:\n${demo?.output}`);
  });

  test("serves the portal, the guest page, the outbox, the gallery and the tags", async () => {
    for (const path of ["/", "/join", "/outbox", "/elements"]) {
      const page = await fetch(url + path);
      assert.equal(page.status, 200, path);
      assert.match(page.headers.get("content-type") ?? "", /^text\/html/u, path);
      const policy = page.headers.get("content-security-policy") ?? "";
      assert.match(policy, /script-src 'self'(;|$)/u, path);
      assert.doesNotMatch(policy, /unsafe/u, path);
      assert.doesNotMatch(
        await page.text(),
        /<script>|\son\w+=|https?:\/\/(?!localhost)/u,
        `${path} has no inline script and names nobody else`,
      );
    }
    for (const path of ["/widget/doorstep.js", "/widget/drop-in-join.js"]) {
      const tags = await fetch(url + path);
      assert.equal(tags.status, 200, path);
      assert.match(tags.headers.get("content-type") ?? "", /^text\/javascript/u);
      assert.equal(tags.headers.get("access-control-allow-origin"), "*");
    }
  });

  test("has a week of sessions, made through the REST API", async () => {
    const practice = (await (await fetch(`${url}/demo/practice`)).json()) as { clients: { id: string }[] };
    const lists = await Promise.all(
      practice.clients.map(
        async ({ id }) => ((await (await fetch(`${url}/demo/clients/${id}/sessions`)).json()) as { items: { session?: object }[] }).items,
      ),
    );
    assert.ok(lists.flat().filter(({ session }) => session !== undefined).length >= 5);
  });

  test("leaves nothing uncommitted behind", () => {
    assert.equal(execFileSync("git", ["-C", clone, "status", "--porcelain"], { encoding: "utf8" }), "");
  });
});
