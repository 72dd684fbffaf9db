/**
 * How much of a frame stays in the clear, so that a media server can still tell a key frame and its size, and a packetizer its kind: the
 * header of a VP8 frame (RFC 6386 section 9.1) and the first byte of an Opus packet (RFC 6716 section 3.1). It is known from these bytes
 * alone, and so at both ends.
 */

const KEY_FRAME = 10;
const OTHER_FRAME = 3;
const OPUS_TOC = 1;

/** Undefined: too short to be a frame of its kind. */
export function clearBytes(kind: "audio" | "video", frame: Uint8Array): number | undefined {
  const length = kind === "audio" ? OPUS_TOC : ((frame[0] ?? 1) & 1) === 0 ? KEY_FRAME : OTHER_FRAME;
  return length <= frame.length ? length : undefined;
}
