/** How every test starts Chromium. Plain JavaScript, because the browser test runner's settings read it too. */

export const CHROMIUM_PATH = "/usr/bin/chromium";

/** @type {string[]} */
export const CHROMIUM_ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  // Tests run offline: without these the browser looks up its maker's hosts at every start.
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // A camera and a microphone that are always there and always granted; sound without a gesture.
  "--use-fake-ui-for-media-stream",
  "--use-fake-device-for-media-stream",
  "--autoplay-policy=no-user-gesture-required",
  // Two pages on one machine find each other by its plain address.
  "--allow-loopback-in-peer-connection",
  `--disable-features=${[
    "WebRtcHideLocalIpsWithMdns",
    // Pages that its own toolbar makes ready for each new window: they took four fifths of what opening one costs, from the page that is tested.
    "PreloadTopChromeWebUI",
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
  ].join()}`,
];
