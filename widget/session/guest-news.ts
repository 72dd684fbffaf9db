/** What happened to a guest between two states, in the words of the tag's events (contract section 3). */

import type { RefusalCode } from "../../protocol/refusals.ts";
import type { GuestState } from "./guest-store.ts";

export type GuestNews =
  | { is: "ready" | "knock" | "admitted" | "denied" }
  /** No longer waiting or inside. */
  | { is: "leave"; reason: RefusalCode }
  /** The link does not open the door. */
  | { is: "refused"; reason: RefusalCode };

export function guestNews(before: GuestState, now: GuestState): GuestNews[] {
  if (before.is === now.is && (before.is !== "out" || before.reason === (now as typeof before).reason)) return [];
  // After a reload the guest finds itself where it was: nobody asked, nobody was let in.
  const found = before.is === "connecting";
  switch (now.is) {
    case "connecting":
      return [];
    case "early":
      return [...(found ? [{ is: "ready" } as const] : []), { is: "refused", reason: "too-early" }];
    case "lobby":
      return found || before.is === "early" ? [{ is: "ready" }] : [];
    case "waiting":
      if (found) return [{ is: "ready" }];
      return before.is === "in" ? [{ is: "leave", reason: "sent-back" }] : [{ is: "knock" }];
    case "in":
      if (found) return [{ is: "ready" }];
      return before.is === "waiting" ? [{ is: "admitted" }] : [{ is: "knock" }];
    case "out":
      if (before.is !== "waiting" && before.is !== "in") return [{ is: "refused", reason: now.reason }];
      return now.reason === "denied" ? [{ is: "denied" }] : [{ is: "leave", reason: now.reason }];
  }
}
