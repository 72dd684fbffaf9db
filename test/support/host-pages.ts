/** Pages of vendors, served from an origin that is not the relay's. */

import { existsSync, readFileSync } from "node:fs";
import type { Server } from "node:http";
import { createServer } from "node:http";
import { join, resolve } from "node:path";

const WIDGET = resolve(import.meta.dirname, "../../dist/widget");

export interface VendorPage {
  html: string;
  /** Its Content-Security-Policy, if it has one. */
  policy?: string;
}

export interface VendorSite {
  url: string;
  stop(): Promise<void>;
}

/** Serves `pages` by path, and the scripts of a folder, by default the built tags, below `/own/`, as a vendor who hosts them himself. */
export async function openVendorSite(pages: Readonly<Record<string, VendorPage>>, scripts: string = WIDGET): Promise<VendorSite> {
  const server: Server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://vendor");
    const page = pages[pathname];
    const file = pathname.startsWith("/own/") ? join(scripts, pathname.slice("/own/".length)) : undefined;
    if (page !== undefined) {
      response.setHeader("content-type", "text/html; charset=utf-8");
      if (page.policy !== undefined) response.setHeader("content-security-policy", page.policy);
      response.end(page.html);
    } else if (file !== undefined && file.startsWith(scripts) && existsSync(file)) {
      response.setHeader("content-type", "text/javascript");
      response.end(readFileSync(file));
    } else {
      response.statusCode = 404;
      response.end();
    }
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The vendor's site has no port.");
  return {
    url: `http://localhost:${address.port}`,
    stop: () =>
      new Promise((stopped) => {
        server.closeAllConnections();
        server.close(() => stopped());
      }),
  };
}
