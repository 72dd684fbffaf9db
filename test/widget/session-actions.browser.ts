/// <reference types="mocha" />
import "../../widget/elements/session-actions/session-actions.ts";
import type { SessionActions } from "../../widget/elements/session-actions/session-actions.ts";
import { accepted, refused } from "../../protocol/refusals.ts";
import type { HostView, Invite } from "../../protocol/views.ts";
import { equal, includes, ok } from "./support/expect.ts";
import { FakeHost } from "./support/fake-host.ts";
import {
  busyView,
  contacts,
  defaultMessage,
  hostView,
  invite,
  inviteId,
  mailed,
  sessionId,
  sessionInfo,
  stopped,
} from "./support/host-views.ts";
import { all, button, clear, heard, make, one, stage, until, words } from "./support/stage.ts";

const done = () => accepted({});

/** The call itself is another tag's test: this one stands in its place, since a name is registered once. */
class StandInCall extends HTMLElement {}
customElements.define("session-call", StandInCall);

function relay(view: HostView): FakeHost {
  return new FakeHost({ "session:watch": () => accepted(view), "session:unwatch": done, "guest:admit": done });
}

/** A row of a portal's list with the icons at its end. */
function inRow(view: HostView = hostView()): { tag: SessionActions; host: FakeHost; row: HTMLElement } {
  const host = relay(view);
  const tag = make("session-actions", { sessionId, contacts });
  const row = document.createElement("li");
  row.append("Family session", tag);
  stage(host, row);
  return { tag, host, row };
}

const send = (tag: SessionActions) => button(tag, "Give out drop-in links");
const share = (tag: SessionActions) => button(tag, "Open the share window");
const join = (tag: SessionActions) => button(tag, "Join Video Call");
const shown = async (tag: SessionActions) => !(await one(tag, ".actions")).classList.contains("resting");

describe("session-actions", () => {
  let copied: string[] = [];
  beforeEach(() => {
    copied = [];
    Object.defineProperty(navigator, "clipboard", {
      configurable: true,
      value: { writeText: async (text: string) => void copied.push(text) },
    });
  });
  afterEach(clear);

  it("three icons with names, which appear while their row is hovered or holds the focus", async () => {
    const { tag, row } = inRow();
    equal(
      [await send(tag), await share(tag), await join(tag)].map((each) => each.title),
      ["Give out drop-in links", "Open the share window", "Join Video Call"],
    );
    equal(await shown(tag), false);
    row.dispatchEvent(new PointerEvent("pointerenter"));
    await until(() => shown(tag));
    row.dispatchEvent(new PointerEvent("pointerleave"));
    await until(async () => !(await shown(tag)));
    const icon = await join(tag);
    icon.focus();
    // A page that is not in front is told of no focus.
    if (!document.hasFocus()) icon.dispatchEvent(new FocusEvent("focusin", { bubbles: true, composed: true }));
    await until(() => shown(tag));
  });

  it("asks the relay for nothing before an icon is pressed", async () => {
    const { tag, host, row } = inRow();
    row.dispatchEvent(new PointerEvent("pointerenter"));
    await send(tag);
    equal([host.asked.length, host.listeners], [0, 0]);
  });

  describe("the links", () => {
    it("lists the client's people with what became of their links, and one step for each", async () => {
      const { tag } = inRow(
        hostView({
          invites: [
            invite("samir", { openedAt: new Date(Date.now() - 86_400_000).toISOString() }),
            invite("leila", { status: "failed", failure: "mailbox full" }),
          ],
        }),
      );
      (await send(tag)).click();
      await until(() => all(tag, "#links li").length === 3);
      equal(
        all(tag, "#links li").map((each) => words(each).replace(" :", ":")),
        [
          "SH Samir Haddad Opened yesterday Copy link",
          "LK Leila Karam Failed: mailbox full Re-send",
          "DH Dina Haddad No link yet Make link",
        ],
      );
      ok((await one(tag, "#links")).matches(":popover-open"), "it is above the page");
    });

    it("stays within the window while its button does, and scrolls away with it", async () => {
      const { tag, row } = inRow();
      row.style.marginBlockEnd = "3000px";
      (await send(tag)).click();
      const list = await one(tag, "#links");
      const tops = async () => [list.getBoundingClientRect().top, (await send(tag)).getBoundingClientRect().bottom];
      const beside = async () => {
        const [top = 0, bottom = 0] = await tops();
        return Math.abs(top - bottom - 8) < 1;
      };
      await until(beside, "it is below its button");
      scrollTo(0, 1_000);
      await until(async () => (await tops())[1]! < -500 && (await beside()), "both are out of sight");
      scrollTo(0, 0);
      await until(async () => (await tops())[0]! > 0 && (await beside()), "both are back");
    });

    it("makes a link and copies it", async () => {
      const { tag, host } = inRow();
      const told = heard<{ invite: Invite }>(document, "link-copied");
      host.answers["invite:create"] = () => {
        host.push("session:view", hostView({ version: 2, invites: [invite("samir")] }));
        return accepted({ items: [invite("samir")] });
      };
      (await send(tag)).click();
      (await button(tag, "Make link: Samir Haddad")).click();
      (await button(tag, "Copy link: Samir Haddad")).click();
      await button(tag, "Copied: Samir Haddad");
      equal([copied, told.map((each) => each.invite.id)], [["https://clinic.example/join#k1.samir"], [inviteId("samir")]]);
      equal(host.all("invite:create"), [
        {
          sessionId,
          recipients: [{ name: "Samir Haddad", email: "samir.haddad@example.com", relation: "linked-account", contactId: "c1" }],
        },
      ]);
    });

    it("sends again what was mailed, and tells the page", async () => {
      const { tag, host } = inRow(hostView({ invites: [invite("samir", { status: "delivered" })] }));
      host.answers["invite:resend"] = () => accepted({ invite: invite("samir", { status: "sent" }) });
      const told = heard<{ invite: Invite }>(tag, "invite-resent");
      (await send(tag)).click();
      (await button(tag, "Re-send: Samir Haddad")).click();
      await until(() => told.length === 1);
    });

    it("lets in one who waits, renews a stopped link, and names others with a link", async () => {
      const { tag, host } = inRow(busyView({ invites: [invite("ana"), stopped("samir")] }));
      (await send(tag)).click();
      await button(tag, "New link: Samir Haddad");
      (await button(tag, "Let in: ana@interpreters.example")).click();
      await until(() => host.all("guest:admit").length === 1);
    });

    it("says what was refused", async () => {
      const { tag, host } = inRow();
      host.answers["invite:create"] = () => refused("rate-limited");
      (await send(tag)).click();
      (await button(tag, "Make link: Samir Haddad")).click();
      await until(() => words(tag).includes("Too many requests at once. Wait a moment and try again."));
    });

    it("says when sharing is off, when nobody is there, and when the session is over", async () => {
      for (const [view, said] of [
        [hostView({ session: sessionInfo({ linkSharing: false }) }), "Link sharing is off for this session."],
        [hostView({ session: sessionInfo({ state: "ended" }) }), "This session has ended."],
      ] as const) {
        const { tag } = inRow(view);
        (await send(tag)).click();
        await until(() => words(tag).includes(said));
        clear();
      }
      const { tag } = inRow();
      tag.contacts = [];
      (await send(tag)).click();
      await until(() => words(tag).includes("Nobody has a link yet."));
    });

    it("goes with a second press and gives its watch back; the icons stay while it is open", async () => {
      const { tag, host } = inRow();
      const icon = await send(tag);
      icon.click();
      await one(tag, "#links li");
      ok(await shown(tag), "shown while open");
      icon.dispatchEvent(new PointerEvent("pointerdown"));
      icon.click();
      await until(() => all(tag, "#links").length === 0);
      await until(() => host.listeners === 0);
      equal(icon.getAttribute("aria-expanded"), "false");
    });
  });

  describe("the links, where the relay sends mails", () => {
    function mailing(view: HostView) {
      const all = inRow(view);
      all.host.answers["message:get"] = () => accepted(defaultMessage());
      return all;
    }

    it("lists the client's people with what became of their mail, and one step for each", async () => {
      const { tag } = mailing(
        hostView({
          invites: [
            mailed("samir", 90_000, { openedAt: new Date(Date.now() - 86_400_000).toISOString() }),
            mailed("leila", 60, { status: "failed", failure: "mailbox full" }),
          ],
        }),
      );
      (await send(tag)).click();
      await until(() => all(tag, "#links li").length === 3);
      equal(
        all(tag, "#links li").map((each) => words(each)),
        ["SH Samir Haddad Opened yesterday Re-send", "LK Leila Karam Failed: mailbox full Re-send", "DH Dina Haddad Not invited yet Send"],
      );
      includes(words(tag), "Send the drop-in link");
    });

    it("sends with one press, tells the page, and counts down before it goes again (MAIL3)", async () => {
      const { tag, host } = mailing(hostView());
      host.answers["invite:create"] = () => {
        const made = mailed("samir", 0);
        host.push("session:view", hostView({ version: 2, invites: [made] }));
        return accepted({ items: [made] });
      };
      const told = heard<{ invites: Invite[] }>(document, "invites-sent");
      (await send(tag)).click();
      (await button(tag, "Send: Samir Haddad")).click();
      const pause = await button(tag, "Just sent: Samir Haddad");
      await until(() => words(pause) === "Sent · 29s");
      pause.click();
      equal([told.length, host.all("invite:resend").length], [1, 0]);
    });

    it("says which limit is reached", async () => {
      const { tag, host } = mailing(hostView({ invites: [mailed("samir", 60)] }));
      host.answers["invite:resend"] = () => refused("rate-limited", undefined, { why: "mails-of-session" });
      (await send(tag)).click();
      (await button(tag, "Re-send: Samir Haddad")).click();
      await until(() => words(tag).includes("No more e-mails can be sent for this session."));
    });

    it("gives somebody without an address a link to copy", async () => {
      const { tag, host } = mailing(hostView());
      tag.contacts = [{ id: "c9", name: "Uncle Omar", email: "", relation: "other" }];
      (await send(tag)).click();
      (await button(tag, "Make link: Uncle Omar")).click();
      await until(() => host.all("link:create").length === 1);
    });
  });

  describe("the share window", () => {
    it("asks the page first: cancelled, nothing is opened", async () => {
      const { tag } = inRow();
      const asked = heard<{ sessionId: string }>(document, "share-request");
      tag.addEventListener("share-request", (event) => event.preventDefault(), { once: true });
      (await share(tag)).click();
      await tag.updateComplete;
      equal([asked, all(tag, "session-link-manager").length], [[{ sessionId }], 0]);
    });

    it("opens with the client's people, and gives the focus back when it closes", async () => {
      const { tag } = inRow();
      const icon = await share(tag);
      icon.focus();
      icon.click();
      const manager = await one<HTMLElementTagNameMap["session-link-manager"]>(tag, "session-link-manager");
      await until(() => words(manager).includes("Samir Haddad"));
      await manager.hide();
      await until(() => all(tag, "session-link-manager").length === 0);
      equal(tag.shadowRoot?.activeElement === icon, true, "focus");
    });
  });

  describe("the call", () => {
    it("asks the page first: cancelled, no call is opened", async () => {
      const { tag } = inRow();
      const asked = heard(document, "join-request");
      tag.addEventListener("join-request", (event) => event.preventDefault(), { once: true });
      (await join(tag)).click();
      await tag.updateComplete;
      equal([asked, all(tag, "session-call").length], [[{ sessionId }], 0]);
    });

    it("fills the page, does not go with Escape, and closes when the host leaves", async () => {
      const { tag } = inRow();
      (await join(tag)).click();
      const window = await one<HTMLDialogElement>(tag, "#call");
      await until(() => window.matches(":modal"));
      const { width, height } = window.getBoundingClientRect();
      equal([width, height], [innerWidth, innerHeight]);
      const call = await one(tag, "session-call");
      equal(call.getAttribute("session-id"), sessionId);
      call.dispatchEvent(new CustomEvent("join", { bubbles: true, composed: true }));
      await until(() => !words(tag).includes("Close") && all(tag, ".close-call").length === 0);
      ok(!window.dispatchEvent(new Event("cancel", { cancelable: true })), "Escape is not leaving");
      call.dispatchEvent(new CustomEvent("close", { bubbles: true, composed: true }));
      await tag.updateComplete;
      equal(all(tag, "session-call").length, 1, "a share window inside the call closed, the call did not");
      call.dispatchEvent(new CustomEvent("leave", { detail: { reason: "left" }, bubbles: true, composed: true }));
      await until(() => all(tag, "session-call").length === 0);
    });

    it("can be closed before the host has joined", async () => {
      const { tag } = inRow();
      (await join(tag)).click();
      const window = await one<HTMLDialogElement>(tag, "#call");
      await until(() => window.matches(":modal"));
      ok(window.dispatchEvent(new Event("cancel", { cancelable: true })), "Escape closes it");
      (await button(tag, "Close")).click();
      await until(() => all(tag, "session-call").length === 0);
    });

    it("stays with the call's own words when it ended otherwise, until they were read", async () => {
      const { tag } = inRow();
      (await join(tag)).click();
      (await one(tag, "session-call")).dispatchEvent(
        new CustomEvent("leave", { detail: { reason: "removed" }, bubbles: true, composed: true }),
      );
      (await button(tag, "Close")).click();
      await until(() => all(tag, "session-call").length === 0);
    });
  });

  it("says in its own place what is wrong with its session", async () => {
    const { tag } = inRow();
    tag.sessionId = "nonsense";
    (await send(tag)).click();
    await until(() => words(tag).includes("This session can't be shown here."));
  });

  it("leaves nothing behind when it is removed, also while something is open", async () => {
    const { tag, host, row } = inRow();
    (await send(tag)).click();
    await one(tag, "#links li");
    tag.remove();
    await until(() => host.listeners === 0);
    row.dispatchEvent(new PointerEvent("pointerenter"));
    await tag.updateComplete;
    includes(tag.outerHTML, "session-actions");
  });
});
