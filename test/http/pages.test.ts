import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { TestContext } from "node:test";
import { brotliDecompressSync } from "node:zlib";
import { joinPage } from "../../relay/http/join-page.ts";
import { joinLanguage } from "../../relay/http/join-words.ts";
import { createSession, openTestHouse } from "./house.ts";
import type { TestHouse } from "./house.ts";

describe("The guest page", () => {
  test("is the same for everybody, says nothing of a session, and asks the store nothing (LINK2, A10)", async (t) => {
    const house = await openTestHouse(t);
    const { id, invites } = await createSession(house, { invites: [{ email: "maya@example.org" }] });
    const before = await house.store.sessions.load(id);
    const pages = new Set<string>();
    for (let n = 0; n < 1_000; n += 1) {
      const answer = await house.app.request(n % 2 === 0 ? "/join" : `/join?utm=${n}#${invites[0]?.url?.split("#")[1]}`, {
        method: n % 3 === 0 ? "HEAD" : "GET",
      });
      assert.equal(answer.status, 200);
      const text = await answer.text();
      if (n % 3 !== 0) pages.add(text);
    }
    assert.equal(pages.size, 1);
    assert.deepEqual((await house.store.sessions.load(id)).stored, before.stored, "the link is unopened and unspent");
  });

  test("runs under a strict policy: own scripts only, one style by its hash, no frame, no referrer, camera for itself", async (t) => {
    const house = await openTestHouse(t);
    const page = await house.ask("GET", "/join", { token: null });
    const policy = page.headers.get("content-security-policy") ?? "";
    for (const part of [
      "default-src 'none'",
      "script-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
      "wss://relay.example",
    ]) {
      assert.ok(policy.includes(part), part);
    }
    assert.ok(!policy.includes("unsafe"));
    const style = /<style>([\s\S]*?)<\/style>/.exec(page.text)?.[1] ?? "";
    assert.ok(policy.includes(`'sha256-${createHash("sha256").update(style).digest("base64")}'`));
    assert.ok(!/\son\w+=|style="|<script>(?!\s*<\/script>)/.test(page.text), "nothing inline");
    assert.equal(page.headers.get("referrer-policy"), "no-referrer");
    assert.match(page.headers.get("permissions-policy") ?? "", /camera=\(self\), microphone=\(self\)/);
    assert.equal(page.headers.get("x-content-type-options"), "nosniff");
    assert.match(page.headers.get("strict-transport-security") ?? "", /max-age/);
    assert.match(page.text, /<drop-in-join relay="https:\/\/relay\.example">/);
  });

  test("speaks the guest's language, from right to left where it is written so", () => {
    assert.match(joinPage("https://relay.example").html, /<html lang="en" dir="ltr">/);
    assert.match(joinPage("https://relay.example", { language: "ar" }).html, /<html lang="ar" dir="rtl">[^]*<title>جلسة فيديو/);
    const asked = {
      "fr-CA,fr;q=0.9,en;q=0.8": "fr",
      "it,de;q=0.5,en;q=0.4": "de",
      "en;q=0.1, es": "es",
      "pt-BR": "en",
      "fr;q=0, ar": "ar",
    };
    for (const [header, language] of Object.entries(asked)) assert.equal(joinLanguage(header), language, header);
    assert.equal(joinLanguage(undefined), "en");
  });

  test("is not to be broken out of by the relay's own address", () => {
    assert.ok(!joinPage('https://relay.example/"><script>').html.includes('"><script>'));
  });
});

async function widget(t: TestContext): Promise<{ house: TestHouse; folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), "doorstep-widget-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, "built", "chunks"), { recursive: true });
  await writeFile(join(folder, "secret.js"), "not to be seen");
  await writeFile(join(folder, "built", "doorstep.js"), `import "./chunks/call-1a2b3c4d.js";\n`.repeat(100));
  await writeFile(join(folder, "built", "chunks", "call-1a2b3c4d.js"), "export {};\n");
  await writeFile(join(folder, "built", ".hidden.js"), "x");
  return { house: await openTestHouse(t, { deps: { widgetDir: join(folder, "built") } }), folder };
}

describe("The built tags", () => {
  test("are named in the guest page as far as it is sure to need them, so that they come at once", async (t) => {
    const { house, folder } = await widget(t);
    const built = join(folder, "built");
    await writeFile(join(built, "drop-in-join.js"), 'import{a}from"./chunks/a-1.js";import(`./chunks/later-1.js`);');
    await writeFile(join(built, "chunks", "a-1.js"), 'import"./b-1.js";export const a=1;');
    await writeFile(join(built, "chunks", "b-1.js"), 'import{a as c}from"./a-1.js";');
    await writeFile(join(built, "chunks", "later-1.js"), "");
    const page = await house.ask("GET", "/join", { token: null });
    const named = [...page.text.matchAll(/<link rel="modulepreload" href="([^"]+)">/g)].map(([, path]) => path);
    assert.deepEqual(named, ["/widget/chunks/a-1.js", "/widget/chunks/b-1.js"]);
    assert.match(page.text, /<script type="module" src="\/widget\/drop-in-join\.js">/);
  });

  test("as built for the guest page are asked for by it, under the name that browsers keep", async (t) => {
    const { house, folder } = await widget(t);
    const built = join(folder, "built");
    await writeFile(join(built, "drop-in-join.js"), "");
    await writeFile(join(built, "guest.js"), 'export{t as DropInJoin}from"./chunks/guest-1.js";');
    await writeFile(join(built, "chunks", "guest-1.js"), 'import"./a-1.js";import(`./later-1.js`);');
    await writeFile(join(built, "chunks", "a-1.js"), "");
    const page = await house.ask("GET", "/join", { token: null });
    assert.match(page.text, /<script type="module" src="\/widget\/chunks\/guest-1\.js">/);
    assert.deepEqual(
      [...page.text.matchAll(/<link rel="modulepreload" href="([^"]+)">/g)].map(([, path]) => path),
      ["/widget/chunks/a-1.js"],
    );
    assert.ok(!page.text.includes("ahead.js"), "what is not there is not asked for");
    await writeFile(join(built, "ahead.js"), "");
    await utimes(join(built, "guest.js"), 2, 2);
    const scripts = [...(await house.ask("GET", "/join", { token: null })).text.matchAll(/<script type="module"([^>]*)>/g)];
    assert.deepEqual(
      scripts.map(([, how]) => how),
      [' async src="/widget/ahead.js"', ' src="/widget/chunks/guest-1.js"'],
    );
    // One that was not built in full is passed over.
    await rm(join(built, "chunks", "guest-1.js"));
    await utimes(join(built, "guest.js"), 1, 1);
    assert.match((await house.ask("GET", "/join", { token: null })).text, /<script type="module" src="\/widget\/drop-in-join\.js">/);
  });

  test("are for every page in the world, and their chunks are kept for good", async (t) => {
    const { house } = await widget(t);
    const tag = await house.ask("GET", "/widget/doorstep.js", { token: null, headers: { origin: "https://anywhere.example" } });
    assert.equal(tag.status, 200);
    assert.equal(tag.headers.get("access-control-allow-origin"), "*");
    assert.equal(tag.headers.get("cross-origin-resource-policy"), "cross-origin");
    assert.match(tag.headers.get("content-type") ?? "", /^text\/javascript/);
    assert.match(tag.headers.get("cache-control") ?? "", /no-cache/);
    const chunk = await house.ask("GET", "/widget/chunks/call-1a2b3c4d.js", { token: null });
    assert.match(chunk.headers.get("cache-control") ?? "", /immutable/);
  });

  test("are read by any page and changed by none", async (t) => {
    const { house } = await widget(t);
    const asked = await house.ask("OPTIONS", "/widget/doorstep.js", { token: null, headers: { origin: "https://anywhere.example" } });
    assert.deepEqual([asked.status, asked.headers.get("access-control-allow-origin")], [204, "*"]);
    for (const path of ["/widget/doorstep.js", "/join", "/openapi.json"]) {
      const refused = await house.ask("POST", path, { token: null });
      assert.deepEqual([refused.status, refused.headers.get("allow"), refused.body["code"]], [405, "GET", "not-allowed"], path);
    }
  });

  test("are sent packed, and not again as long as they are the same", async (t) => {
    const { house, folder } = await widget(t);
    const packed = await house.app.request("/widget/doorstep.js", { headers: { "accept-encoding": "gzip, deflate, br" } });
    assert.equal(packed.headers.get("content-encoding"), "br");
    assert.match(brotliDecompressSync(Buffer.from(await packed.arrayBuffer())).toString(), /^import/);
    const etag = packed.headers.get("etag") ?? "";
    const same = await house.app.request("/widget/doorstep.js", {
      headers: { "accept-encoding": "br", "if-none-match": `"other", ${etag}` },
    });
    assert.deepEqual([same.status, await same.text()], [304, ""]);
    const plain = await house.app.request("/widget/doorstep.js", { headers: { "accept-encoding": "br;q=0" } });
    assert.equal(plain.headers.get("content-encoding"), null);
    assert.notEqual(plain.headers.get("etag"), etag);
    await writeFile(join(folder, "built", "doorstep.js"), "export const rebuilt = true;");
    const rebuilt = await house.app.request("/widget/doorstep.js", { headers: { "if-none-match": etag } });
    assert.equal(await rebuilt.text(), "export const rebuilt = true;");
  });

  test("are all that is served from their folder's place", async (t) => {
    const { house } = await widget(t);
    const paths = [
      "nothing.js",
      "../secret.js",
      "..%2fsecret.js",
      "chunks/../../secret.js",
      "%2e%2e/secret.js",
      "..\\secret.js",
      ".hidden.js",
      "chunks",
      "chunks/",
      "doorstep.js%00.js",
      "doorstep.exe",
      "//etc/passwd",
      "constructor.js",
    ];
    for (const path of paths) {
      const answer = await house.app.request(`/widget/${path}`);
      assert.equal(answer.status, 404, path);
      assert.ok(!(await answer.text()).includes("not to be seen"));
    }
  });
});

describe("What the relay does not serve itself", () => {
  test("a portal on the same port may, except below /v1/", async (t) => {
    const asked: string[] = [];
    const fallback = (request: Request): Response | null => {
      const { pathname } = new URL(request.url);
      asked.push(pathname);
      return pathname === "/portal" ? new Response("the portal") : null;
    };
    const house = await openTestHouse(t, { deps: { fallback } });
    assert.equal((await house.ask("GET", "/portal")).text, "the portal");
    assert.equal((await house.ask("GET", "/nothing")).status, 404);
    assert.equal((await house.ask("GET", "/v1/nothing")).status, 404);
    assert.equal((await house.ask("GET", "/join")).status, 200);
    assert.deepEqual(asked, ["/portal", "/nothing"]);
  });
});
