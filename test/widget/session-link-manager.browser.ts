/// <reference types="mocha" />
import "../../widget/elements/session-link-manager/session-link-manager.ts";
import type { SessionLinkManager } from "../../widget/elements/session-link-manager/session-link-manager.ts";
import { accepted, refused } from "../../protocol/refusals.ts";
import type { HostView, Invite } from "../../protocol/views.ts";
import { equal, excludes, includes, ok } from "./support/expect.ts";
import { FakeHost } from "./support/fake-host.ts";
import {
  busyView,
  contacts,
  defaultMessage,
  hostView,
  inside,
  invite,
  inviteId,
  mailed,
  past,
  sessionId,
  sessionInfo,
  stopped,
  waiting,
} from "./support/host-views.ts";
import { all, button, clear, heard, make, one, stage, until, words } from "./support/stage.ts";

const done = () => accepted({});

/** A relay that does what it is asked, for one session. */
function relay(first: HostView): FakeHost {
  let view = first;
  const change = (more: Partial<HostView>) => {
    view = { ...view, ...more, version: view.version + 1 };
    host.push("session:view", view);
  };
  const put = (made: Invite) => change({ invites: [...view.invites.filter(({ id }) => id !== made.id), made] });
  const host: FakeHost = new FakeHost({
    "session:watch": () => accepted(view),
    "session:unwatch": done,
    "session:update": ({ changes }) => {
      const session = { ...view.session, linkSharing: changes.linkSharing ?? view.session.linkSharing };
      change({ session, ...(changes.linkSharing === false ? { invites: view.invites.map(({ url: _url, ...rest }) => rest) } : {}) });
      return accepted({ session });
    },
    "invite:create": ({ recipients }) => {
      const items = recipients.map((each) => invite(each.email.split("@")[0] ?? "", { email: each.email, name: each.name ?? each.email }));
      change({ invites: [...view.invites, ...items] });
      return accepted({ items });
    },
    "link:create": ({ label }) => {
      const { email: _email, ...made } = invite("label", { name: label, label });
      put(made);
      return accepted({ invite: made });
    },
    "invite:revoke": ({ inviteId: id }) => {
      const { url: _url, ...rest } = view.invites.find((each) => each.id === id)!;
      const made = { ...rest, revokedAt: new Date().toISOString() };
      change({ invites: view.invites.map((each) => (each.id === id ? made : each)) });
      return accepted({ invite: made });
    },
    "invite:renew": ({ inviteId: id }) => {
      const { revokedAt: _revoked, ...rest } = view.invites.find((each) => each.id === id)!;
      const made = { ...rest, url: "https://clinic.example/join#new" };
      change({ invites: view.invites.map((each) => (each.id === id ? made : each)) });
      return accepted({ invite: made });
    },
    "guest:admit": done,
  });
  return host;
}

function opened(view: HostView, more: Partial<SessionLinkManager> = {}): { tag: SessionLinkManager; host: FakeHost } {
  const host = relay(view);
  const tag = make("session-link-manager", { sessionId, contacts, open: true, ...more });
  stage(host, tag);
  return { tag, host };
}

const dialog = (tag: SessionLinkManager) => one<HTMLDialogElement>(tag, "dialog");
const row = (tag: SessionLinkManager, name: string) => one(tag, `#${inviteId(name)}`);
const type = async (tag: SessionLinkManager, text: string) => {
  const field = await one<HTMLInputElement>(tag, "#addresses");
  field.value = text;
  field.dispatchEvent(new Event("input"));
  return field;
};
const chips = (tag: SessionLinkManager) =>
  all(tag, ".chip").map((chip) => `${words(chip).trim()}${chip.classList.contains("bad") ? " (bad)" : ""}`);

describe("session-link-manager", () => {
  let copied: string[] = [];
  const clipboard = navigator.clipboard;
  beforeEach(() => {
    copied = [];
    Object.defineProperty(navigator, "clipboard", {
      configurable: true,
      value: { writeText: async (text: string) => void copied.push(text) },
    });
  });
  afterEach(() => {
    clear();
    Object.defineProperty(navigator, "clipboard", { configurable: true, value: clipboard });
  });

  describe("inviting", () => {
    it("shows the client's people with relation and address, and the message as the first chosen one will read it", async () => {
      const { tag } = opened(hostView(), { contactsHeading: "Noor's circle" });
      await button(tag, "Create links");
      await one(tag, ".checklist");
      const said = words(tag);
      for (const part of [
        "Noor's circle",
        "Samir Haddad · Father",
        "samir.haddad@example.com",
        "Linked account",
        "Family session · Tuesday, November 24, 10:00",
      ]) {
        includes(said, part);
      }
      all<HTMLInputElement>(tag, ".checklist input")[1]?.click();
      await until(() => words(tag).includes("Hello Leila Karam, Dr. Maya Osei has invited you to a video session on Tuesday, November 24"));
    });

    it("makes a link for each chosen and typed person, tells the page, and goes on to the list", async () => {
      const { tag, host } = opened(hostView());
      const sent = heard<{ invites: Invite[] }>(document, "invites-sent");
      await one(tag, ".checklist");
      all<HTMLInputElement>(tag, ".checklist input")[0]?.click();
      await type(tag, "Ana <ana@interpreters.example>; b@y.org,");
      (await button(tag, "Create 3 links")).click();
      await until(() => words(tag).includes("People with a link"));
      equal(host.all("invite:create"), [
        {
          sessionId,
          recipients: [
            { name: "Samir Haddad", email: "samir.haddad@example.com", relation: "linked-account", contactId: "c1" },
            { email: "ana@interpreters.example", name: "Ana" },
            { email: "b@y.org" },
          ],
        },
      ]);
      equal(
        sent.map(({ invites }) => invites.length),
        [3],
      );
      includes(words(tag), "3 links are ready. Copy each one and pass it on.");
    });

    it("marks a bad address in place, sends nothing, and lets it be mended", async () => {
      const { tag, host } = opened(hostView());
      await type(tag, "ana@interpreters.example, jo@@mail,");
      await until(() => chips(tag).length === 2);
      equal(chips(tag), ["ana@interpreters.example", "jo@@mail (bad)"]);
      includes(words(tag), "“jo@@mail” is not an e-mail address. Fix or remove it.");
      (await button(tag, "Create 1 link")).click();
      await tag.updateComplete;
      equal(host.all("invite:create").length, 0);
      (await button(tag, "Fix “jo@@mail”")).click();
      await until(() => chips(tag).length === 1);
      equal((await one<HTMLInputElement>(tag, "#addresses")).value, "jo@@mail");
    });

    it("breaks a long address after its @ or a dot, never within a word, as one to be sent and as one that has a link", async () => {
      const long = "a.very.long.name@eastside-school-district.example";
      const { tag } = opened(hostView({ invites: [invite("long", { email: long, label: "" })] }));
      const pieces = (element: Element) => element.innerHTML.replaceAll(/<!--.*?-->/gu, "").split("<wbr>");
      const row = await one(tag, ".people .strong span");
      equal(pieces(row).slice(0, 2), ["a.", "very."]);
      (await button(tag, "Add people")).click();
      await type(tag, `b.${long},`);
      const chip = await one(tag, ".chip span span");
      equal(pieces(chip).slice(4, 6), ["name@", "eastside-school-district."]);
    });

    it("folds an address that is a contact's into the ticked contact, and one that has a link into a word about it", async () => {
      const { tag } = opened(hostView({ invites: [invite("ana")] }));
      (await button(tag, "Add people")).click();
      await type(tag, "DINA.H@example.com, ana@interpreters.example,");
      await until(() => all<HTMLInputElement>(tag, ".checklist input")[2]?.checked);
      equal(chips(tag), []);
      includes(words(tag), "ana@interpreters.example has a link already.");
    });

    it("takes a pasted list at once, and Backspace takes the last chip away", async () => {
      const { tag } = opened(hostView());
      const field = await one<HTMLInputElement>(tag, "#addresses");
      const data = new DataTransfer();
      data.setData("text", "Ana <ana@x.org>; b@y.org\nc@z");
      field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, cancelable: true }));
      await until(() => chips(tag).length === 3);
      equal(chips(tag), ["Ana · ana@x.org", "b@y.org", "c@z (bad)"]);
      field.dispatchEvent(new KeyboardEvent("keydown", { key: "Backspace", cancelable: true }));
      await until(() => chips(tag).length === 2);
    });

    it("shows addresses from the left where everything else runs from the right", async () => {
      const { tag } = opened(hostView({ invites: [invite("_ana.b")] }));
      tag.lang = "ar";
      const title = await until(() => all(tag, ".people .strong")[0]);
      await until(() => getComputedStyle(title).direction === "rtl", "the window runs from the right");
      const letters = document.createTreeWalker(title, NodeFilter.SHOW_TEXT);
      const text = await until(() => {
        while (letters.nextNode()) if (letters.currentNode.nodeValue?.startsWith("_ana")) return letters.currentNode;
        return undefined;
      });
      const [first, second] = [0, 1].map((at) => {
        const range = new Range();
        range.setStart(text, at);
        range.setEnd(text, at + 1);
        return range.getBoundingClientRect().left;
      });
      ok((first ?? 0) < (second ?? 0), `the first letter is at ${first}, the second at ${second}`);
      (await one<HTMLButtonElement>(tag, ".dialog-foot .primary")).click();
      const field = await one<HTMLInputElement>(tag, "#addresses");
      equal(getComputedStyle(field).direction, "rtl", "an empty field");
      await type(tag, "sam@x.o");
      await until(() => getComputedStyle(field).direction === "ltr", "the field follows what is typed");
    });

    it("asks for somebody when nobody is chosen", async () => {
      const { tag } = opened(hostView());
      await one(tag, ".checklist");
      (await button(tag, "Create links")).click();
      await until(() => words(tag).includes("Choose at least one person, or add an e-mail address."));
    });

    it("gives a contact without an address a link to copy", async () => {
      const { tag, host } = opened(hostView(), { contacts: [{ id: "c9", name: "Uncle Omar", email: "", relation: "other" }] });
      (await one<HTMLInputElement>(tag, ".checklist input")).click();
      (await button(tag, "Create 1 link")).click();
      await until(() => host.all("link:create").length === 1);
      equal(host.all("link:create"), [{ sessionId, label: "Uncle Omar" }]);
    });

    it("keeps a message with an unknown variable from being used, and says what may have been meant", async () => {
      const { tag, host } = opened(hostView());
      (await button(tag, "Edit for this session")).click();
      const field = await one<HTMLTextAreaElement>(tag, "#body");
      field.value = "Hello {{gestName}} {{joinUrl}}";
      field.dispatchEvent(new Event("input"));
      await until(() => words(tag).includes("{{gestName}} is not something we can fill in."));
      all<HTMLInputElement>(tag, ".checklist input")[0]?.click();
      (await button(tag, "Create 1 link")).click();
      await tag.updateComplete;
      equal(host.all("invite:create").length, 0);
      (await button(tag, "Did you mean {{guestName}}?")).click();
      await until(() => field.value === "Hello {{guestName}} {{joinUrl}}");
      (await button(tag, "Create 1 link")).click();
      await until(() => host.all("invite:create").length === 1);
    });

    it("says in words what the relay refused, and keeps what was chosen", async () => {
      const { tag, host } = opened(hostView());
      host.answers["invite:create"] = () => refused("unavailable");
      (await one<HTMLInputElement>(tag, ".checklist input")).click();
      (await button(tag, "Create 1 link")).click();
      await until(() => words(tag).includes("The video service can't be reached. Check your network and try again."));
      ok(all<HTMLInputElement>(tag, ".checklist input")[0]?.checked, "the choice is kept");
    });

    it("offers nothing to fill in while sharing is off, but the switch", async () => {
      const { tag, host } = opened(hostView({ session: sessionInfo({ linkSharing: false }) }));
      const create = await button(tag, "Create links");
      ok(create.disabled, "no link can be made");
      const changed = heard<{ enabled: boolean }>(tag, "sharing-changed");
      (await one(tag, ".switch")).click();
      await one(tag, ".checklist");
      equal(host.all("session:update"), [{ sessionId, changes: { linkSharing: true } }]);
      equal(changed, [{ enabled: true }]);
    });
  });

  describe("where the relay sends mails", () => {
    function mailing(view: HostView, more: Partial<SessionLinkManager> = {}) {
      const both = opened(view, more);
      both.host.answers["message:get"] = () => accepted(defaultMessage());
      return both;
    }

    it("shows the clinic's message as the first chosen one will read it", async () => {
      const { tag, host } = mailing(hostView());
      await one(tag, ".checklist");
      equal(host.all("message:get"), [{ service: "Family session" }]);
      all<HTMLInputElement>(tag, ".checklist input")[1]?.click();
      await until(() =>
        words(tag).includes("Hello Leila Karam, Dr. Maya Osei has invited you to a video session (Family session) on Tuesday"),
      );
      includes(words(tag), "Dr. Maya Osei invites you to a video session");
      includes(words(tag), "Kind regards, Riverside Counselling");
      excludes(words(tag), "You pass it on yourself");
    });

    it("sends to those ticked and typed with one press, says so, and shows each one's status as it comes", async () => {
      const { tag, host } = mailing(hostView());
      const sent = heard<{ invites: Invite[] }>(document, "invites-sent");
      await one(tag, ".checklist");
      for (const index of [0, 1]) all<HTMLInputElement>(tag, ".checklist input")[index]?.click();
      await type(tag, "ana@interpreters.example,");
      const create = host.answers["invite:create"]!;
      let answer: () => void = () => {};
      host.answers["invite:create"] = async (payload) => {
        await new Promise<void>((resolve) => (answer = resolve));
        return create(payload);
      };
      (await button(tag, "Send invitations (3)")).click();
      const busy = await button(tag, "Sending…");
      busy.click();
      answer();
      await until(() => words(tag).includes("3 invitations are on their way."));
      equal(host.all("invite:create").length, 1);
      ok(!("message" in (host.all("invite:create")[0] ?? {})), "the default is the relay's own");
      equal(sent[0]?.invites.length, 3);
      const states = [
        mailed("samir", 40, { status: "queued" }),
        mailed("leila", 40, { status: "delivered" }),
        mailed("ana", 40, { status: "failed", failure: "552 5.2.2 Mailbox full" }),
      ];
      host.push("session:view", hostView({ version: 9, invites: states }));
      await until(() => words(tag).includes("Mailbox full Try another address, or copy the link."));
      excludes(words(tag), "5.2.2");
      equal(
        all(tag, ".status").map((each) => words(each)),
        ["Queued", "Delivered", "Failed"],
      );
    });

    it("sends the words that were changed for this send, and goes back to the usual ones", async () => {
      const { tag, host } = mailing(hostView());
      (await button(tag, "Edit for this session")).click();
      const body = await one<HTMLTextAreaElement>(tag, "#body");
      body.value = "Dear {{guestName}}, until tomorrow.";
      body.dispatchEvent(new Event("input"));
      (await one<HTMLInputElement>(tag, ".checklist input")).click();
      await until(() => words(tag).includes("Dear Samir Haddad, until tomorrow."));
      (await button(tag, "Restore the usual message")).click();
      await until(() => body.value.startsWith("Hello {{guestName}}"));
      body.value = "Dear {{guestName}}, until tomorrow.";
      body.dispatchEvent(new Event("input"));
      (await button(tag, "Send invitations (1)")).click();
      await until(() => host.all("invite:create").length === 1);
      equal(host.all("invite:create")[0]?.message, {
        subject: "{{hostName}} invites you to a video session",
        body: "Dear {{guestName}}, until tomorrow.",
      });
    });

    it("promises nothing while the relay cannot say just now whether it sends", async () => {
      const { tag, host } = mailing(hostView());
      host.answers["message:get"] = () => refused("unavailable", "A moment.", { retryAfterMs: 50 });
      await until(() => host.all("message:get").length > 2);
      equal(all(tag, ".checklist").length, 0);
      await one(tag, ".skeleton");
      host.answers["message:get"] = () => accepted(defaultMessage());
      await one(tag, ".checklist");
      await button(tag, "Send invitations");
    });

    it("opens the message when something in it keeps it from being sent", async () => {
      const { tag, host } = mailing(hostView());
      host.answers["message:get"] = () => accepted(defaultMessage({ message: { subject: "{{nmae}}", body: "Hello" } }));
      (await one<HTMLInputElement>(tag, ".checklist input")).click();
      (await button(tag, "Send invitations (1)")).click();
      const subject = await one<HTMLTextAreaElement>(tag, "#subject");
      await until(() => tag.shadowRoot?.activeElement === subject);
      includes(words(tag), "{{nmae}} is not something we can fill in.");
      equal(host.all("invite:create").length, 0);
    });

    it("sends 120 in parts, says how far it is, and keeps those that a limit left over", async () => {
      const { tag, host } = mailing(hostView());
      const create = host.answers["invite:create"]!;
      const sentence = "Vous avez envoyé autant d’invitations qu’une personne peut en envoyer en un jour.";
      const said: string[] = [];
      host.answers["invite:create"] = async (payload) => {
        await tag.updateComplete;
        said.push(words(tag));
        return host.all("invite:create").length > 2 ? refused("rate-limited", undefined, { why: "mails-of-host" }) : create(payload);
      };
      await type(tag, Array.from({ length: 120 }, (_, index) => `p${index}@x.org`).join(",") + ",");
      const told = heard<{ invites: Invite[] }>(document, "invites-sent");
      (await button(tag, "Send invitations (120)")).click();
      await until(() => words(tag).includes("You have sent as many invitations as one person may in a day."));
      tag.lang = "fr";
      await until(() => words(tag).includes(sentence));
      tag.lang = "en";
      includes(said[2] ?? "", "Sending… 100 of 120");
      equal(told[0]?.invites.length, 100);
      await button(tag, "Send invitations (20)");
    });

    it("MAIL3: sends the same link again after its pause, which is counted down", async () => {
      const { tag, host } = mailing(hostView({ invites: [mailed("samir", 10), mailed("dina", 60)] }));
      const [samir, dina] = [await button(tag, "Re-send to Samir Haddad"), await button(tag, "Re-send to Dina Haddad")];
      await until(() => /^(20|19)s$/u.test(words(samir)));
      equal([samir.getAttribute("aria-disabled"), dina.getAttribute("aria-disabled")], ["true", "false"]);
      samir.click();
      await until(() => words(tag).includes("Samir Haddad was sent the link just now. It can go again in "));
      equal(host.all("invite:resend").length, 0);
      await until(() => /^(18|17)s$/u.test(words(samir)));
      host.answers["invite:resend"] = () => {
        const again = mailed("dina", 0);
        host.push("session:view", hostView({ version: 3, invites: [mailed("samir", 10), again] }));
        return accepted({ invite: again });
      };
      const told = heard<{ invite: Invite }>(tag, "invite-resent");
      dina.click();
      await until(() => words(tag).includes("Sent again to Dina Haddad."));
      await until(() => dina.getAttribute("aria-disabled") === "true");
      equal(
        told.map((each) => each.invite.id),
        [inviteId("dina")],
      );
    });

    it("believes the relay's own pause", async () => {
      const { tag, host } = mailing(hostView({ invites: [mailed("dina", 60)] }));
      host.answers["invite:resend"] = () => refused("rate-limited", undefined, { why: "sent-just-now", retryAfterMs: 12_000 });
      const dina = await button(tag, "Re-send to Dina Haddad");
      dina.click();
      await until(() => words(tag).includes("This link was sent just now."));
      await until(() => /^1[12]s$/u.test(words(dina)));
    });

    it("sends to everyone who has not opened their link, and to nobody else", async () => {
      const opened = new Date().toISOString();
      const invites = [
        mailed("samir", 60, { openedAt: opened }),
        mailed("leila", 60, { status: "failed", failure: "550 5.1.1 User unknown" }),
        mailed("dina", 60, { status: "delivered" }),
        mailed("ana", 60),
        mailed("new", 5),
        stopped("j.marsh", { email: "j.marsh@example.com", status: "delivered" }),
        mailed("never", 60, { history: [{ at: opened, what: "unsubscribed" }] }),
      ];
      const { tag, host } = mailing(hostView({ invites, participants: [inside("ana")] }));
      host.answers["invite:resend"] = ({ inviteId: id }) => accepted({ invite: invites.find((each) => each.id === id)! });
      (await button(tag, "Send to everyone who has not opened it")).click();
      await until(() => words(tag).includes("Sent again to 2 people."));
      equal(
        host.all("invite:resend").map((each) => each.inviteId),
        [inviteId("leila"), inviteId("dina")],
      );
    });

    it("sends a link that was only copied so far", async () => {
      const { tag, host } = mailing(hostView({ invites: [invite("dina")] }));
      host.answers["invite:resend"] = () => accepted({ invite: mailed("dina", 0) });
      (await button(tag, "Send to Dina Haddad")).click();
      await until(() => host.all("invite:resend").length === 1);
      equal(all(tag, ".words").length, 0, "copying the message is for where no mail goes out");
    });
  });

  describe("the people with a link", () => {
    it("says of each what became of the link, and how many seats are taken", async () => {
      const { tag } = opened(busyView());
      const status = async (name: string) => words((await row(tag, name)).querySelector(".status"));
      equal(
        [await status("samir"), await status("ana"), await status("dina"), await status("leila"), await status("j.marsh")],
        ["In the session", "Waiting, 2 min", "Opened 30 min. ago", "Not opened yet", "Stopped"],
      );
      includes(words(tag), "5 of 16 in the session");
    });

    it("copies a link alone, and with its message, and says so", async () => {
      const { tag } = opened(busyView());
      const told = heard<{ invite: Invite }>(tag, "link-copied");
      (await button(tag, "Copy the link of Dina Haddad")).click();
      await until(() => copied.length === 1);
      (await button(tag, "Copy the message with the link of Dina Haddad")).click();
      await until(() => copied.length === 2);
      equal(copied[0], "https://clinic.example/join#k1.dina");
      includes(copied[1] ?? "", "Hello Dina Haddad, Dr. Maya Osei has invited you");
      includes(copied[1] ?? "", "Open https://clinic.example/join#k1.dina and wait");
      equal(
        told.map(({ invite }) => invite.id),
        [inviteId("dina"), inviteId("dina")],
      );
    });

    it("shows a link that the browser will not copy, ready to be copied by hand", async () => {
      Object.defineProperty(navigator, "clipboard", { configurable: true, value: { writeText: () => Promise.reject(new Error("no")) } });
      const { tag } = opened(busyView());
      (await button(tag, "Copy the link of Dina Haddad")).click();
      const field = await one<HTMLTextAreaElement>(tag, ".by-hand");
      equal(field.value, "https://clinic.example/join#k1.dina");
      await until(() => tag.shadowRoot?.activeElement === field);
    });

    it("REV1: asks before one link is stopped, in words that fit whose it is, and Escape says no", async () => {
      const { tag, host } = opened(busyView());
      const told = heard<{ invite: Invite }>(tag, "invite-revoked");
      (await button(tag, "Stop the link of Samir Haddad")).click();
      await until(() => words(tag).includes("Stop this link? Samir Haddad is in the session and will be put out."));
      (await dialog(tag)).dispatchEvent(new Event("cancel", { cancelable: true }));
      await until(() => !words(tag).includes("Stop this link?"));
      ok(tag.open, "the window stays");
      (await button(tag, "Stop the link of Dina Haddad")).click();
      (await button(tag, "Stop link")).click();
      await until(() => told.length === 1);
      equal(host.all("invite:revoke"), [{ sessionId, inviteId: inviteId("dina") }]);
      await until(async () => true);
      includes(words(await row(tag, "dina")), "Stopped");
    });

    it("LINK6: makes a new link for a stopped one", async () => {
      const { tag, host } = opened(busyView());
      (await button(tag, "New link for j.marsh@example.com")).click();
      await until(() => words(tag).includes("has a new link. The old one stays stopped."));
      equal(host.all("invite:renew").length, 1);
      await button(tag, /Copy the link of j\.marsh/);
    });

    it("lets in one who waits", async () => {
      const { tag, host } = opened(busyView());
      (await button(tag, "Let in Ana")).click();
      await until(() => host.all("guest:admit").length === 1);
    });

    it("offers Re-send only where the relay sends mail", async () => {
      const { tag, host } = opened(hostView({ invites: [invite("samir"), invite("dina", { status: "delivered" })] }));
      await row(tag, "samir");
      equal(
        all(tag, ".resend").map((each) => each.getAttribute("aria-label")),
        ["Re-send to Dina Haddad"],
      );
      host.answers["invite:resend"] = () => accepted({ invite: invite("dina", { status: "sent" }) });
      const told = heard(tag, "invite-resent");
      (await button(tag, "Re-send to Dina Haddad")).click();
      await until(() => told.length === 1);
    });

    it("a row stays the same person's while others come and change", async () => {
      const { tag, host } = opened(busyView());
      const dina = await row(tag, "dina");
      const copy = dina.querySelector<HTMLElement>(".copy");
      copy?.focus();
      host.push("session:view", busyView({ version: 8, invites: [stopped("samir"), ...busyView().invites.slice(1), invite("new")] }));
      await row(tag, "new");
      equal((await row(tag, "dina")).querySelector(".copy") === tag.shadowRoot?.activeElement, true, "focus");
    });
  });

  describe("the switch", () => {
    it("REV2: asks in words what stops, and removes those inside only if so chosen", async () => {
      const view = busyView({ participants: [inside("samir"), inside("dina")], invites: [invite("samir"), invite("ana"), invite("dina")] });
      const { tag, host } = opened(view);
      const changed = heard<{ enabled: boolean }>(tag, "sharing-changed");
      (await one(tag, ".switch")).click();
      await until(() => words(tag).includes("3 links stop working now. 1 person is waiting and 2 are in the session."));
      equal(host.all("session:update").length, 0);
      (await button(tag, "Keep it on")).click();
      await until(() => !words(tag).includes("stop working now"));
      (await one(tag, ".switch")).click();
      (await one<HTMLInputElement>(tag, ".question input")).click();
      (await button(tag, "Turn off")).click();
      await until(() => changed.length === 1);
      equal(host.all("session:update"), [{ sessionId, changes: { linkSharing: false, removeGuests: true } }]);
      await until(() => words(tag).includes("Link sharing is off"));
    });

    it("does not ask when nothing would stop", async () => {
      const { tag, host } = opened(hostView());
      (await one(tag, ".switch")).click();
      await until(() => host.all("session:update").length === 1);
    });
  });

  describe("the window", () => {
    it("takes the focus, gives it back, and tells the page that it closed", async () => {
      const opener = document.createElement("button");
      const host = relay(hostView());
      const tag = make("session-link-manager", { sessionId });
      stage(host, opener, tag);
      const closed = heard(tag, "close");
      opener.focus();
      await tag.show();
      await until(() => tag.shadowRoot?.activeElement !== null);
      ok((await dialog(tag)).matches(":modal"), "the page behind is out of reach");
      await tag.hide();
      await until(() => closed.length === 1);
      equal([tag.open, document.activeElement === opener], [false, true]);
    });

    it("watches its session only while it is open", async () => {
      const { tag, host } = opened(hostView());
      await until(() => host.all("session:watch").length === 1);
      await tag.hide();
      await until(() => host.all("session:unwatch").length === 1);
      equal(host.listeners, 0);
    });

    it("is a part of the page with `inline`", async () => {
      const { tag } = opened(busyView(), { open: false, inline: true });
      await row(tag, "samir");
      equal(all(tag, "dialog").length, 0);
    });

    it("shows bars while it loads, and says when it is offline", async () => {
      const { tag, host } = opened(busyView());
      host.answers["session:watch"] = () => new Promise(() => {});
      await one(tag, ".skeleton, .people");
      await row(tag, "samir");
      host.become({ is: "reconnecting", since: 0 });
      await until(() => words(tag).includes("You're offline. What you see may have changed; we keep trying."));
      ok(all(tag, ".people li").length === 5, "the list stays");
    });

    it("says when the session is over, and offers no more links", async () => {
      const { tag } = opened(hostView({ session: sessionInfo({ state: "ended" }), invites: [past("samir"), past("leila")] }));
      await until(() => words(tag).includes("This session has ended. Create a new one to meet again."));
      includes(words(tag), "People who had a link");
      includes(words(await row(tag, "samir")), "This link no longer works");
      for (const gone of ["Add people", "Link sharing", "of 16"]) excludes(words(tag), gone);
      equal(
        all(tag, "button").map((each) => each.getAttribute("aria-label")),
        ["Close"],
      );
    });

    it("says when it may not show the session", async () => {
      const host = new FakeHost({ "session:watch": () => refused("not-allowed") });
      const tag = make("session-link-manager", { sessionId, open: true });
      stage(host, tag);
      await until(() => words(tag).includes("You can't do this here."));
    });

    it("says in its own place what attribute is wrong, once in the console, and never throws", async () => {
      const lines: unknown[] = [];
      const { error } = console;
      console.error = (line: unknown) => lines.push(line);
      try {
        const tag = make("session-link-manager", { sessionId: "nonsense", inline: true });
        stage(relay(hostView()), tag);
        await one(tag, "[part=complaint]");
        await tag.updateComplete;
        includes(String(lines[0]), '<session-link-manager> attribute "session-id" is "nonsense", which is no session.');
        equal(lines.length, 1);
        tag.sessionId = sessionId;
        await button(tag, "Create links");
      } finally {
        console.error = error;
      }
    });

    it("leaves nothing behind when it is removed", async () => {
      const { tag, host } = opened(busyView({ waiting: [waiting("Ana")] }));
      await row(tag, "samir");
      tag.remove();
      await until(() => host.listeners === 0);
      equal(host.all("session:unwatch").length, 1);
    });
  });
});
