/**
 * Takes the pictures of `docs/pictures/` anew, from the demo as built: `npm run build && tsx scripts/pictures.ts`.
 * Times in them are Toronto's.
 */

import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { launchChromium } from "../test/support/browsers.ts";
import { stands } from "../test/support/gallery.ts";
import { hearsAndSees } from "../test/support/media-probe.ts";
import { BackEnd, Guest, Host } from "../test/support/people.ts";
import { RelayProcess } from "../test/support/relay-process.ts";
import type { Screen } from "../test/support/screen.ts";
import { until } from "../test/support/until.ts";
import { face } from "../test/widget/support/face.ts";

const FOLDER = resolve(import.meta.dirname, "../docs/pictures");
const WIDE = { width: 1280, height: 800 };
/** A mouse, so that icons which wait for it stay hidden. */
const MOUSE = "--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4";
const TORONTO = "America/Toronto";

async function take(screen: Screen, name: string): Promise<void> {
  // A camera's first picture comes a moment later than its place.
  await until(
    "every picture plays",
    () =>
      screen.page.evaluate(`(() => {
    const videos = (root) => [...root.querySelectorAll("*")].flatMap((each) =>
      [...(each.localName === "video" ? [each] : []), ...(each.shadowRoot === null ? [] : videos(each.shadowRoot))]);
    return videos(document).every(({ srcObject, currentTime }) => srcObject === null || currentTime > 0.3);
  })()`),
    { withinMs: 20_000, everyMs: 100 },
  );
  // What moves has come to rest.
  await screen.page.evaluate(() => Promise.all(document.getAnimations().map((each) => each.finished.catch(() => undefined))));
  await screen.page.screenshot({ path: `${FOLDER}/${name}.png` });
  console.log(`docs/pictures/${name}.png`);
}

/** Within a page: a drawn face instead of the browser's test picture. */
function drawnCamera(draw: typeof face, index: number): void {
  const { mediaDevices } = navigator;
  const real = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (constraints) => {
    const stream = await real(constraints);
    if (!constraints?.video) return stream;
    return new MediaStream([...stream.getAudioTracks(), ...draw(index, { width: 1280, height: 720 }).getVideoTracks()]);
  };
}

/** From the next page on. */
async function lookAs(screen: Screen, index: number): Promise<void> {
  await screen.page.evaluateOnNewDocument(`(${drawnCamera.toString()})(${face.toString()}, ${index})`);
}

async function guestOnPhone(
  browser: Awaited<ReturnType<typeof launchChromium>>,
  link: string,
  name: string,
  index: number,
): Promise<Guest> {
  const guest = await Guest.open(browser, "about:blank", name);
  await lookAs(guest.screen, index);
  await guest.screen.page.emulateTimezone(TORONTO);
  await guest.screen.page.setViewport({ width: 390, height: 844, deviceScaleFactor: 1.5, isMobile: true, hasTouch: true });
  await guest.screen.goTo(link);
  return guest;
}

mkdirSync(FOLDER, { recursive: true });
const demo = await RelayProcess.start({ demo: true, env: { TZ: TORONTO } });
const browser = await launchChromium({ args: [MOUSE] });
try {
  const backEnd = new BackEnd(demo.url);
  const host = await Host.arrive(browser, demo.url, (screen) => lookAs(screen, 0));
  const { screen } = host;
  await screen.page.emulateTimezone(TORONTO);
  await screen.page.setViewport(WIDE);
  const week = (await backEnd.sessions()).toSorted((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt));
  const family = week.find(({ service }) => service === "Family session");
  const soon = week.find(
    ({ clientRef, state, startsAt }) => clientRef === "noor-haddad" && state !== "ended" && Date.parse(startsAt) < Date.now(),
  );
  const session = soon ?? (await backEnd.session([])).session;
  const links = await backEnd.links(session.id, ["Samir Haddad", "Leila Karam"]);

  await host.openPortal();
  await screen.press("New session", { exact: true });
  const client = await screen.find({ role: "combobox", name: "Client" });
  await client.select("noor-haddad");
  await screen.press("Create session");
  await screen.sees("Invite people to this session");
  for (const name of ["Samir Haddad", "Leila Karam"]) await screen.press(name, { role: "checkbox" });
  await take(screen, "share-window");
  await screen.press("Send invitations (2)");
  await screen.sees("2 invitations are on their way.");
  await screen.sees(/Sent .*Sent /u, { within: ".people" });
  await take(screen, "people-with-a-link");

  await screen.goTo(`${demo.url}/#/settings/reminders/video`);
  await screen.reload();
  await screen.sees("Hello Samir");
  await take(screen, "message-settings");

  await screen.goTo(`${demo.url}/outbox`);
  await screen.sees("to Leila Karam");
  await screen.page.waitForFrame((frame) => frame.url().endsWith("/html"));
  await take(screen, "outbox");

  await screen.goTo(`${demo.url}/#/clients/noor-haddad/sessions`);
  await screen.press("Give out drop-in links", { within: `[data-session="${family?.id}"]` });
  await screen.sees("Send the drop-in link");
  await take(screen, "client-profile");

  const samir = await guestOnPhone(browser, links[0] ?? "", "Samir Haddad", 2);
  await samir.screen.find({ role: "button", name: "Join session" });
  await samir.screen.sees("hear");
  await samir.screen.page.waitForFunction(() => {
    const video = document.querySelector("drop-in-join")?.shadowRoot?.querySelector("video");
    return video !== null && video !== undefined && video.currentTime > 0.5;
  });
  await take(samir.screen, "before-joining");
  await samir.knock();
  await take(samir.screen, "waiting-room");
  await host.openPortal();
  await screen.sees("1 waiting");
  await take(screen, "calendar");
  await host.letIn("Samir Haddad");
  await host.joinCall(session.id);
  await hearsAndSees(screen);
  const leila = await guestOnPhone(browser, links[1] ?? "", "Leila Karam", 5);
  await leila.knock();
  await screen.page.bringToFront();
  await screen.sees("Leila Karam");
  await take(screen, "call");

  await screen.goTo(`${demo.url}/elements/frame#session-call/six`);
  await screen.page.waitForSelector("html[data-ready]");
  await stands(screen.page);
  await take(screen, "call-of-six");
} finally {
  await browser.close();
  await demo.stop();
}
