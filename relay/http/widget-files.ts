/** The built tags, for every page in the world: an ES module may only come from elsewhere with CORS open. */

import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { extname, join, sep } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

/** Hashed names (`chunks/call-1a2b3c.js`) never change their content. */
const HASHED = /^(?:chunks|assets)\//;
const TYPES: Record<string, string> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".tflite": "application/octet-stream",
  ".woff2": "font/woff2",
  ".mp3": "audio/mpeg",
};
const SAFE_PATH = /^(?:[\w-][\w.-]*\/)*[\w-][\w.-]*$/;
/** Below this, in bytes, packing gains nothing. */
const WORTH_PACKING = 1_024;
/** Above this, in bytes, packing as tightly as possible would keep the first who asks waiting: brotli takes seconds for the last few percent. */
const LARGE = 1_000_000;

type Packing = "br" | "gzip";

interface KeptFile {
  /** Tells a rebuilt file from the one that was read. */
  stamp: string;
  etag: string;
  type: string;
  identity: Buffer;
  packs: boolean;
  /** As each was first asked for. */
  packed: Partial<Record<Packing, Promise<Buffer>>>;
}

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

export class WidgetFiles {
  readonly #kept = new Map<string, Promise<KeptFile>>();

  /** `folder`: where the build puts the tags. */
  constructor(private readonly folder: string) {}

  /** The answer for a path below `/widget/`; null: there is no such file. */
  async serve(path: string, headers: { get(name: string): string | null | undefined }): Promise<Response | null> {
    const file = await this.#file(path);
    if (file === null) return null;
    const encoding = accepted(headers.get("accept-encoding") ?? "", file);
    const etag = encoding === "identity" ? `"${file.etag}"` : `"${file.etag}-${encoding}"`;
    const common = {
      etag,
      vary: "Accept-Encoding",
      "access-control-allow-origin": "*",
      "cross-origin-resource-policy": "cross-origin",
      "cache-control": HASHED.test(path) ? "public, max-age=31536000, immutable" : "public, no-cache",
    };
    if (matches(headers.get("if-none-match") ?? "", etag)) return new Response(null, { status: 304, headers: common });
    const body = encoding === "identity" ? file.identity : await (file.packed[encoding] ??= pack(file.identity, encoding));
    return new Response(new Uint8Array(body), {
      headers: { ...common, "content-type": file.type, ...(encoding === "identity" ? {} : { "content-encoding": encoding }) },
    });
  }

  async #file(path: string): Promise<KeptFile | null> {
    const type = TYPES[extname(path)];
    if (type === undefined || !SAFE_PATH.test(path)) return null;
    const full = join(this.folder, path);
    if (!full.startsWith(join(this.folder, sep))) return null;
    let stamp: string;
    try {
      const { mtimeMs, size } = await stat(full);
      stamp = `${mtimeMs}:${size}`;
    } catch {
      return null;
    }
    const kept = await this.#kept.get(path);
    if (kept?.stamp === stamp) return kept;
    const reading = read(full, stamp, type);
    this.#kept.set(path, reading);
    try {
      return await reading;
    } catch (error) {
      this.#kept.delete(path);
      throw error;
    }
  }
}

async function read(full: string, stamp: string, type: string): Promise<KeptFile> {
  const identity = await readFile(full);
  const etag = createHash("sha256").update(identity).digest("base64url").slice(0, 22);
  const packs = identity.length > WORTH_PACKING && !/^(?:font|audio)\//.test(type);
  return { stamp, etag, type, identity, packs, packed: {} };
}

function pack(body: Buffer, packing: Packing): Promise<Buffer> {
  if (packing === "gzip") return zip(body);
  return brotli(body, { params: { [constants.BROTLI_PARAM_QUALITY]: body.length > LARGE ? 5 : 9 } });
}

function accepted(header: string, { packs }: KeptFile): Packing | "identity" {
  if (!packs) return "identity";
  const names = header.split(",").flatMap((each) => {
    const [name = "", ...parameters] = each.split(";").map((part) => part.trim().toLowerCase());
    return parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter)) ? [] : [name];
  });
  if (names.includes("br")) return "br";
  if (names.includes("gzip")) return "gzip";
  return "identity";
}

function matches(header: string, etag: string): boolean {
  return header.split(",").some((each) => each.trim().replace(/^W\//, "") === etag);
}
