/** How loud a voice that is received is just now. */

/** 0 to 1 as a meter shows it. */
export function loudnessOf(receiver: RTCRtpReceiver | undefined): number {
  const linear = receiver?.getSynchronizationSources?.()[0]?.audioLevel ?? 0;
  return Math.min(1, Math.max(0, (20 * Math.log10(linear + 1e-6) + 60) / 50));
}
