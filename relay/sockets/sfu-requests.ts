/**
 * What the seated ask of the media servers, the same for both doors: only from the connection that holds the seat (MEDIA5). The relay
 * speaks with the servers; a browser never does.
 */

import type { sfu } from "../../protocol/sfu.ts";
import type { SfuAnswer, SfuCandidates, SfuConfigure, SfuLeave, SfuPublish, SfuStanding, SfuSubscribe } from "../../protocol/sfu.ts";
import type { Done } from "../../protocol/events.ts";
import type { SessionId } from "../../protocol/ids.ts";
import type { Refusal } from "../../protocol/refusals.ts";
import { refused } from "../../protocol/refusals.ts";
import type { Caller } from "./call-events.ts";
import type { SfuSeat, SfuSwitch } from "./deps.ts";
import type { House } from "./house.ts";
import type { Answer, Row } from "./request-handler.ts";
import type { Inbox } from "./switchboard.ts";

interface Requests {
  "call:sfu-publish": SfuPublish;
  "call:sfu-subscribe": SfuSubscribe;
  "call:sfu-answer": SfuAnswer;
  "call:sfu-candidates": SfuCandidates;
  "call:sfu-configure": SfuConfigure;
  "call:sfu-leave": SfuLeave;
}
interface Replies extends Record<keyof Requests, unknown> {
  "call:sfu-publish": { sdp: string };
  "call:sfu-subscribe": Done;
  "call:sfu-answer": Done;
  "call:sfu-candidates": Done;
  "call:sfu-configure": SfuStanding;
  "call:sfu-leave": Done;
}
/** Every one of the contract's requests has a row here: one more does not compile. */
type Named = { [Name in keyof typeof sfu as `call:sfu-${Name}`]: unknown };

type SfuRows<Asker, Naming> = { readonly [Name in keyof Requests & keyof Named]: Row<Asker, Requests[Name] & Naming, Replies[Name]> };

/** @param sessionOf which session a request is about: it names it itself, or the socket is bound to one */
export function sfuRows<Asker extends Caller & Inbox, Naming extends object>(
  { call, sfu: desk }: Pick<House, "call" | "sfu">,
  sessionOf: (asker: Asker, payload: Naming) => SessionId,
): SfuRows<Asker, Naming> {
  const row = <Name extends keyof Requests>(
    act: (desk: SfuSwitch, seat: SfuSeat, request: Requests[Name]) => Answer<Replies[Name]>,
    forbids: (asker: Asker, sessionId: SessionId) => Refusal | null = () => null,
  ): Row<Asker, Requests[Name] & Naming, Replies[Name]> => ({
    asks: "sfu",
    run: (asker, payload): Answer<Replies[Name]> => {
      const seat = call.seatFor(asker, sessionOf(asker, payload));
      if ("code" in seat) return { ok: false, refusal: seat };
      const forbidden = forbids(asker, seat.sessionId);
      if (forbidden !== null) return { ok: false, refusal: forbidden };
      if (desk === undefined) return refused("unavailable", "This relay has no media server.");
      return act(desk, seat, payload);
    },
  });
  return {
    "call:sfu-publish": row<"call:sfu-publish">(
      (to, seat, request) => to.publish(seat, request),
      (asker, sessionId) => call.maySend(asker, sessionId),
    ),
    "call:sfu-subscribe": row<"call:sfu-subscribe">((to, seat, request) => to.subscribe(seat, request)),
    "call:sfu-answer": row<"call:sfu-answer">((to, seat, request) => to.answer(seat, request)),
    "call:sfu-candidates": row<"call:sfu-candidates">((to, seat, request) => to.candidates(seat, request)),
    "call:sfu-configure": row<"call:sfu-configure">((to, seat, request) => to.configure(seat, request)),
    "call:sfu-leave": row<"call:sfu-leave">((to, seat, request) => to.leave(seat, request)),
  };
}
