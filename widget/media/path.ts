import type { ParticipantId } from "../../protocol/ids.ts";
import type { Arrivals } from "./arrivals.ts";
import type { RemoteMedia, Transport } from "./transport.ts";

export type PathKind = "mesh" | "sfu";

/** One way of a call's media: browser to browser, or through a server. */
export interface Path {
  kind: PathKind;
  epoch: number;
  transport: Transport;
  /** Others whom it still has to serve; undefined: everybody, it is the newest. */
  serves?: Set<ParticipantId>;
  /** Let go by then, come what may. */
  end?: ReturnType<typeof setTimeout>;
}

/** Those whom a way has reached, and has to serve until they are on a newer one. */
export function reached({ transport }: Path): Set<ParticipantId> {
  return new Set([...transport.remotes.values()].filter(({ state }) => state !== "connecting").map(({ participantId }) => participantId));
}

/** Each of the others on the way that shows them: the newest, or an older one that still serves them (MEDIA4). Oldest way first. */
export function remotesOver(paths: readonly Path[], arrivals: Arrivals): ReadonlyMap<ParticipantId, RemoteMedia> {
  const newest = paths.at(-1)?.transport.remotes ?? new Map<ParticipantId, RemoteMedia>();
  if (paths.length < 2) return newest;
  const remotes = new Map(newest);
  for (const { transport, serves } of paths.slice(0, -1)) {
    for (const id of serves ?? []) {
      const old = transport.remotes.get(id);
      if (old !== undefined && newest.has(id) && !arrivals.has(id)) remotes.set(id, old);
    }
  }
  return remotes;
}
