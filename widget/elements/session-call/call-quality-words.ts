import { msg } from "@lit/localize";
import type { CallStore } from "../../session/call-store.ts";

/** How good the connection is: the worst way is the one that people feel. Empty while there is nobody else. */
export function qualityWords({ qualities }: CallStore): string {
  const levels = new Set(qualities.values());
  if (levels.size === 0) return "";
  if (levels.has("lost")) return msg("Connection: reconnecting", { id: "call.connection-lost" });
  if (levels.has("poor")) return msg("Connection: weak", { id: "call.connection-poor" });
  return levels.has("fair")
    ? msg("Connection: fair", { id: "call.connection-fair" })
    : msg("Connection: good", { id: "call.connection-good" });
}
