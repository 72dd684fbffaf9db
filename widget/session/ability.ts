/** Whether this browser can take part in a call: in any, and in one that is end-to-end encrypted through a server (E2E7). */

/** It has to hand over every frame that it sends and receives, and to know the ciphers, which it does on pages over HTTPS only. */
function canEncrypt(): boolean {
  const frames = "RTCRtpScriptTransform" in globalThis || "createEncodedStreams" in (globalThis.RTCRtpSender?.prototype ?? {});
  return frames && globalThis.crypto?.subtle !== undefined;
}

/** Whether this browser has calls at all; some inside of other apps, and some old ones, do not. */
export function canCall(): boolean {
  return "RTCPeerConnection" in globalThis;
}

/** @param of what a view says of the session */
export function isUnable(of: { e2ee?: boolean }): boolean {
  return !canCall() || (of.e2ee === true && !canEncrypt());
}
