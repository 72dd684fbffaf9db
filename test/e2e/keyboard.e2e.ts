import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser } from "puppeteer-core";
import { launchChromium } from "../support/browsers.ts";
import { BackEnd, Host } from "../support/people.ts";
import { RelayProcess } from "../support/relay-process.ts";
import { Screen } from "../support/screen.ts";
import { missing } from "../support/system-packages.ts";
import { until } from "../support/until.ts";

/** How many controls somebody would step through before giving up. */
const PATIENCE = 120;

/** What has the focus, through all shadow trees: its name, and whether it can be seen to have it. */
const FOCUSED = `(() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  if (at === null || at === document.body) return { name: "", seen: true };
  const labelled = (at.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => at.getRootNode().getElementById?.(id)?.textContent ?? "").join(" ");
  const labels = [...(at.labels ?? [])].map((label) => label.textContent).join(" ");
  const name = (at.getAttribute("aria-label") ?? (labelled.trim() || labels || at.textContent || at.title || "")).replace(/\\s+/g, " ").trim();
  const shows = (each) => {
    const style = getComputedStyle(each);
    return style.boxShadow !== "none" || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0);
  };
  // A field may show it on the box around it.
  const seen = shows(at) || (at.parentElement?.matches(":focus-within") === true && shows(at.parentElement));
  return { name, seen };
})()`;

/** Somebody who has a keyboard and nothing else. */
class Keys {
  /** Controls that had the focus without showing it. */
  readonly unseen: string[] = [];
  constructor(private readonly screen: Screen) {}

  private async focused(): Promise<string> {
    const { name, seen } = (await this.screen.page.evaluate(FOCUSED)) as { name: string; seen: boolean };
    if (!seen) this.unseen.push(name);
    return name;
  }

  /** Steps on with Tab until the control called `name` has the focus. */
  async to(name: string | RegExp): Promise<void> {
    const fits = (each: string) => (typeof name === "string" ? each === name || each.startsWith(name) : name.test(each));
    const passed: string[] = [];
    for (let step = 0; step < PATIENCE; step += 1) {
      const at = await this.focused();
      if (fits(at)) return;
      passed.push(at);
      await this.screen.page.keyboard.press("Tab");
    }
    throw new Error(`${this.screen.who} never comes to ${String(name)} by key, only to: ${[...new Set(passed)].join(" | ")}`);
  }

  /** Goes to the control and presses it. */
  async press(name: string | RegExp, key: "Enter" | "Space" = "Enter"): Promise<void> {
    await this.to(name);
    await this.screen.page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.screen.page.keyboard.type(text);
  }

  async key(key: "Escape" | "Enter" | "Tab" | "c" | "m" | "?"): Promise<void> {
    await this.screen.page.keyboard.press(key);
  }

  /** Waits until the focus is where it should have gone by itself. */
  async isAt(name: string | RegExp): Promise<void> {
    await until(
      `the focus is at ${String(name)}`,
      async () => {
        const at = await this.focused();
        return typeof name === "string" ? at.startsWith(name) : name.test(at);
      },
      { withinMs: 10_000, everyMs: 50 },
    );
  }
}

describe("By keyboard alone", { skip: missing("chromium") }, () => {
  let demo: RelayProcess;
  let browser: Browser;
  before(async () => {
    [demo, browser] = await Promise.all([RelayProcess.start({ demo: true }), launchChromium()]);
  });
  after(() => Promise.all([demo?.stop(), browser?.close()]));

  test(
    "a guest comes in and goes, a host lets in, talks and ends; the focus is always seen and never lost",
    { timeout: 120_000 },
    async () => {
      const backEnd = new BackEnd(demo.url);
      const { session, links } = await backEnd.session(["Samir Haddad"]);

      const guest = await Screen.open(browser, "Samir");
      await guest.goTo(links[0] ?? "");
      await guest.find({ role: "button", name: "Join session" });
      const samir = new Keys(guest);
      await samir.to("Your name");
      await samir.type("Samir");
      await samir.press("Join session");
      await guest.sees("You're in the waiting room");
      await samir.isAt("You're in the waiting room");

      const host = await Host.arrive(browser, demo.url);
      const maya = new Keys(host.screen);
      await host.screen.sees("1 waiting");
      await maya.press(/1 waiting/u);
      await maya.press("Let in Samir");
      await until("he sits inside", async () => (await backEnd.attendance(session.id)).participants.some(({ name }) => name === "Samir"), {
        withinMs: 15_000,
        everyMs: 100,
      });
      await guest.page.bringToFront();
      await guest.find({ role: "button", name: "Turn microphone off" });

      await samir.press("Turn microphone off");
      await guest.find({ role: "button", name: "Turn microphone on" });
      await samir.isAt("Turn microphone on");
      await samir.press("Chat");
      await samir.isAt(/Write to everyone|Message/u);
      await samir.type("Hello");
      await samir.key("Enter");
      await guest.sees("Hello");
      await samir.key("Escape");
      await samir.isAt("Chat");
      await samir.press("Leave");
      await guest.sees("You left the session");
      await samir.isAt("You left the session");

      assert.deepEqual(
        [...new Set([...samir.unseen, ...maya.unseen])].filter((name) => !/You're in the waiting room|You left/u.test(name)),
        [],
      );
    },
  );

  test(
    "a host makes a session, invites two, turns sharing off and on, and the focus comes back where it was",
    { timeout: 120_000 },
    async () => {
      const host = await Host.arrive(browser, demo.url);
      const { screen } = host;
      const maya = new Keys(screen);
      await maya.press("New session");
      await maya.press("Create session");
      await screen.sees("Invite people to this session");
      await maya.to("Anyone else, by e-mail");
      await maya.type("ana@interpreters.example, jo@example.com ");
      await maya.press(/Send invitations \(2\)/u);
      await screen.sees("People with a link");
      await maya.press(/Link sharing/u, "Space");
      await screen.sees("2 links stop working now.");
      await maya.isAt("2 links stop working now.");
      await maya.press("Keep it on");
      await maya.isAt(/Link sharing/u);
      await maya.key("Escape");
      await until("the window is gone", async () => !(await screen.words()).includes("People with a link"), {
        withinMs: 5_000,
        everyMs: 50,
      });
      assert.deepEqual(
        [...new Set(maya.unseen)].filter((name) => !/links? stops? working|Invite people|People with/u.test(name)),
        [],
      );
    },
  );
});
