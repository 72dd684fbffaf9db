/** How to take back, in this browser, that camera and microphone were blocked. */

import { msg } from "@lit/localize";
import type { AllowWay } from "../session/allow-way.ts";
import { allowWay } from "../session/allow-way.ts";

export function allowSentence(): string {
  return WAYS[allowWay(navigator)]();
}

const WAYS: Record<AllowWay, () => string> = {
  switches: () =>
    msg("Choose the icon beside the page's address, switch camera and microphone on there, then try again.", {
      id: "device.allow.switches",
    }),
  permissions: () =>
    msg("Tap the icon beside the page's address, then Permissions, allow camera and microphone, and try again.", {
      id: "device.allow.permissions",
    }),
  crossed: () =>
    msg("Choose the crossed-out icon beside the page's address, take away the block with the ×, then try again.", {
      id: "device.allow.crossed",
    }),
  menu: () =>
    msg("In the menu Safari choose “Settings for This Website”, allow camera and microphone there, then try again.", {
      id: "device.allow.menu",
    }),
  "website-settings": () =>
    msg("Tap the icon beside the page's address, then “Website Settings”, allow camera and microphone, and try again.", {
      id: "device.allow.website-settings",
    }),
  device: () =>
    msg("Open your device's Settings, find this app in them, switch camera and microphone on, then come back and try again.", {
      id: "device.allow.device",
    }),
  bar: () => msg("Allow camera and microphone in the address bar, then try again.", { id: "device.allow.bar" }),
};
