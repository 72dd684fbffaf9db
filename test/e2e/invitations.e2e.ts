import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser } from "puppeteer-core";
import { launchChromium } from "../support/browsers.ts";
import { Guest, Host } from "../support/people.ts";
import { RelayProcess } from "../support/relay-process.ts";
import { Screen, telling } from "../support/screen.ts";
import { missing } from "../support/system-packages.ts";

const SHARE_WINDOW = "dialog[part~=dialog]";
const OWN_WORDS = "Hello {{guestName}}, we meet on {{startsAt}}. Bring the drawing you made.";
const PHONE = { width: 390, height: 844 };

describe("Invitations by mail, from the share window to the guest's own link", { skip: missing("chromium") }, () => {
  let demo: RelayProcess;
  let chromium: Browser;
  before(async () => {
    [demo, chromium] = await Promise.all([RelayProcess.start({ demo: true }), launchChromium()]);
  });
  after(() => Promise.all([demo?.stop(), chromium?.close()]));

  /** A session for Noor Haddad, and whom to invite: two of her circle ticked, three addresses pasted, one of them none. */
  async function fillIn({ screen }: Host): Promise<void> {
    await screen.press("New session", { exact: true });
    const client = await screen.find({ role: "combobox", name: "Client" });
    await client.select("noor-haddad");
    await screen.press("Create session");
    await screen.sees("Invite people to this session");
    for (const name of ["Samir Haddad", "Leila Karam"]) await screen.press(name, { role: "checkbox" });
    const addresses = await screen.find({ role: "textbox", name: "Anyone else, by e-mail" });
    await addresses.evaluate((field) => {
      const data = new DataTransfer();
      data.setData("text", "Ana <ana@interpreters.example>; jo@@mail, b@y.example");
      field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    });
    await screen.sees("“jo@@mail” is not an e-mail address. Fix or remove it.");
    await screen.press("Send invitations (4)");
    assert.doesNotMatch(await screen.words(SHARE_WINDOW), /on their way/u, "nothing is sent while one is bad");
    await screen.press("Remove jo@@mail");
    await screen.press("Edit for this session");
    await screen.fill("Message", OWN_WORDS, { exact: true });
    await screen.sees("Bring the drawing you made.");
  }

  /** Opens the newest mail whose line holds `words`; gives the link that stands in its plain text, if any. */
  async function openMail(screen: Screen, words: string): Promise<string | undefined> {
    await screen.press(words, { role: "link", within: ".mails" });
    // The newest lies open until this one has come.
    await screen.sees(words, { within: ".mail-head" });
    await screen.press("Plain text", { exact: true });
    const text = await screen.sees(/--/u, { within: ".mail-panel" });
    return /https?:\/\/\S+\/join#\S+/u.exec(text)?.[0];
  }

  test(
    "two ticked and three pasted with one bad are sent, followed in, sent again, stopped and taken back",
    { timeout: 120_000 },
    async () => {
      const host = await Host.arrive(chromium, demo.url);
      const { screen } = host;
      const screens = [screen];
      await telling(screens, async () => {
        await fillIn(host);
        await screen.press("Send invitations (4)");
        await screen.sees("4 invitations are on their way.");
        const rows = await screen.sees(/(?:Sent .*){4}/u, { within: ".people" });
        for (const name of ["Samir Haddad", "Leila Karam", "Ana", "b@y.example"]) assert.ok(rows.includes(name), rows);

        // Samir reads his mail on his phone, and presses the button in it.
        const phone = await Screen.open(chromium, "Samir", PHONE);
        screens.push(phone);
        await phone.goTo(`${demo.url}/outbox`);
        await phone.press("Samir Haddad", { role: "link", within: ".mails" });
        await phone.sees("to Samir Haddad (samir.haddad@example.com)");
        const mail = await phone.page.waitForFrame((frame) => frame.url().endsWith("/html"));
        const button = await mail.waitForSelector("a.button-label");
        assert.match((await mail.$eval("body", (body) => body.innerText)) ?? "", /Hello Samir Haddad, we meet on .*Bring the drawing/u);
        // Where it leads is read in the mail: the page takes its link off the address line as soon as it has read it.
        assert.match((await button?.evaluate(({ href }) => href)) ?? "", /^http:\/\/localhost:\d+\/join#./u);
        const page = await phone.opening(async () => button?.click());
        screens.push(page);
        await page.press("Join session");
        await page.sees("You're in the waiting room");
        await screen.sees("Waiting", { within: ".people" });
        await screen.press("Let in Samir Haddad");
        await screen.sees("In the session", { within: ".people" });

        // Leila has not looked at hers. After the pause she is sent the same link again.
        const outbox = await screen.sameBrowser("Maya's outbox");
        screens.push(outbox);
        await outbox.goTo(`${demo.url}/outbox`);
        const link = await openMail(outbox, "Leila Karam");
        assert.match(link ?? "", /\/join#./u);
        await screen.page.bringToFront();
        await screen.find({ role: "button", name: "Re-send to Leila Karam" }, { withinMs: 40_000 });
        await screen.press("Re-send to Leila Karam");
        await screen.sees("Sent again to Leila Karam.");
        await outbox.page.bringToFront();
        await outbox.goTo(`${demo.url}/outbox#/`);
        await outbox.reload();
        await outbox.sees(/Leila Karam .*Leila Karam /u, { within: ".mails" });
        assert.equal(await openMail(outbox, "Leila Karam"), link, "the same link");

        // Her link is stopped: it is dead, and her calendar is told.
        await screen.page.bringToFront();
        await screen.press("Stop the link of Leila Karam");
        await screen.press("Stop link", { exact: true });
        await screen.sees("That link has stopped.");
        const late = await Guest.open(chromium, link ?? "", "Leila");
        screens.push(late.screen);
        await late.screen.sees("This link no longer works");
        await outbox.page.bringToFront();
        await outbox.sees("Cancelled: your video session with Dr. Maya Osei", { within: ".mails" });
        assert.equal(await openMail(outbox, "Cancelled"), undefined, "no link leads there any more");
        await outbox.sees("to Leila Karam (l.karam@eastside-school.example)");
        await outbox.press("Calendar file");
        const file = await outbox.sees("METHOD:CANCEL", { within: ".mail-panel" });
        assert.match(file, /STATUS:CANCELLED/u);
      });
      for (const each of screens) await each.close();
    },
  );
});
