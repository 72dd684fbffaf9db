/** What happened in a call between two views, for those who are told of it: the page's own script, and people who listen instead of look. */

import type { RefusalCode } from "../../protocol/refusals.ts";
import type { ChatMessage, Guest, Participant, Topology } from "../../protocol/views.ts";
import type { Quality } from "../media/connection-quality.ts";
import type { Inside } from "./call-door.ts";

export type CallNews =
  | { is: "joined" }
  | { is: "left"; reason: RefusalCode }
  | { is: "arrived"; participant: Participant }
  | { is: "departed"; participant: Participant; reason: RefusalCode }
  | { is: "count"; count: number }
  | { is: "topology"; topology: Topology }
  | { is: "hand"; participant: Participant }
  | { is: "shares"; participant: Participant }
  /** Somebody asks to be let in; hosts are told. */
  | { is: "knocks"; guest: Guest }
  /** A host asked this browser to mute, and it did. */
  | { is: "muted-by-host" }
  /** A host asks this browser's person to speak. */
  | { is: "asked-to-speak" }
  /** A host stopped this browser's shared screen. */
  | { is: "stopped-by-host" }
  /** Somebody stands before everyone's eyes now, oneself perhaps; undefined: nobody any more. */
  | { is: "spotlight"; whom: Participant | undefined }
  /** Lines were found that had been written before, or while the relay was away. */
  | { is: "read-back"; count: number }
  | { is: "microphone"; on: boolean }
  | { is: "camera"; on: boolean }
  /** Blurring the background is more than this machine can do smoothly. */
  | { is: "slow-blur" }
  | { is: "screen"; on: boolean }
  | { is: "own-hand"; raised: boolean }
  /** The ways bear no pictures any more, or again. */
  | { is: "weak"; on: boolean }
  | { is: "chat"; message: ChatMessage; mine: boolean }
  | { is: "quality"; participantId: Participant["participantId"]; level: Quality };

/** What changed from one view to the next; nothing of oneself but what others did. */
export function newsBetween(before: Inside | undefined, now: Inside): CallNews[] {
  const news: CallNews[] = before === undefined ? [{ is: "joined" }] : [];
  const known = new Map((before?.participants ?? []).map((each) => [each.participantId, each]));
  for (const participant of now.participants) {
    const earlier = known.get(participant.participantId);
    known.delete(participant.participantId);
    if (participant.participantId === now.me) continue;
    // Whoever was there before oneself did not arrive.
    if (earlier === undefined && before !== undefined) news.push({ is: "arrived", participant });
    if (participant.handRaised && earlier?.handRaised !== true) news.push({ is: "hand", participant });
    if (participant.sharing && earlier?.sharing !== true) news.push({ is: "shares", participant });
  }
  for (const participant of known.values()) {
    news.push({ is: "departed", participant, reason: participant.connected ? "left" : "connection-lost" });
  }
  const waited = new Set((before?.waiting ?? []).map(({ guestId }) => guestId));
  for (const guest of now.waiting) if (!waited.has(guest.guestId)) news.push({ is: "knocks", guest });
  if (before?.spotlight !== now.spotlight && (before !== undefined || now.spotlight !== undefined)) {
    news.push({ is: "spotlight", whom: now.participants.find(({ participantId }) => participantId === now.spotlight) });
  }
  if (before?.participants.length !== now.participants.length) news.push({ is: "count", count: now.participants.length });
  if (before?.topology !== now.topology) news.push({ is: "topology", topology: now.topology });
  return news;
}
