/**
 * The permission table (DOOR2): role × standing × what is asked. What is not in it is refused. Nothing else grants anything.
 * `decide` consults it for every command; the doors consult it for passages, which change nothing in the document.
 */

import type { Refusal, RefusalCode } from "../../protocol/refusals.ts";
import { refusal } from "../../protocol/refusals.ts";
import { DENIED_PAUSE_MS } from "../../protocol/limits.ts";
import type { Actor, CommandType, GuestActor, Passage } from "./command.ts";
import { opensAt } from "./schedule.ts";
import type { Context, Session } from "./session.ts";
import type { GuestStanding, HostStanding } from "./standing.ts";
import { guestStanding, hostStanding, vendorStanding } from "./standing.ts";

export type Asked = CommandType | Passage;

const RUN_THE_DOOR = [
  "update",
  "invite",
  "revoke-invite",
  "renew-invite",
  "resend-invite",
  "admit",
  "admit-all",
  "deny",
  "message",
  "send-back",
  "remove",
  "lock",
  "end",
] as const satisfies Asked[];

const HOST_TABLE: Record<HostStanding, readonly Asked[]> = {
  absent: ["create"],
  stranger: [],
  // A socket may close after the session has ended: saying so is not an intrusion.
  ended: ["view", "disconnect", "end"],
  outside: ["view", "join", "disconnect", ...RUN_THE_DOOR],
  seated: [
    "view",
    "join",
    "leave",
    "disconnect",
    "flags",
    "key",
    "signal",
    "chat",
    "ice",
    "sfu",
    "mute-others",
    "spotlight",
    ...RUN_THE_DOOR,
  ],
};

const VENDOR_TABLE: Record<HostStanding, readonly Asked[]> = {
  absent: ["create"],
  stranger: [],
  ended: ["view", "end", "delete"],
  outside: ["view", "delete", ...RUN_THE_DOOR],
  seated: [],
};

const GUEST_TABLE: Record<GuestStanding, readonly Asked[]> = {
  absent: [],
  revoked: ["disconnect"],
  ended: ["disconnect"],
  expired: ["disconnect"],
  early: ["disconnect"],
  "second-browser": [],
  outside: ["view", "open", "knock", "disconnect"],
  waiting: ["view", "open", "knock", "cancel-knock", "disconnect"],
  away: ["view", "open", "knock", "cancel-knock", "disconnect"],
  queued: ["view", "open", "knock", "cancel-knock", "disconnect"],
  admitted: ["view", "open", "knock", "disconnect"],
  seated: ["view", "open", "knock", "leave", "disconnect", "flags", "key", "signal", "chat", "ice", "sfu"],
  denied: ["disconnect"],
  removed: ["disconnect"],
};

/** For generated tests: the whole table. */
export const PERMISSIONS = {
  host: HOST_TABLE,
  vendor: VENDOR_TABLE,
  guest: GUEST_TABLE,
  clock: ["tick", "move-media", "take-out", "settle", "mail-event"] as readonly Asked[],
} as const;

const GUEST_WORDS: Record<GuestStanding, RefusalCode> = {
  absent: "session-ended",
  revoked: "link-revoked",
  ended: "session-ended",
  expired: "link-expired",
  early: "too-early",
  "second-browser": "not-allowed",
  outside: "not-allowed",
  waiting: "not-allowed",
  away: "not-allowed",
  queued: "not-allowed",
  admitted: "not-allowed",
  seated: "not-allowed",
  denied: "denied",
  removed: "removed",
};

/** Null: allowed. Otherwise the refusal with the standing's own word. */
export function may(session: Session | null, actor: Actor, asked: Asked, context: Context): Refusal | null {
  switch (actor.role) {
    case "clock":
      return PERMISSIONS.clock.includes(asked) ? null : refusal("not-allowed");
    case "vendor":
      return staff(VENDOR_TABLE, vendorStanding(session, actor), asked);
    case "host":
      return staff(HOST_TABLE, hostStanding(session, actor), asked);
    case "guest": {
      const standing = guestStanding(session, actor, context);
      return GUEST_TABLE[standing].includes(asked) ? null : guestRefusal(session, actor, standing, context);
    }
  }
}

function staff(table: Record<HostStanding, readonly Asked[]>, standing: HostStanding, asked: Asked): Refusal | null {
  if (table[standing].includes(asked)) return null;
  if (standing === "ended") return refusal("session-ended");
  // Another tenant's session and none at all are answered alike (VIEW3).
  if (standing === "absent" || standing === "stranger") return refusal("not-allowed", "There is no such session for you.");
  if (asked === "create") return refusal("not-allowed", "There is a session with this id already.");
  return refusal("not-allowed", standing === "outside" ? "Join the session first." : undefined);
}

function guestRefusal(session: Session | null, actor: GuestActor, standing: GuestStanding, { now, policy }: Context): Refusal {
  const word = GUEST_WORDS[standing];
  if (session !== null && standing === "early") {
    return refusal(word, undefined, { opensAt: new Date(opensAt(session, policy)).toISOString() });
  }
  if (session !== null && standing === "denied") {
    const state = session.guests[actor.guestId]?.state;
    if (state?.is === "denied") return refusal(word, undefined, { retryAfterMs: state.at + DENIED_PAUSE_MS - now });
  }
  if (standing === "second-browser") return refusal(word, "This link is already in use in another browser.");
  return refusal(word);
}
