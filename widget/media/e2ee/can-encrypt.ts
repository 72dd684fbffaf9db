/** Whether this browser can take part in a call that is end-to-end encrypted through a server (E2E7): it has to let go of every frame. */
export function canEncrypt(): boolean {
  const frames = "RTCRtpScriptTransform" in globalThis || "createEncodedStreams" in (globalThis.RTCRtpSender?.prototype ?? {});
  return frames && globalThis.crypto?.subtle !== undefined;
}
