/**
 * Blurring what is behind a person, done by the camera or the system where they can (Media Capture and Streams Extensions). Costs the
 * page nothing, and works under any CSP; where it is not there the page says so instead of pretending.
 */

/** Whether it is blurred now; undefined where this camera or browser cannot. */
export function blurOf(track: MediaStreamTrack | undefined): boolean | undefined {
  const can = track?.getCapabilities?.().backgroundBlur;
  if (can === undefined) return undefined;
  const now = track?.getSettings().backgroundBlur === true;
  // One that the system forces on, or keeps off, is nothing to choose.
  return can.includes(true) && can.includes(false) ? now : undefined;
}

/** @param constraints what the camera was opened with: asking for one thing forgets the others. Resolves when it is settled, whatever came of it. */
export async function setBlur(track: MediaStreamTrack, on: boolean, constraints: MediaTrackConstraints): Promise<void> {
  // A camera that was unplugged, or a system that says no, leaves it as it is; the settings tell.
  await track.applyConstraints({ ...constraints, backgroundBlur: on }).catch(() => undefined);
}
