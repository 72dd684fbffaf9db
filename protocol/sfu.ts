/**
 * The part of the wire contract by which a call's media goes through a server (SPEC "Media"): what browsers ask the relay for, and what it
 * pushes. The browser imports only types from this file.
 */

import * as v from "valibot";
import * as field from "./fields.ts";
import type { ParticipantId, RelayId, SessionId } from "./ids.ts";
import * as limits from "./limits.ts";

/** What is sent: one sound and two pictures. */
const mediaSlot = v.picklist(["audio", "camera", "screen"], "slot is not one of audio, camera, screen.");
export type MediaSlot = v.InferOutput<typeof mediaSlot>;
const count = (name: string) =>
  v.pipe(v.number(`${name} must be a number.`), v.safeInteger(`${name} must be a whole number.`), v.minValue(0));
const mid = v.pipe(v.string("mid must be text."), v.maxLength(16, "mid is too long."));
const sdp = v.pipe(v.string("sdp must be text."), v.maxLength(limits.SDP_LENGTH, "sdp is too long."));
/** Which move of the media is meant (MEDIA2), and which connection of this browser: later ones have higher numbers. */
const path = v.object({ epoch: count("epoch"), build: count("build") });

/** The media's way through a server, of which the browser only knows the relay (MEDIA5). */
export const sfu = {
  /** An offer of what this browser sends: the first of a connection, or one that mends its way. */
  publish: v.strictObject({
    ...path.entries,
    sdp,
    slots: v.pipe(
      v.array(v.strictObject({ mid, slot: mediaSlot }), "slots must be a list."),
      v.maxLength(3, "slots has too many entries."),
    ),
  }),
  /** Starts the pushes `call:sfu-offer` for this connection. `restart`: the way is broken, a fresh offer shall mend it. */
  subscribe: v.strictObject({ ...path.entries, restart: v.optional(v.boolean()) }),
  answer: v.strictObject({ ...path.entries, n: count("n"), sdp }),
  candidates: v.strictObject({
    ...path.entries,
    leg: v.picklist(["publish", "subscribe"], "leg is not one of publish, subscribe."),
    candidates: v.pipe(
      v.array(v.strictObject({ candidate: v.pipe(v.string(), v.maxLength(512)), sdpMid: mid, sdpMLineIndex: count("sdpMLineIndex") })),
      v.maxLength(64, "candidates has too many entries."),
    ),
  }),
  /** What is shown of whom (MEDIA8); answered with the connections that the relay still has. */
  configure: v.strictObject({
    epoch: count("epoch"),
    shown: v.pipe(
      v.array(
        v.strictObject({
          participantId: field.participantId,
          /** The largest picture of use: 0 the smallest of three; null: none. */
          camera: v.nullable(v.picklist([0, 1, 2], "camera is not one of 0, 1, 2.")),
          screen: v.boolean("screen must be true or false."),
        }),
        "shown must be a list.",
      ),
      v.maxLength(limits.SEAT_LIMIT, "shown has too many entries."),
    ),
  }),
  leave: v.strictObject({ epoch: count("epoch") }),
};
export type SfuPublish = v.InferOutput<typeof sfu.publish>;
export type SfuSubscribe = v.InferOutput<typeof sfu.subscribe>;
export type SfuAnswer = v.InferOutput<typeof sfu.answer>;
export type SfuCandidates = v.InferOutput<typeof sfu.candidates>;
export type SfuConfigure = v.InferOutput<typeof sfu.configure>;
export type SfuLeave = v.InferOutput<typeof sfu.leave>;
/** Connections that the relay has, by their builds. */
export interface SfuStanding {
  publish: number[];
  subscribe: number[];
}

/** What a media server offers this browser; answered with `call:sfu-answer`. */
export interface SfuOffer {
  sessionId: SessionId;
  epoch: number;
  build: number;
  /** Counts the offers of one connection. */
  n: number;
  sdp: string;
  /** Whose each m-line is. `order`: of several of one slot the one with the highest is the newest. */
  streams: { mid: string; from: ParticipantId; slot: MediaSlot; order: number }[];
}

/** A connection to the media server has ended there. */
export interface SfuGone {
  sessionId: SessionId;
  epoch: number;
  leg: "publish" | "subscribe";
  build: number;
}

/** Of three sizes of a camera's picture: 0 the smallest. */
export type PictureSize = 0 | 1 | 2;

/** How large a picture of the receiver's own camera anybody is sent, as far as one relay knows: those on it. Null: nobody is sent any (MEDIA8). */
export interface SfuWanted {
  sessionId: SessionId;
  epoch: number;
  /** Which relay says so. */
  relay: RelayId;
  camera: PictureSize | null;
}
