/** Whether this browser can take part in a call that is end-to-end encrypted through a server (E2E7). */

/** It has to hand over every frame that it sends and receives, and to know the ciphers, which it does on pages over HTTPS only. */
function canEncrypt(): boolean {
  const frames = "RTCRtpScriptTransform" in globalThis || "createEncodedStreams" in (globalThis.RTCRtpSender?.prototype ?? {});
  return frames && globalThis.crypto?.subtle !== undefined;
}

/** @param of what a view says of the session */
export function isUnable(of: { e2ee?: boolean }): boolean {
  return of.e2ee === true && !canEncrypt();
}
