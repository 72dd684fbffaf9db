import assert from "node:assert/strict";
import type { Browser } from "puppeteer-core";
import { hearsAndSees } from "./media-probe.ts";
import type { BackEnd } from "./people.ts";
import { Guest, Host } from "./people.ts";
import { telling } from "./screen.ts";
import { until } from "./until.ts";

export interface Walkers {
  /** The host's browser, and the guest's; may be the same program, never the same profile. */
  hostBrowser: Browser;
  guestBrowser: Browser;
  portalUrl: string;
  backEnd: BackEnd;
  /** Something that happens while both are in the call, e.g. a relay's death; afterwards both must see and hear each other as before. */
  mishap?: () => Promise<void>;
}

const SLOW = { withinMs: 25_000 };

/**
 * The whole walk of a session, seen from both sides: a session is made and a link copied; the guest opens it, asks, waits, survives a
 * reload with its place (WAIT4), is let in from a page outside of the call; pictures and sound flow both ways; a reload in the call
 * keeps the seat (SEAT3, SEAT5); then the link is stopped, and both the guest's page and the link say so (REV1).
 */
export async function walk({ hostBrowser, guestBrowser, portalUrl, backEnd, mishap }: Walkers): Promise<void> {
  const host = await Host.arrive(hostBrowser, portalUrl);
  const screens = [host.screen];
  await telling(screens, async () => {
    const { sessionId, links } = await host.createSession(["Samir Haddad"]);
    const link = links[0] ?? "";
    assert.match(link, /^http:\/\/localhost:\d+\/join#./u);

    const guest = await Guest.open(guestBrowser, link);
    screens.push(guest.screen);
    await guest.screen.sees("Dr. Maya Osei");
    await guest.knock();

    const [waiting] = (await backEnd.attendance(sessionId)).waiting;
    assert.equal(waiting?.name, "Samir Haddad", "the name that the host knew");
    await guest.screen.reload();
    await guest.screen.sees("You're in the waiting room");
    const again = (await backEnd.attendance(sessionId)).waiting;
    assert.deepEqual(again, [waiting], "after a reload: the same guest, with the same place in line");

    await host.screen.sees("1 waiting", { within: ".top-bar" });
    await host.letIn("Samir Haddad");
    await host.joinCall(sessionId);
    await Promise.all([hearsAndSees(host.screen, SLOW), hearsAndSees(guest.screen, SLOW)]);

    const before = await inside(backEnd, sessionId);
    assert.deepEqual([...before.keys()].sort(), ["Dr. Maya Osei", "Samir Haddad"]);
    await guest.screen.reload();
    await Promise.all([hearsAndSees(guest.screen, SLOW), hearsAndSees(host.screen, SLOW)]);
    assert.deepEqual(await inside(backEnd, sessionId), before, "after a reload: the same seats");

    if (mishap !== undefined) {
      await mishap();
      await Promise.all([hearsAndSees(guest.screen, SLOW), hearsAndSees(host.screen, SLOW)]);
      await until(
        "both are seated as before",
        async () => {
          assert.deepEqual(await inside(backEnd, sessionId), before);
          return true;
        },
        SLOW,
      );
    }

    const tab = await host.stopLink(sessionId, "Samir Haddad");
    screens.push(tab);
    await guest.screen.sees("This link no longer works");
    const other = await Guest.open(guestBrowser, link, "Somebody with the old link");
    screens.push(other.screen);
    await other.screen.sees("This link no longer works");
    assert.doesNotMatch(await other.screen.words(), /Join session/u);
  });
  for (const screen of screens) await screen.close();
}

/** Who holds a seat, since when, as whom: by name. */
async function inside(backEnd: BackEnd, sessionId: string): Promise<Map<string, { participantId: string; seatedAt: string }>> {
  const { participants } = await backEnd.attendance(sessionId);
  return new Map(participants.map(({ name, participantId, seatedAt }) => [name, { participantId, seatedAt }]));
}
