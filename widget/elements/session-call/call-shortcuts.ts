/** Single keys that work while the focus is inside the call and no field is being written in. */

import type { Command } from "./call-command.ts";

const KEYS: Record<string, Command> = {
  m: "microphone",
  v: "camera",
  h: "hand",
  c: "chat",
  p: "people",
  s: "screen",
  l: "layout",
  i: "picture-in-picture",
  w: "who",
  pageup: "page-before",
  pagedown: "page-next",
  "?": "shortcuts",
};

/** What a key press asks for; undefined when it is not for the call. */
export function shortcutOf(event: KeyboardEvent): Command | undefined {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return undefined;
  // The innermost element, across shadow roots.
  const [target] = event.composedPath();
  if (target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/u.test(target.tagName))) return undefined;
  return KEYS[event.key.toLowerCase()];
}
