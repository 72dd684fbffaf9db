/// <reference types="mocha" />
import "../../widget/elements/waiting-list/waiting-list.ts";
import type { GuestDetail, WaitingList } from "../../widget/elements/waiting-list/waiting-list.ts";
import { accepted, refused } from "../../protocol/refusals.ts";
import type { HostView, WaitingSummary } from "../../protocol/views.ts";
import { equal, includes, ok } from "./support/expect.ts";
import { FakeHost } from "./support/fake-host.ts";
import { guestId, hostView, idOf, inside, sessionId, summary, waiting } from "./support/host-views.ts";
import { all, button, clear, make, one, stage, until, words } from "./support/stage.ts";

const done = () => accepted({});
const names = ["guest-waiting", "guest-left-waiting", "guest-admitted", "guest-denied"];

function relay(view: HostView): FakeHost {
  return new FakeHost({
    "session:watch": () => accepted(view),
    "session:unwatch": done,
    "guest:admit": done,
    "guest:deny": done,
    "guest:message": done,
  });
}

/** A list of one session, and what it tells the page. */
function ofSession(view: HostView, more: Partial<WaitingList> = {}): { tag: WaitingList; host: FakeHost; told: string[] } {
  const host = relay(view);
  const tag = make("waiting-list", { sessionId, ...more });
  const told: string[] = [];
  for (const name of names)
    tag.addEventListener(name, (event) => told.push(`${name} ${(event as CustomEvent<GuestDetail>).detail.guest.name}`));
  stage(host, tag);
  return { tag, host, told };
}

const rows = (tag: WaitingList) => all(tag, "[data-guest]");
const rowsShown = (tag: WaitingList, count: number) => until(() => rows(tag).length === count && rows(tag), `${count} rows`);
const two = [waiting("Ana"), waiting("Leila")];

describe("waiting-list", () => {
  const title = document.title;
  afterEach(() => {
    clear();
    document.title = title;
  });

  describe("the rows", () => {
    it("paints its heading at once, and says when nobody waits", async () => {
      const { tag } = ofSession(hostView());
      await tag.updateComplete;
      includes(words(tag), "Waiting to be let in");
      await until(() => words(tag).includes("Nobody is waiting."));
    });

    it("says of each the name as typed, who the link was sent to, and since when", async () => {
      const { tag } = ofSession(hostView({ waiting: [waiting("Ana (interpreter)", { invitedAs: "ana@interpreters.example" })] }));
      const [row] = await rowsShown(tag, 1);
      equal(words(row), "AI Ana (interpreter) Invited: ana@interpreters.example 2 minutes Let in Decline");
    });

    it("keeps the beginning of an address that is too long, also where everything else runs from the right", async () => {
      const { tag } = ofSession(
        hostView({ waiting: [waiting("Ana", { invitedAs: `ana.${"long.".repeat(12)}name@interpreters.example` })] }),
      );
      const cut = async (lang: string) => {
        tag.lang = lang;
        tag.style.width = "260px";
        await rowsShown(tag, 1);
        const line = await until(() => all(tag, ".invited")[0]);
        await until(() => getComputedStyle(line).direction === (lang === "ar" ? "rtl" : "ltr"), "the direction");
        const address = line.querySelector("span")!;
        const range = new Range();
        range.setStart(address.firstElementChild ?? [...address.childNodes].find((each) => each.nodeValue?.startsWith("ana"))!, 0);
        range.setEnd(range.startContainer, 3);
        const [shown, box] = [range.getBoundingClientRect(), line.getBoundingClientRect()];
        ok(address.scrollWidth > address.clientWidth, "it is cut");
        ok(
          shown.left >= box.left - 1 && shown.right <= box.right + 1,
          `${lang}: ${shown.left} to ${shown.right} of ${box.left} to ${box.right}`,
        );
      };
      await cut("en");
      await cut("ar");
    });

    it("WAIT3, WAIT5: marks another browser on the same link, and one whose connection is lost", async () => {
      const { tag } = ofSession(hostView({ waiting: [waiting("Ana", { here: false }), waiting("Jo", { sameLinkAs: guestId("Ana") })] }));
      const [ana, jo] = await rowsShown(tag, 2);
      includes(words(ana), "Connection lost. Their place is kept.");
      includes(words(jo), "Came with the same link as Ana, from another browser.");
    });

    it("lets in, declines and says so to the page once the relay agreed, and goes on to the next row", async () => {
      const { tag, host, told } = ofSession(hostView({ waiting: two }));
      await rowsShown(tag, 2);
      const admit = await button(tag, "Let in Ana");
      admit.focus();
      admit.click();
      await until(() => told.includes("guest-admitted Ana"));
      host.push(
        "session:view",
        hostView({ version: 2, waiting: [two[1]!], participants: [inside("Ana", { participantId: guestId("Ana") })] }),
      );
      await rowsShown(tag, 1);
      await until(() => tag.shadowRoot?.activeElement?.getAttribute("aria-label") === "Let in Leila");
      (await button(tag, "Decline Leila")).click();
      await until(() => told.includes("guest-denied Leila"));
      host.push("session:view", hostView({ version: 3 }));
      await until(() => words(tag).includes("Nobody is waiting."));
      equal(told, ["guest-waiting Ana", "guest-waiting Leila", "guest-admitted Ana", "guest-denied Leila"]);
      equal(
        [host.all("guest:admit"), host.all("guest:deny")],
        [[{ sessionId, guestId: guestId("Ana") }], [{ sessionId, guestId: guestId("Leila") }]],
      );
    });

    it("tells the outcome once also when the view moves before the answer comes", async () => {
      const { tag, host, told } = ofSession(hostView({ waiting: [two[0]!] }));
      await rowsShown(tag, 1);
      host.answers["guest:admit"] = () => {
        host.push("session:view", hostView({ version: 2 }));
        return accepted({});
      };
      ok((await tag.admit(guestId("Ana"))).ok, "admitted");
      equal(told, ["guest-waiting Ana", "guest-admitted Ana"]);
    });

    it("a guest who goes, and one whom another host lets in, are told apart", async () => {
      const { tag, host, told } = ofSession(hostView({ waiting: two }));
      await rowsShown(tag, 2);
      host.push("session:view", hostView({ version: 2, participants: [inside("Leila", { participantId: guestId("Leila") })] }));
      await until(() => told.length === 4);
      equal(told.slice(2), ["guest-left-waiting Ana", "guest-admitted Leila"]);
    });

    it("ADMIT3: a refusal is said in words, the guest stays, and the page is told nothing", async () => {
      const { tag, host, told } = ofSession(hostView({ waiting: [two[0]!] }));
      await rowsShown(tag, 1);
      host.answers["guest:admit"] = () => refused("session-full");
      (await button(tag, "Let in Ana")).click();
      await until(() => words(tag).includes("All 16 seats are taken. Someone has to leave before another person can come in."));
      equal([rows(tag).length, told], [1, ["guest-waiting Ana"]]);
    });

    it("SEAT1, SEAT2, ADMIT6: says why nobody can be let in, and does not ask then", async () => {
      const maya = inside("maya", { role: "host" });
      const cases: [Partial<HostView>, string][] = [
        [{ seats: { taken: 16, limit: 16 }, participants: [maya] }, "All 16 seats are taken."],
        [{ seats: { taken: 15, limit: 16 } }, "Only the seat kept for a host is left."],
        [{ session: { ...hostView().session, locked: true } }, "The session is locked. Unlock it to let people in."],
      ];
      for (const [view, said] of cases) {
        const { tag, host } = ofSession(hostView({ waiting: two, ...view }));
        await until(() => words(tag).includes(said), said);
        const admit = await button(tag, "Let in Ana");
        equal(admit.getAttribute("aria-disabled"), "true");
        admit.click();
        (await button(tag, "Let in all")).click();
        await tag.updateComplete;
        equal([host.all("guest:admit").length, host.all("guest:admit-all").length], [0, 0]);
        clear();
      }
    });

    it("ADMIT5: lets in all who fit, by their place in line", async () => {
      const { tag, host, told } = ofSession(hostView({ waiting: two }));
      await rowsShown(tag, 2);
      host.answers["guest:admit-all"] = () => accepted({ admitted: 1, left: 1 });
      (await button(tag, "Let in all")).click();
      await until(() => told.includes("guest-admitted Ana"));
      await until(() => words(tag).includes("All 16 seats are taken."));
      equal(told, ["guest-waiting Ana", "guest-waiting Leila", "guest-admitted Ana"]);
    });

    it("WAIT7: writes to one, and to everyone", async () => {
      const { tag, host } = ofSession(hostView({ waiting: two }));
      await rowsShown(tag, 2);
      const write = async (text: string) => {
        const field = await one<HTMLInputElement>(tag, "#message");
        await until(() => tag.shadowRoot?.activeElement === field);
        field.value = text;
        (await button(tag, "Send")).click();
        await until(() => words(tag).includes("Sent."));
      };
      (await button(tag, "Message Leila")).click();
      await write("Five more minutes");
      (await button(tag, "Message everyone")).click();
      await until(() => words(tag).includes("Sent.") === false);
      await write("Welcome");
      equal(host.all("guest:message"), [
        { sessionId, text: "Five more minutes", guestId: guestId("Leila") },
        { sessionId, text: "Welcome" },
      ]);
    });
  });

  describe("all of this host's sessions", () => {
    const other = idOf("ses", "other");
    function ofHost(items: WaitingSummary[]): { tag: WaitingList; host: FakeHost } {
      const host = new FakeHost({
        "waiting:watch": () => accepted({ items }),
        "waiting:unwatch": done,
        "guest:admit": done,
        "guest:admit-all": () => accepted({ admitted: 1, left: 0 }),
      });
      const tag = make("waiting-list");
      stage(host, tag);
      return { tag, host };
    }

    it("groups by session and lets in at the right door", async () => {
      const { tag, host } = ofHost([
        summary({ waiting: [waiting("Ana")] }),
        summary({ sessionId: other, title: "Couple, Ruiz", waiting: [waiting("Tomas")] }),
      ]);
      await rowsShown(tag, 2);
      includes(words(tag), "Couple, Ruiz");
      (await button(tag, "Let in Tomas")).click();
      await until(() => host.all("guest:admit").length === 1);
      equal(host.all("guest:admit"), [{ sessionId: other, guestId: guestId("Tomas") }]);
    });

    it("admitAll() goes through every door", async () => {
      const { tag, host } = ofHost([summary({ waiting: [waiting("Ana")] }), summary({ sessionId: other, waiting: [waiting("Tomas")] })]);
      await rowsShown(tag, 2);
      equal(await tag.admitAll(), { ok: true, value: { admitted: 2, left: 0 } });
      equal(
        host
          .all("guest:admit-all")
          .map((each) => each.sessionId)
          .sort(),
        [sessionId, other].sort(),
      );
    });
  });

  describe("making itself heard", () => {
    const played: string[] = [];
    const { AudioContext: RealContext } = globalThis;
    class QuietContext {
      state = "running";
      currentTime = 0;
      destination = {};
      createOscillator = () => ({ frequency: {}, connect: (next: unknown) => next, start: () => played.push("note"), stop: () => {} });
      createGain = () => ({ gain: { setValueAtTime: () => {}, exponentialRampToValueAtTime: () => {} }, connect: (next: unknown) => next });
      close = async () => {};
      resume = async () => {};
    }
    beforeEach(() => {
      played.length = 0;
      Object.assign(globalThis, { AudioContext: QuietContext });
    });
    afterEach(() => Object.assign(globalThis, { AudioContext: RealContext }));

    const arrival = (name: string, version = 2) => hostView({ version, waiting: [waiting(name)] });

    it("counts in the page's title, also when the page changes it, and gives the title back", async () => {
      document.title = "Calendar";
      const { tag, host } = ofSession(hostView({ waiting: two }));
      await until(() => document.title === "(2) Calendar");
      document.title = "Clients";
      await until(() => document.title === "(2) Clients");
      host.push("session:view", arrival("Ana"));
      await until(() => document.title === "(1) Clients");
      tag.remove();
      await until(() => document.title === "Clients");
    });

    it("is a badge with `compact`, hidden while nobody waits; the list opens from it and goes with Escape", async () => {
      const { tag, host } = ofSession(hostView(), { compact: true });
      await until(() => host.all("session:watch").length === 1);
      equal(all(tag, ".badge").length, 0);
      host.push("session:view", arrival("Badger"));
      const badge = await one(tag, ".badge");
      equal(words(badge), "1 waiting");
      badge.click();
      await until(() => all(tag, ".popover:popover-open").length === 1);
      await rowsShown(tag, 1);
      all<HTMLElement>(tag, ".popover")[0]?.hidePopover();
      await until(() => all(tag, ".popover").length === 0);
    });

    it("shows a note with Let in when somebody comes and no list is in sight, and chimes", async () => {
      const { tag, host, told } = ofSession(hostView(), { compact: true });
      await until(() => host.all("session:watch").length === 1);
      await until(() => tag.shadowRoot?.querySelector("[role=status]"));
      host.push("session:view", arrival("Toasty"));
      const toast = await one(tag, ".toast");
      includes(words(toast), "Toasty is waiting");
      await until(() => played.length === 2);
      toast.querySelector<HTMLElement>(".primary")?.click();
      await until(() => told.includes("guest-admitted Toasty"));
      host.push("session:view", hostView({ version: 3 }));
      await until(() => all(tag, ".toast").length === 0);
    });

    it("takes the note away when the list is opened, which says the same and more", async () => {
      const { tag, host } = ofSession(hostView(), { compact: true });
      await until(() => tag.shadowRoot?.querySelector("[role=status]"));
      host.push("session:view", arrival("Twice"));
      await one(tag, ".toast");
      (await one<HTMLElement>(tag, ".badge")).click();
      await rowsShown(tag, 1);
      await until(() => all(tag, ".toast").length === 0);
    });

    it("neither chimes nor notes for those who waited already, nor notes beside a list in sight; `muted` keeps quiet", async () => {
      const { tag, host } = ofSession(hostView({ waiting: [waiting("Early")] }));
      await rowsShown(tag, 1);
      equal(played.length, 0);
      host.push("session:view", hostView({ version: 2, waiting: [waiting("Early"), waiting("Later")] }));
      await rowsShown(tag, 2);
      await until(() => played.length === 2);
      equal(all(tag, ".toast").length, 0);
      tag.muted = true;
      host.push("session:view", hostView({ version: 3, waiting: [waiting("Early"), waiting("Later"), waiting("Quiet")] }));
      await rowsShown(tag, 3);
      equal(played.length, 2);
    });

    it("shows no note that a modal window would keep from being pressed", async () => {
      const { tag, host } = ofSession(hostView(), { compact: true });
      await until(() => tag.shadowRoot?.querySelector("[role=status]"));
      const modal = document.createElement("dialog");
      tag.parentElement?.append(modal);
      modal.showModal();
      host.push("session:view", arrival("Behind"));
      await one(tag, ".badge");
      await until(() => played.length === 2);
      equal(all(tag, ".toast").length, 0);
      modal.close();
      host.push("session:view", hostView({ version: 3, waiting: [waiting("Behind"), waiting("Before")] }));
      await one(tag, ".toast");
    });

    it("two lists on one page chime once", async () => {
      const view = hostView();
      const host = relay(view);
      const tags = [make("waiting-list", { sessionId }), make("waiting-list", { sessionId, compact: true })];
      stage(host, ...tags);
      await until(() => tags.every((tag) => tag.shadowRoot?.querySelector("[role=status]")));
      host.push("session:view", arrival("Once"));
      await rowsShown(tags[0]!, 1);
      await until(() => played.length > 0);
      equal([played.length, all(tags[1]!, ".toast").length], [2, 0]);
    });

    it("offers a notification only with `notify` and until it was answered, and names nobody in it", async () => {
      const shown: { title: string; tag?: string }[] = [];
      const { Notification: RealNotification } = globalThis;
      class FakeNotification {
        static permission = "default";
        static requestPermission = async () => (FakeNotification.permission = "granted");
        onclick = null;
        constructor(title: string, options?: { tag?: string }) {
          shown.push({ title, ...options });
        }
        close = () => shown.splice(0);
      }
      Object.assign(globalThis, { Notification: FakeNotification });
      const hidden = Object.getOwnPropertyDescriptor(Document.prototype, "visibilityState")!;
      try {
        const { tag, host } = ofSession(hostView({ waiting: [waiting("First")] }), { notify: true });
        (await button(tag, "Notify me when this tab is hidden")).click();
        await until(() => !words(tag).includes("Notify me"));
        Object.defineProperty(document, "visibilityState", { configurable: true, get: () => "hidden" });
        host.push("session:view", hostView({ version: 2, waiting: [waiting("First"), waiting("Secret")] }));
        await until(() => shown.length === 1);
        equal(shown, [{ title: "Someone is waiting to be let in", tag: guestId("Secret") }]);
        host.push("session:view", hostView({ version: 3, waiting: [waiting("First")] }));
        await until(() => shown.length === 0);
      } finally {
        delete (document as { visibilityState?: unknown }).visibilityState;
        ok(hidden, "the page's own");
        Object.assign(globalThis, { Notification: RealNotification });
      }
    });
  });

  describe("trouble", () => {
    it("keeps the list and says so when the connection is away, and tells only what changed when it is back", async () => {
      const { tag, host, told } = ofSession(hostView({ version: 8, waiting: two }));
      await rowsShown(tag, 2);
      host.become({ is: "reconnecting", since: 0 });
      await until(() => words(tag).includes("You're offline."));
      host.answers["session:watch"] = () => accepted(hostView({ version: 3, waiting: [two[0]!] }));
      host.become({ is: "open" });
      await rowsShown(tag, 1);
      equal(told, ["guest-waiting Ana", "guest-waiting Leila", "guest-left-waiting Leila"]);
    });

    it("says why when the relay shows nothing, and what attribute is wrong", async () => {
      const host = new FakeHost({ "session:watch": () => refused("session-ended") });
      const tag = make("waiting-list", { sessionId });
      stage(host, tag);
      await until(() => words(tag).includes("This session has ended."));
      const { error } = console;
      console.error = () => {};
      try {
        tag.sessionId = "nonsense";
        await one(tag, "[part=complaint]");
      } finally {
        console.error = error;
      }
    });

    it("a method asked about somebody who does not wait gives a result and asks nothing", async () => {
      const { tag, host } = ofSession(hostView());
      const result = await tag.admit(guestId("Nobody"));
      equal([result.ok, host.all("guest:admit").length], [false, 0]);
    });

    it("a method asked while nobody knows who waits says so, and promises nothing", async () => {
      const host = new FakeHost({ "session:watch": () => refused("not-allowed") });
      const tag = make("waiting-list", { sessionId });
      stage(host, tag);
      await until(() => host.all("session:watch").length === 1);
      const results = [
        await tag.admitAll(),
        await tag.message("A moment, please."),
        await tag.admit(guestId("Ana")),
        await tag.deny(guestId("Ana")),
      ];
      equal(
        results.map((result) => (result.ok ? "ok" : result.refusal.code)),
        ["unavailable", "unavailable", "unavailable", "unavailable"],
      );
    });

    it("leaves nothing behind when it is removed", async () => {
      document.title = "Calendar";
      const { tag, host } = ofSession(hostView({ waiting: two }));
      await rowsShown(tag, 2);
      tag.remove();
      await until(() => host.listeners === 0);
      equal(document.title, "Calendar");
      document.title = "Clients";
      await new Promise((resolve) => requestAnimationFrame(resolve));
      equal(document.title, "Clients");
    });

    it("moved within the page it goes on with the same watch and tells nothing twice", async () => {
      const { tag, host, told } = ofSession(hostView({ waiting: two }));
      await rowsShown(tag, 2);
      const { parentElement } = tag;
      parentElement?.append(document.createElement("hr"));
      parentElement?.append(tag);
      await rowsShown(tag, 2);
      equal([host.all("session:watch").length, told.length], [1, 2]);
    });
  });
});
