/** Serves the demo's built pages, under the policy that a careful vendor would set. */

import { readFileSync, readdirSync } from "node:fs";
import { extname, join } from "node:path";
import { Hono } from "hono";

const TYPES: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** No inline script or style, nothing from elsewhere, Trusted Types on: Doorstep's tags need no exception from it. */
function policy(page: URL): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "media-src 'self' data: blob:",
    // Not every browser counts a page's own WebSockets as 'self'.
    `connect-src 'self' ${page.protocol === "https:" ? "wss" : "ws"}://${page.host}`,
    // The outbox shows mails in frames of their own, the gallery its tags.
    ...(page.pathname === "/outbox" || page.pathname === "/elements" ? ["frame-src 'self'"] : []),
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${page.pathname === "/elements/frame" ? "'self'" : "'none'"}`,
    "require-trusted-types-for 'script'",
    "trusted-types lit-html doorstep-worker",
  ].join("; ");
}

const HEADERS = {
  "Content-Type": "text/html; charset=utf-8",
  "Cache-Control": "no-cache",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "Permissions-Policy": "camera=(self), microphone=(self), display-capture=(self)",
};

const PAGES = {
  "/": "index.html",
  "/outbox": "outbox.html",
  "/elements": "elements.html",
  "/elements/frame": "elements-frame.html",
  "/brand": "brand.html",
};

/** @param folder what `demo/vite.config.ts` built; read once, so that nothing else can be asked for. */
export function demoPages(folder: string): Hono {
  const app = new Hono();
  for (const [path, file] of Object.entries(PAGES)) {
    const page = readFileSync(join(folder, file), "utf8");
    app.get(path, (c) => c.body(page, 200, { ...HEADERS, "Content-Security-Policy": policy(new URL(c.req.url)) }));
  }
  for (const file of readdirSync(join(folder, "demo-assets"))) {
    const body = new Uint8Array(readFileSync(join(folder, "demo-assets", file)));
    const headers = {
      "Content-Type": TYPES[extname(file)] ?? "application/octet-stream",
      "Cache-Control": "public, max-age=31536000, immutable",
      "X-Content-Type-Options": "nosniff",
    };
    app.get(`/demo-assets/${file}`, (c) => c.body(body, 200, headers));
  }
  return app;
}
