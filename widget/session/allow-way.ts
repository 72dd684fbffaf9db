/** Where a browser lets people take back that they blocked a page's camera or microphone. Pure. */

/**
 * `switches`: behind the icon beside the address (Chrome, Edge and their kin on a computer, Firefox on a phone);
 * `permissions`: one step further there (Chrome and its kin on a phone); `crossed`: the crossed-out icon (Firefox);
 * `menu`: Safari's own menu; `website-settings`: behind the icon (Safari on a phone); `device`: every other app on an iPhone
 * or iPad, to which the system gives both or not; `bar`: anything else.
 */
export type AllowWay = "switches" | "permissions" | "crossed" | "menu" | "website-settings" | "device" | "bar";

/** No feature tells them apart: it is their menus that differ. */
export function allowWay({ userAgent, maxTouchPoints }: Pick<Navigator, "userAgent" | "maxTouchPoints">): AllowWay {
  const is = (pattern: RegExp): boolean => pattern.test(userAgent);
  const safari = is(/Version\/[\d.]+ .*Safari\//u);
  // An iPad calls itself a Mac, which has no touch screen.
  if (is(/iPhone|iPad|iPod/u) || (is(/Macintosh/u) && maxTouchPoints > 1)) {
    return safari && !is(/CriOS|FxiOS|EdgiOS|OPT\//u) ? "website-settings" : "device";
  }
  const phone = is(/Android/u);
  if (is(/Firefox\//u)) return phone ? "switches" : "crossed";
  // A page within another app has no address to touch.
  if (is(/; wv\)/u)) return "bar";
  if (is(/Chrome\//u)) return phone ? "permissions" : "switches";
  return safari && is(/Macintosh/u) ? "menu" : "bar";
}
