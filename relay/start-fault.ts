/** Why a relay could not start, in a sentence for the operator, where one of the settings is to blame although nothing is wrong with its text. */

import { resolve } from "node:path";
import type { Config } from "./config.ts";
import { FolderTaken } from "./store/folder-lock.ts";
import { StoreUnavailable } from "./store/session-store.ts";

/** Undefined: none of them is. Never shows a secret. */
export function startFault(error: unknown, { port, host, dataDir, redisUrl }: Config): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof FolderTaken) return error.message;
  const { code, syscall, path, hostname } = error as NodeJS.ErrnoException & { hostname?: string };
  if (syscall === "listen" && code === "EADDRINUSE") return `PORT ${port} is taken: another program listens there.`;
  if (syscall === "listen" && code === "EADDRNOTAVAIL") return `HOST ${host ?? ""} is no address of this machine.`;
  if (syscall === "listen") return `PORT ${port} may not be listened on (${code}).`;
  if (syscall === "getaddrinfo" && hostname === host) return `HOST ${host ?? ""} is no address of this machine (${code}).`;
  if (redisUrl !== undefined && (syscall === "connect" || syscall === "getaddrinfo")) return `REDIS_URL leads to no Redis (${code}).`;
  if (redisUrl !== undefined && error instanceof StoreUnavailable) return "REDIS_URL leads to no Redis that answers.";
  const refused = /^(?:WRONGPASS|NOAUTH|NOPERM)\b/.exec(error.message);
  if (redisUrl !== undefined && refused !== null) return `REDIS_URL leads to a Redis that lets nobody in with these words (${refused[0]}).`;
  if (path !== undefined && resolve(path).startsWith(resolve(dataDir))) return `DATA_DIR cannot be used (${code}): ${dataDir}.`;
  return undefined;
}
