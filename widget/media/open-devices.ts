/** What a browser is asked for when a camera or microphone shall be opened, and how one is let go. */

import type { DeviceKind } from "./device-problems.ts";

export const CONSTRAINTS: Record<DeviceKind, MediaTrackConstraints> = {
  microphone: { echoCancellation: true, autoGainControl: true },
  camera: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 }, facingMode: "user" },
};

/** The device of a kind that was chosen, if one was. */
type Chosen = Record<DeviceKind, { readonly deviceId: string | undefined }>;

/** Rejects as `getUserMedia` does, and with a `TypeError` where there is none. */
export async function openDevices(kinds: readonly DeviceKind[], wish: Chosen & { noiseSuppression: boolean }): Promise<MediaStream> {
  const of = (kind: DeviceKind): MediaTrackConstraints | false => {
    if (!kinds.includes(kind)) return false;
    const { deviceId } = wish[kind];
    return {
      ...CONSTRAINTS[kind],
      ...(kind === "microphone" ? { noiseSuppression: wish.noiseSuppression } : {}),
      ...(deviceId === undefined ? {} : { deviceId: { exact: deviceId } }),
    };
  };
  if (navigator.mediaDevices === undefined) throw new TypeError("This page may not use devices.");
  return navigator.mediaDevices.getUserMedia({ audio: of("microphone"), video: of("camera") });
}

/** Browsers keep a track for long after it was stopped; it holds nothing of its owner then. */
export function closeDevice(track: MediaStreamTrack | undefined): void {
  if (track === undefined) return;
  track.onended = null;
  track.stop();
}
