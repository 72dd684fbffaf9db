/** What is done to the page of somebody in a call before anything of it runs. */

import type { CallStore } from "../../widget/session/call-store.ts";

declare global {
  interface Window {
    call: () => CallStore | undefined;
  }
}

/** Small pictures, so that many browsers fit on one machine; as many a second as Chromium's own camera makes: of fewer it leaves some out, here and there. */
export const CAMERA = { width: 320, height: 180, frameRate: 20 };
/** Of somebody who is there only so that there is one more. */
export const MODEST_CAMERA = { width: 160, height: 90, frameRate: 5 };
/** There is no echo to be found where loudspeakers are not there; to look for it takes a browser as long as all else it does with sound. */
export const MICROPHONE = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };

/** Runs inside of the page before anything of it: the camera and the microphone that there are; and a way to the call. */
export function installCaller({ camera, microphone }: { camera: typeof CAMERA; microphone: typeof MICROPHONE }): void {
  const { mediaDevices } = navigator;
  const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = ({ audio, video }: MediaStreamConstraints = {}) =>
    getUserMedia({ audio: audio ? microphone : false, video: video ? camera : false });
  const find = (root: ParentNode): Element | undefined => {
    for (const element of root.querySelectorAll("*")) {
      if (element.localName === "doorstep-call-room") return element;
      const inner = element.shadowRoot === null ? undefined : find(element.shadowRoot);
      if (inner !== undefined) return inner;
    }
    return undefined;
  };
  // Asked with every picture: the whole page is not gone through each time.
  let room: Element | undefined;
  window.call = () => {
    if (room?.isConnected !== true) room = find(document);
    return (room as { call?: CallStore } | undefined)?.call;
  };
}
