/**
 * Blurring by the camera or the system itself, where they can (Media Capture and Streams Extensions). Costs the page nothing, and works
 * under any CSP.
 */

/** Whether the camera blurs, or would; undefined where it cannot. */
export function ownBlur(camera: MediaStreamTrack): boolean | undefined {
  const can = camera.getCapabilities?.().backgroundBlur;
  return can?.includes(true) === true ? camera.getSettings().backgroundBlur === true : undefined;
}

/**
 * @param constraints what the camera was opened with: asking for one thing forgets the others
 * @returns whether it does now as it was told
 */
export async function setOwnBlur(camera: MediaStreamTrack, on: boolean, constraints: MediaTrackConstraints): Promise<boolean> {
  // A camera that was unplugged, or a system that says no, leaves it as it is; the settings tell.
  await camera.applyConstraints({ ...constraints, backgroundBlur: on }).catch(() => undefined);
  return camera.getSettings().backgroundBlur === on;
}
