/** What a browser says of a voice that it receives, and is asked to do with it. */

/** So much of a voice is kept in store at least, ms (MEDIA12): whoever comes keeps everyone's machine busy for a moment. */
const STORE_MS = 80;

/** How loud it is just now, 0 to 1 as a meter shows it. */
export function loudnessOf(receiver: RTCRtpReceiver | undefined): number {
  const linear = receiver?.getSynchronizationSources?.()[0]?.audioLevel ?? 0;
  return Math.min(1, Math.max(0, (20 * Math.log10(linear + 1e-6) + 60) / 50));
}

/** @param it false: as little as the browser itself thinks right */
export function keepInStore(receiver: RTCRtpReceiver | undefined, it = true): void {
  if (receiver !== undefined) receiver.jitterBufferTarget = it ? STORE_MS : null;
}
