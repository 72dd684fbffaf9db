/** The steps by which pictures give way, so that sound never has to: smaller, then fewer a second, then none. */

import type { SlotLimits } from "./slots.ts";

export interface PictureStep {
  /** Each side is divided by this, over what the number of people asks for anyway. */
  scale: number;
  /** Pictures a second at most. */
  framerate: number;
  /** Bits a second at most. */
  bitrate: number;
  video: boolean;
}

export const STEPS: readonly PictureStep[] = [
  { scale: 1, framerate: 30, bitrate: Infinity, video: true },
  { scale: 1.5, framerate: 30, bitrate: 700_000, video: true },
  { scale: 2.5, framerate: 20, bitrate: 350_000, video: true },
  { scale: 4, framerate: 10, bitrate: 150_000, video: true },
  { scale: 4, framerate: 10, bitrate: 150_000, video: false },
];
/** Only sound is sent. */
export const SOUND_ONLY = STEPS.length - 1;
/** What somebody who wishes to save data sends and asks for. */
export const SAVER = 2;

/** `limits`, stepped down. A shared screen goes on as long as there are pictures at all: it is read, so it keeps its size. */
export function steppedDown(limits: SlotLimits, step: number): SlotLimits {
  const { scale, framerate, bitrate, video } = STEPS[Math.min(step, SOUND_ONLY)]!;
  const { audio, camera, screen } = limits;
  return {
    audio,
    camera: {
      maxBitrate: Math.min(camera.maxBitrate, bitrate),
      maxFramerate: Math.min(camera.maxFramerate ?? framerate, framerate),
      scaleResolutionDownBy: (camera.scaleResolutionDownBy ?? 1) * scale,
      active: video,
    },
    screen: { ...screen, maxBitrate: Math.min(screen.maxBitrate, bitrate * 2), active: video },
  };
}
