/** Why a camera or microphone does not work, and what to do about it, in words. */

import { msg } from "@lit/localize";
import type { DeviceKind, DeviceProblem } from "../media/device-problems.ts";
import { allowSentence } from "./allow-words.ts";

/** A sentence for each device that does not work, or one for both: browsers mostly ask for both in one question. */
export function deviceAdvice(camera: DeviceProblem | undefined, microphone: DeviceProblem | undefined): string[] {
  const both = camera !== undefined && camera === microphone ? BOTH[camera]?.() : undefined;
  if (both !== undefined) return [both];
  return [
    ...(camera === undefined ? [] : [deviceSentence("camera", camera)]),
    ...(microphone === undefined ? [] : [deviceSentence("microphone", microphone)]),
  ];
}

/** One or two sentences: what happened, and what helps. */
export function deviceSentence(kind: DeviceKind, problem: DeviceProblem): string {
  return kind === "camera" || problem === "unblurred" ? CAMERA[problem]() : MICROPHONE[problem]();
}

/** Blurring costs more than this machine has. */
export function slowBlurSentence(): string {
  return msg("Blurring is hard work for this device, so you are seen less smoothly. Closing other programs may help.", {
    id: "devices.blur.slow",
  });
}

/** What happened, and where this browser lets it be changed. */
const withWay = (what: string): string => `${what} ${allowSentence()}`;

const BOTH: Partial<Record<DeviceProblem, () => string>> = {
  denied: () => withWay(msg("Your browser doesn't let this page use the camera and microphone.", { id: "device.both.denied" })),
  dismissed: () =>
    msg("The camera and microphone are waiting for your permission. Try again and choose Allow.", { id: "device.both.dismissed" }),
};

const CAMERA: Record<DeviceProblem, () => string> = {
  denied: () => withWay(msg("Your browser doesn't let this page use the camera.", { id: "device.camera.denied" })),
  dismissed: () => msg("The camera is waiting for your permission. Try again and choose Allow.", { id: "device.camera.dismissed" }),
  "blocked-by-page": () => msg("This page doesn't allow the camera. You can join without it.", { id: "device.camera.blocked-by-page" }),
  missing: () => msg("No camera was found. Plug one in, or join without it.", { id: "device.camera.missing" }),
  "in-use": () => msg("Another program is using the camera. Close it there, then try again.", { id: "device.camera.in-use" }),
  unsupported: () =>
    msg("This browser can't use the camera here. Try a newer browser, or join without it.", { id: "device.camera.unsupported" }),
  unblurred: () =>
    msg("The background couldn't be blurred, so your camera is off. Try again, or turn blurring off in the settings.", {
      id: "device.camera.unblurred",
    }),
  failed: () => msg("The camera didn't start. Try again, or join without it.", { id: "device.camera.failed" }),
};

const MICROPHONE: Record<Exclude<DeviceProblem, "unblurred">, () => string> = {
  denied: () => withWay(msg("Your browser doesn't let this page use the microphone.", { id: "device.microphone.denied" })),
  dismissed: () => msg("The microphone is waiting for your permission. Try again and choose Allow.", { id: "device.microphone.dismissed" }),
  "blocked-by-page": () =>
    msg("This page doesn't allow the microphone. You can listen, and write in the chat.", { id: "device.microphone.blocked-by-page" }),
  missing: () => msg("No microphone was found. Plug one in, or join and listen.", { id: "device.microphone.missing" }),
  "in-use": () => msg("Another program is using the microphone. Close it there, then try again.", { id: "device.microphone.in-use" }),
  unsupported: () =>
    msg("This browser can't use the microphone here. Try a newer browser, or join and listen.", { id: "device.microphone.unsupported" }),
  failed: () => msg("The microphone didn't start. Try again, or join and listen.", { id: "device.microphone.failed" }),
};
