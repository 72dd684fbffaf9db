/// <reference types="mocha" />
import { emulateMedia, sendKeys, setViewport } from "@web/test-runner-commands";
import "../../widget/elements/session-actions/session-actions.ts";
import "../../widget/elements/session-composer/session-composer.ts";
import "../../widget/elements/session-link-manager/session-link-manager.ts";
import "../../widget/elements/waiting-list/waiting-list.ts";
import { accepted } from "../../protocol/refusals.ts";
import { equal, ok } from "./support/expect.ts";
import { FakeHost } from "./support/fake-host.ts";
import { busyView, contacts, hostView, sessionId, waiting } from "./support/host-views.ts";
import { all, button, clear, make, one, stage, until, words } from "./support/stage.ts";

const done = () => accepted({});
const relay = (view = busyView()) =>
  new FakeHost({
    "session:watch": () => accepted(view),
    "session:unwatch": done,
    "guest:admit": done,
    "session:create": () => accepted({ session: view.session, invites: [] }),
  });

/** The tag that holds the focus, and in it the element. */
function focused(): string {
  let at: Element | null = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at?.getAttribute("aria-label") ?? at?.id ?? "";
}
const tab = () => sendKeys({ press: "Tab" });
async function tabTo(name: RegExp, atMost = 40): Promise<void> {
  for (let presses = 0; presses < atMost; presses += 1) {
    if (name.test(focused())) return;
    await tab();
  }
  throw new Error(`Tab never came to ${String(name)}; last at ${focused()}`);
}

describe("host tags, whatever the page", () => {
  afterEach(async () => {
    clear();
    document.querySelectorAll("style[data-test]").forEach((style) => style.remove());
    document.documentElement.dir = "";
    await setViewport({ width: 1280, height: 800 });
    await emulateMedia({ colorScheme: "light" });
  });

  function everything(view = busyView()) {
    const host = relay(view);
    const tags = {
      composer: make("session-composer", { services: ["Family session"], timeZone: "America/Toronto" }),
      list: make("waiting-list", { sessionId }),
      manager: make("session-link-manager", { sessionId, contacts, inline: true }),
      actions: make("session-actions", { sessionId, contacts }),
    };
    const place = stage(host, ...Object.values(tags));
    return { host, place, ...tags };
  }

  it("stand as they are beside hostile page styles", async () => {
    const look = async () => {
      const { list, manager, composer } = everything();
      const admit = await button(list, /Let in Ana/);
      const heading = await one(manager, "h2");
      await until(() => words(manager).includes("Samir"));
      const style = (element: Element) => {
        const { color, fontSize, backgroundColor, boxSizing, padding } = getComputedStyle(element);
        return [color, fontSize, backgroundColor, boxSizing, padding];
      };
      const seen = [style(admit), style(heading), style(await one(composer, "#date"))];
      clear();
      return seen;
    };
    const calm = await look();
    const hostile = document.createElement("style");
    hostile.dataset["test"] = "";
    hostile.textContent = "* { all: revert; box-sizing: content-box } button, h2, input { all: unset; color: lime; font-size: 40px }";
    document.head.append(hostile);
    equal(await look(), calm);
  });

  it("fit a window 320 px wide, left to right and right to left", async () => {
    await setViewport({ width: 320, height: 640 });
    for (const dir of ["ltr", "rtl"]) {
      document.documentElement.dir = dir;
      const { list, manager, composer, actions } = everything(
        busyView({
          waiting: [
            waiting("Ana"),
            waiting("Bartholomew-Featherstonehaugh", { invitedAs: "a.very.long.address.indeed@eastside-school.example" }),
          ],
        }),
      );
      await button(list, /Let in Ana/);
      await until(() => words(manager).includes("Samir"));
      await button(composer, "Create session");
      await one(actions, "#join");
      ok(document.documentElement.scrollWidth <= 320, `${dir}: the page is ${document.documentElement.scrollWidth} px wide`);
      for (const tag of [list, manager, composer, actions]) {
        const wide = all(tag, "*").filter((each) => {
          const { left, right, width } = each.getBoundingClientRect();
          return width > 0 && getComputedStyle(each).clipPath === "none" && (left < -1 || right > 321);
        });
        equal(
          wide.map((each) => `${each.tagName}.${each.className}`),
          [],
          `${dir} ${tag.localName}`,
        );
      }
      clear();
    }
  });

  it("are dark with the page, and alone by `theme`", async () => {
    const { list } = everything();
    const surface = async () => getComputedStyle(await one(list, ".guest")).backgroundColor;
    document.documentElement.style.colorScheme = "light dark";
    const light = await surface();
    await emulateMedia({ colorScheme: "dark" });
    const dark = await surface();
    ok(light !== dark, "dark differs");
    list.theme = "light";
    await list.updateComplete;
    equal(await surface(), light);
    document.documentElement.style.colorScheme = "";
  });

  it("the keyboard alone: from the icons to the links and back, out with Escape", async () => {
    const { actions } = everything(hostView());
    await one(actions, "#send");
    await tabTo(/Give out drop-in links/);
    await sendKeys({ press: "Enter" });
    await tabTo(/Make link: Samir Haddad/);
    await sendKeys({ press: "Escape" });
    await until(() => all(actions, "#links").length === 0);
    await until(() => focused() === "Give out drop-in links");
    await tabTo(/Join Video Call/, 3);
  });

  it("the keyboard alone: the share window keeps the focus, ticks, types, creates, and closes with Escape", async () => {
    const host = relay(hostView());
    host.answers["invite:create"] = () => {
      host.push("session:view", busyView());
      return accepted({ items: busyView().invites });
    };
    const behind = document.createElement("button");
    behind.textContent = "behind";
    const manager = make("session-link-manager", { sessionId, contacts });
    stage(host, behind, manager);
    behind.focus();
    await manager.show();
    await one(manager, ".checklist");
    for (let presses = 0; presses < 30; presses += 1) {
      await tab();
      ok(document.activeElement !== behind, "the focus never leaves the window");
    }
    (await one(manager, "h2")).focus();
    await tab();
    await tab();
    await sendKeys({ press: "Space" });
    await tabTo(/^addresses$/);
    await sendKeys({ type: "ana@interpreters.example" });
    await sendKeys({ press: "Enter" });
    await button(manager, "Create 2 links");
    for (let presses = 0; presses < 12 && words(manager.shadowRoot?.activeElement) !== "Create 2 links"; presses += 1) await tab();
    await sendKeys({ press: "Enter" });
    await until(() => words(manager).includes("People with a link"));
    await tabTo(/Stop the link of Samir Haddad/);
    await sendKeys({ press: "Enter" });
    await until(() => words(manager).includes("Stop this link?"));
    await sendKeys({ press: "Escape" });
    await until(() => !words(manager).includes("Stop this link?"));
    await until(() => focused() === "Stop the link of Samir Haddad");
    await sendKeys({ press: "Escape" });
    await until(() => !manager.open);
    equal(document.activeElement === behind, true, "focus returned");
  });

  it("the keyboard alone: the waiting list's badge, its rows, and a message", async () => {
    const host = relay(hostView({ waiting: [waiting("Ana")] }));
    host.answers["guest:message"] = done;
    const list = make("waiting-list", { sessionId, compact: true });
    stage(host, list);
    (await one(list, ".badge")).focus();
    await sendKeys({ press: "Enter" });
    await tabTo(/Message Ana/);
    await sendKeys({ press: "Enter" });
    await until(() => focused() === "Message to Ana");
    await sendKeys({ type: "Hello" });
    await sendKeys({ press: "Enter" });
    await until(() => words(list).includes("Sent."));
    await sendKeys({ press: "Escape" });
    await until(() => focused() === "Message Ana");
    await sendKeys({ press: "Escape" });
    await until(() => all(list, ".popover").length === 0);
  });

  it("leave nothing behind: no listener, watch or timer after remove()", async () => {
    const intervals = new Set<unknown>();
    const { setInterval: set, clearInterval: unset } = globalThis;
    Object.assign(globalThis, {
      setInterval: (...args: Parameters<typeof set>) => {
        const id = set(...args);
        intervals.add(id);
        return id;
      },
      clearInterval: (id: number) => {
        intervals.delete(id);
        unset(id);
      },
    });
    try {
      const { host, place, list, manager } = everything();
      await button(list, /Let in Ana/);
      await until(() => words(manager).includes("Samir"));
      ok(intervals.size > 0, "minutes are counted while somebody waits");
      place.remove();
      await until(() => host.listeners === 0);
      equal(intervals.size, 0, "timers");
    } finally {
      Object.assign(globalThis, { setInterval: set, clearInterval: unset });
    }
  });
});
