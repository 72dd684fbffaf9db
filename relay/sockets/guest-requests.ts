/** What a guest may ask, one row each. A row says what it asks for in the permission table; the socket itself says of which session. */

import type { GuestReplies, GuestRequests } from "../../protocol/events.ts";
import { accepted } from "../../protocol/refusals.ts";
import { serversOf } from "./connection-check.ts";
import type { GuestDoor } from "./guest-door.ts";
import type { House } from "./house.ts";
import { guestSignal } from "./plain-signal.ts";
import type { Rows } from "./request-handler.ts";
import { sfuRows } from "./sfu-requests.ts";

export function guestRows(house: House): Rows<GuestDoor, GuestRequests, GuestReplies> {
  const { keeper, call, ice } = house;
  return {
    "guest:knock": { asks: "knock", run: (door, { name }) => door.knock(name) },
    "guest:cancel": {
      asks: "cancel-knock",
      run: async ({ sessionId, actor }) => {
        const done = await keeper.submit(sessionId, { type: "cancel-knock", actor });
        return done.ok ? accepted({}) : done;
      },
    },
    "call:leave": {
      asks: "leave",
      run: async ({ sessionId, actor, connection }) => {
        const done = await keeper.submit(sessionId, { type: "leave", actor, connection });
        return done.ok ? accepted({}) : done;
      },
    },
    "call:flags": { asks: "flags", run: (door, { flags }) => call.flags(door, door.sessionId, flags) },
    "call:key": { asks: "key", run: (door, { key }) => call.key(door, door.sessionId, key) },
    "call:signal": {
      asks: "signal",
      unhurried: true,
      read: guestSignal,
      run: (door, signal) => call.signal(door, door.sessionId, signal),
    },
    "call:chat": { asks: "chat", run: (door, { text }) => call.chat(door, door.sessionId, text) },
    "call:chat-lines": { asks: "signal", run: (door) => call.chatLines(door, door.sessionId) },
    "connection:check": { asks: "view", run: () => serversOf({ ice }) },
    "call:ice": { asks: "ice", run: ({ actor }) => accepted(ice(actor.guestId)) },
    ...sfuRows<GuestDoor, object>(house, ({ sessionId }) => sessionId),
  };
}
