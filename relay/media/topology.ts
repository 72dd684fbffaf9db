/** Whether a call's media shall move, and where to. Pure: from the document, the living media servers and how long the call has been small. */

import { LOSS_REST_MS, MESH_AGAIN_MS, NODE_REST_MS } from "../../protocol/limits.ts";
import { mediaOf } from "../session/media.ts";
import { seatsTaken } from "../session/seats.ts";
import type { Session, SessionPolicy } from "../session/session.ts";

/** A media server as this relay sees it. */
export interface NodeSight {
  node: string;
  alive: boolean;
  /** Participants that it carries. */
  load: number;
}

export interface Move {
  to: { is: "mesh" } | { is: "sfu"; node: string };
  /** The server it leaves is dead. */
  lost: boolean;
}

export interface Surroundings {
  /** The store's clock, ms. */
  now: number;
  policy: Pick<SessionPolicy, "meshMax">;
  nodes: readonly NodeSight[];
  /** Since when the call has had no more than `meshMax` participants, ms; undefined: it has more. */
  smallSince: number | undefined;
}

/** Undefined: it stays where it is (MEDIA1, MEDIA3). */
export function moveOf(session: Session, { now, policy, nodes, smallSince }: Surroundings): Move | undefined {
  if (session.phase.is === "ended" || session.deleted === true) return undefined;
  const media = mediaOf(session);
  const many = seatsTaken(session) > policy.meshMax;
  const { lost } = media;
  // Relays that see different servers die would otherwise send a call to and fro without end.
  const settled = lost === undefined || now - lost.at >= LOSS_REST_MS;
  if (media.is === "mesh") {
    const node = many && settled ? choose(nodes, resting(lost, now)) : undefined;
    return node === undefined ? undefined : { to: { is: "sfu", node }, lost: false };
  }
  if (nodes.find(({ node }) => node === media.node)?.alive !== true) {
    const best = many ? choose(nodes, media.node, resting(lost, now)) : undefined;
    // One that was lost lately and is back serves a call of many better than none.
    const node = best ?? (many && settled ? choose(nodes, media.node) : undefined);
    return { to: node === undefined ? { is: "mesh" } : { is: "sfu", node }, lost: true };
  }
  // A call whose size goes up and down does not move each time.
  return smallSince !== undefined && now - smallSince >= MESH_AGAIN_MS ? { to: { is: "mesh" }, lost: false } : undefined;
}

/** When to look again though nothing changes, ms; undefined: never. */
export function lookAgainAt(session: Session, { now, policy, nodes, smallSince }: Surroundings): number | undefined {
  const media = mediaOf(session);
  if (session.phase.is === "ended") return undefined;
  if (media.is === "sfu") return smallSince === undefined ? undefined : smallSince + MESH_AGAIN_MS;
  const { lost } = media;
  if (lost === undefined || seatsTaken(session) <= policy.meshMax) return undefined;
  const living = nodes.filter(({ alive }) => alive);
  if (living.length === 0) return undefined;
  const at = lost.at + (living.some(({ node }) => node !== lost.node) ? LOSS_REST_MS : NODE_REST_MS);
  return at > now ? at : undefined;
}

function resting(lost: { node: string; at: number } | undefined, now: number): string | undefined {
  return lost !== undefined && now - lost.at < NODE_REST_MS ? lost.node : undefined;
}

/** The living server that carries least. */
function choose(nodes: readonly NodeSight[], ...not: (string | undefined)[]): string | undefined {
  const living = nodes.filter(({ node, alive }) => alive && !not.includes(node));
  return living.toSorted((a, b) => a.load - b.load || (a.node < b.node ? -1 : 1))[0]?.node;
}
