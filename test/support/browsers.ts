import { launch } from "puppeteer-core";
import type { Browser, LaunchOptions } from "puppeteer-core";
import { CHROMIUM_ARGS, CHROMIUM_PATH } from "./chromium-flags.js";

/** Firefox's counterpart of the flags in `chromium-flags.js`. */
const FIREFOX_PREFERENCES = {
  "media.navigator.streams.fake": true,
  "media.navigator.permission.disabled": true,
  "media.autoplay.default": 0,
  "media.peerconnection.ice.loopback": true,
  "media.peerconnection.ice.obfuscate_host_addresses": false,
  // Offline: no updates, no portal checks, no telemetry.
  "app.update.disabledForTesting": true,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "toolkit.telemetry.server": "",
};

/** Both start with a fresh profile, which goes with them, and end with this process at the latest. Still, `close()` them. */
const COMMON: LaunchOptions = { headless: true, defaultViewport: { width: 1280, height: 800 }, timeout: 60_000 };

/** A Chromium with a fake camera and microphone that it may always use. */
export function launchChromium({ args = [] }: { args?: readonly string[] } = {}): Promise<Browser> {
  return launch({ ...COMMON, executablePath: CHROMIUM_PATH, args: [...CHROMIUM_ARGS, ...args] });
}

/** A Firefox with the same. `screen`: the environment of one, which it then draws on. */
export function launchFirefox({
  preferences = {},
  anyCertificate = false,
  screen,
}: { preferences?: Record<string, unknown>; anyCertificate?: boolean; screen?: NodeJS.ProcessEnv } = {}): Promise<Browser> {
  return launch({
    ...COMMON,
    ...(screen === undefined ? {} : { headless: false, env: screen }),
    acceptInsecureCerts: anyCertificate,
    browser: "firefox",
    executablePath: "/usr/bin/firefox-esr",
    extraPrefsFirefox: { ...FIREFOX_PREFERENCES, ...preferences },
  });
}
