import type { LocalMedia } from "../media/local-media.ts";

/** Shows the settings for camera and sound over `tag`; loaded when they are first wanted. @param theme `dark` over a call, whose room is */
export async function openDeviceDialog(
  tag: HTMLElement & { renderRoot: ParentNode },
  media: LocalMedia,
  theme: "auto" | "dark" = "auto",
): Promise<void> {
  await import("./device-dialog.ts");
  if (!tag.isConnected) return;
  const root = tag.renderRoot.querySelector(".root");
  if (root === null || root.querySelector("doorstep-device-dialog") !== null) return;
  // By its name, not its class: another version of Doorstep on the page may have given the name to its own.
  const dialog = document.createElement("doorstep-device-dialog");
  dialog.media = media;
  dialog.lang = tag.lang;
  dialog.theme = theme;
  // It is not the page's: gone when it is closed.
  dialog.addEventListener("close", () => dialog.remove());
  root.append(dialog);
}
