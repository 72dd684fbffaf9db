/** How much of the way up each peer of a mesh gets: the more there are, the smaller the picture each one is sent. */

import type { SlotLimits } from "./slots.ts";

interface Share {
  upTo: number;
  bitrate: number;
  scale: number;
  framerate: number;
}

/** One peer gets a full picture; three together get less than one and a half of it. Bits a second, for each peer. */
const CAMERA: readonly Share[] = [
  { upTo: 1, bitrate: 2_500_000, scale: 1, framerate: 30 },
  { upTo: 2, bitrate: 1_300_000, scale: 1.5, framerate: 30 },
  { upTo: 3, bitrate: 850_000, scale: 2, framerate: 30 },
  { upTo: 6, bitrate: 450_000, scale: 2.5, framerate: 24 },
  { upTo: Infinity, bitrate: 200_000, scale: 4, framerate: 15 },
];
/** A shared screen is read rather than watched: sharp, and few pictures a second. Bits a second, for all peers together. */
const SCREEN_BITRATE = 3_000_000;
const SCREEN_BITRATE_MIN = 250_000;
const AUDIO_BITRATE = 48_000;

/** With so many others everyone's camera is sent to everyone; with more each sends its own to those who look at it (MEDIA9). */
export const ALL_UP_TO = 6;
/** What one of few who look gets is no more than this many would. */
const FEW = 4;

/** @param looking how many of the peers look at this end's camera; it takes nothing of the way to the others */
export function shareFor(peers: number, looking: number): SlotLimits {
  return limitsFor(peers > ALL_UP_TO ? Math.max(FEW, Math.min(looking, peers)) : peers);
}

export function limitsFor(peers: number): SlotLimits {
  const { bitrate, scale, framerate } = CAMERA.find(({ upTo }) => peers <= upTo) ?? CAMERA[CAMERA.length - 1]!;
  return {
    audio: { maxBitrate: AUDIO_BITRATE },
    camera: { maxBitrate: bitrate, scaleResolutionDownBy: scale, maxFramerate: framerate },
    screen: { maxBitrate: Math.max(SCREEN_BITRATE_MIN, SCREEN_BITRATE / Math.max(1, peers)), maxFramerate: 8 },
  };
}
