/// <reference types="mocha" />
import "../../widget/elements/drop-in-join/drop-in-join.ts";
import { accepted, refused } from "../../protocol/refusals.ts";
import type { SessionCall } from "../../widget/elements/session-call/session-call.ts";
import { equal, includes, ok } from "./support/expect.ts";
import { button, clearPages, guestPage, heading, says, waitingRoom } from "./support/guest-page.ts";
import { info, inside, lobby, message, out, waiting } from "./support/guest-views.ts";
import { all, one, until, words } from "./support/stage.ts";

const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
const live = (tag: { visits: { visit: { media: { stream: MediaStream | undefined } } | undefined } }) => tag.visits.visit?.media.stream;

describe("drop-in-join", () => {
  afterEach(clearPages);

  describe("before joining", () => {
    it("says whose session it is, what, when in the guest's own zone, and fills in the name the host knew", async () => {
      const { tag, told } = guestPage(lobby({ info: info({ timeZone: "Asia/Kathmandu", startsAt: "2030-11-24T10:00:00+05:45" }) }));
      equal(await heading(tag), "Video session with Dr. Maya Osei");
      await says(tag, "Riverside Counselling");
      includes(words(tag), "Family session · Sunday, November 24, 2030");
      includes(words(tag), "in Kathmandu)");
      equal((await one<HTMLInputElement>(tag, "#name")).value, "Samir Haddad");
      equal(told, ["ready"]);
    });

    it("asks nobody when it is taken off the page at once, and begins when it is put back", async () => {
      const { tag } = guestPage(lobby());
      tag.remove();
      await tag.updateComplete;
      ok(tag.visits.visit === undefined, "nobody is asked");
      document.body.append(tag);
      equal(await heading(tag), "Video session with Dr. Maya Osei");
    });

    it("shows the guest to itself, hears it, and lets it switch both off and on", async () => {
      const { tag } = guestPage(lobby());
      await one(tag, "video");
      await says(tag, "We can hear you");
      (await button(tag, /Turn camera off/)).click();
      await until(() => all(tag, "video").length === 0, "the picture is gone");
      equal(live(tag)?.getVideoTracks().length, 0, "video tracks");
      (await button(tag, /Turn microphone off/)).click();
      await says(tag, "Your microphone is off");
      equal(live(tag)?.getAudioTracks()[0]?.enabled, false, "microphone");
      (await button(tag, /Turn camera on/)).click();
      await one(tag, "video");
    });

    it("says in a sentence what its network is good for (NET2)", async () => {
      const { tag, fake } = guestPage(lobby());
      let answer = (): void => undefined;
      fake.answers["connection:check"] = () => new Promise((resolve) => (answer = () => resolve(accepted({ urls: [] }))));
      await says(tag, "Checking your connection…");
      answer();
      await says(tag, "Your connection is good.");
    });

    it("moves nothing on a phone while devices start and the network is looked at", async () => {
      const { tag, fake } = guestPage(lobby());
      tag.style.cssText = "display: block; inline-size: 390px";
      fake.answers["connection:check"] = () => accepted({ urls: [] });
      const tops = new Set<number>();
      const look = (): void => {
        for (const form of all(tag, ".form")) tops.add(Math.round(form.getBoundingClientRect().top - tag.getBoundingClientRect().top));
        looking = requestAnimationFrame(look);
      };
      let looking = requestAnimationFrame(look);
      await says(tag, "We can hear you");
      await says(tag, "Your connection is good.");
      cancelAnimationFrame(looking);
      equal(tops.size, 1, `places of the form: ${[...tops].join()}`);
    });

    it("says nothing of its network when nothing could be found out", async () => {
      const { tag, fake } = guestPage(lobby());
      let answer = (): void => undefined;
      fake.answers["connection:check"] = () => new Promise((resolve) => (answer = () => resolve(refused("unavailable"))));
      await says(tag, "Checking your connection…");
      answer();
      await until(() => all(tag, ".connection").length === 0, "the line is gone");
    });

    it("does not ask without a name, says so at the field, and goes there", async () => {
      const { tag, fake } = guestPage(lobby({ name: "" }));
      (await button(tag, /Join session/)).click();
      await says(tag, "Please enter your name, so that Dr. Maya Osei knows who you are.");
      const field = await one<HTMLInputElement>(tag, "#name");
      equal(field.getAttribute("aria-invalid"), "true");
      ok(tag.shadowRoot?.activeElement === field, "the field has the focus");
      equal(fake.asked, []);
      field.value = "Samir";
      field.dispatchEvent(new InputEvent("input"));
      (await button(tag, /Join session/)).click();
      await waitingRoom(tag);
      equal(fake.asked, [{ name: "guest:knock", payload: { name: "Samir" } }]);
    });

    it("takes the page's own name for the guest before the invitation's", async () => {
      const { tag } = guestPage(lobby(), { "display-name": "Sam" });
      equal((await one<HTMLInputElement>(tag, "#name")).value, "Sam");
    });

    it("says in words why a request was not accepted, and what to do", async () => {
      const { tag, fake } = guestPage(lobby());
      fake.answers["guest:knock"] = () => ({ ok: false, refusal: { code: "rate-limited", detail: "" } });
      (await button(tag, /Join session/)).click();
      await says(tag, "Too many tries at once. Please wait a moment and try again.");
    });

    it("links to the clinic's policy, and to nothing that would run in the page", async () => {
      const { tag } = guestPage(lobby(), { "policy-url": "https://clinic.example/privacy" });
      equal((await one<HTMLAnchorElement>(tag, "[part=policy-link]")).href, "https://clinic.example/privacy");
      const { tag: bad } = guestPage(lobby(), { "policy-url": "javascript:alert(1)" });
      await heading(bad);
      equal(all(bad, "a").length, 0);
    });
  });

  describe("camera and microphone that cannot be used", () => {
    const devices = Object.getPrototypeOf(navigator.mediaDevices) as MediaDevices;
    const { getUserMedia } = devices;
    const deny = (fails: (constraints: MediaStreamConstraints | undefined) => string | undefined) => {
      devices.getUserMedia = function ask(this: MediaDevices, constraints) {
        const name = fails(constraints);
        return name === undefined ? getUserMedia.call(this, constraints) : Promise.reject(new DOMException("", name));
      };
    };
    afterEach(() => void (devices.getUserMedia = getUserMedia));

    it("no camera: says so, and the one button joins without it", async () => {
      deny((asked) => (asked?.video ? "NotFoundError" : undefined));
      const { tag, fake } = guestPage(lobby());
      await says(tag, "No camera was found.");
      (await button(tag, /Join without camera$/)).click();
      await waitingRoom(tag);
      equal(fake.asked.length, 1);
      equal(live(tag)?.getAudioTracks().length, 1, "the microphone works all the same");
    });

    it("both refused: says what to do in the browser, tries again when asked to, joins without", async () => {
      deny(() => "NotReadableError");
      const { tag } = guestPage(lobby());
      await says(tag, "Another program is using the camera.");
      await button(tag, /Join without camera and microphone/);
      devices.getUserMedia = getUserMedia;
      (await button(tag, /Try again/)).click();
      await one(tag, "video");
      await button(tag, /Join session/);
    });
  });

  describe("too early", () => {
    it("shows when it opens with a clock that runs down, then goes on by itself (LINK4)", async () => {
      const { tag, fake, told } = guestPage({ code: "too-early", detail: "", opensAt: inMinutes(12), info: info() });
      equal(await heading(tag), "Video session with Dr. Maya Osei");
      await says(tag, "You're early");
      await until(() => /You can join in 1[12]:\d\d/.test(words(tag)), "the clock");
      const first = words(tag);
      await until(() => words(tag) !== first, "the clock runs");
      equal(live(tag), undefined, "no camera");
      fake.show(lobby());
      await button(tag, /Join session/);
      equal(told, ["ready", "refused too-early", "ready"]);
    });

    it("gives the guest a calendar entry made in this browser", async () => {
      const { tag } = guestPage({ code: "too-early", detail: "", opensAt: inMinutes(60 * 50), info: info() });
      const files: [string, string][] = [];
      const { click } = HTMLAnchorElement.prototype;
      HTMLAnchorElement.prototype.click = function take(this: HTMLAnchorElement) {
        files.push([this.download, this.protocol]);
      };
      (await button(tag, /Add to calendar/)).click();
      HTMLAnchorElement.prototype.click = click;
      equal(files, [["video-session.ics", "blob:"]]);
    });
  });

  describe("waiting and inside", () => {
    it("asks, waits, is let in and is in the call, with its own devices all along", async () => {
      const { tag, fake, told } = guestPage(lobby());
      await one(tag, "video");
      const stream = live(tag);
      (await button(tag, /Join session/)).click();
      const room = await waitingRoom(tag);
      await says(room, "You're in the waiting room");
      ok(room.shadowRoot?.activeElement?.localName === "h1", "who reads by keyboard or voice goes on at the heading");
      const call = await one<SessionCall>(tag, "session-call");
      equal(call.getBoundingClientRect().height, 0, "nothing is seen of the call yet");
      fake.push("view", inside());
      await until(() => told.includes("join"), "join");
      await until(() => call.getBoundingClientRect().height > 300, "the call is seen");
      equal(all(tag, ".page").length, 0);
      includes(words(await one(tag, "[role=alert]:last-of-type")), "You have been let in.");
      equal(told, ["ready", "knock", "admitted", "join"]);
      ok(live(tag) === stream, "the devices were not opened anew");
    });

    it("a reload in the waiting room or the call goes on there without a question (WAIT4, SEAT5)", async () => {
      const { tag, told } = guestPage(waiting());
      await waitingRoom(tag);
      equal(told, ["ready"]);
      const { tag: other, told: toldOther } = guestPage(inside());
      await until(() => toldOther.includes("join"), "join");
      await until(() => live(other), "devices");
    });

    it("muted and hidden stay as chosen through a reload", async () => {
      const { tag } = guestPage(lobby());
      await one(tag, "video");
      (await button(tag, /Turn microphone off/)).click();
      (await button(tag, /Turn camera off/)).click();
      await says(tag, "Your microphone is off");
      tag.remove();
      const { tag: reloaded } = guestPage(waiting());
      const room = await waitingRoom(reloaded);
      await button(room, /Turn microphone on/);
      await button(room, /Turn camera on/);
      equal(live(reloaded), undefined, "nothing was opened");
    });

    it("leaving the waiting room says goodbye and offers to ask again", async () => {
      const { tag, told } = guestPage(waiting());
      const room = await waitingRoom(tag);
      (await button(room, /^Leave$/)).click();
      equal(await heading(tag), "You left the session");
      await says(tag, "You can close this page, or ask to join again.");
      equal(live(tag), undefined, "the camera's light is out");
      (await button(tag, /Ask to join again/)).click();
      await waitingRoom(tag);
      equal(told, ["ready", "leave left", "knock"]);
    });

    it("taking the request back leads to the page before", async () => {
      const { tag, fake } = guestPage(waiting());
      await waitingRoom(tag);
      fake.answers["guest:cancel"] = () => {
        fake.push("view", lobby());
        return { ok: true, value: {} };
      };
      await tag.cancelKnock();
      await button(tag, /Join session/);
    });

    it("sent back: the waiting room says so, and being let in again is an admission (ADMIT7)", async () => {
      const { tag, fake, told } = guestPage(inside());
      await until(() => told.includes("join"), "join");
      fake.push("view", waiting({ sentBack: true }));
      const room = await waitingRoom(tag);
      await says(room, "You're back in the waiting room");
      fake.push("view", inside());
      await until(() => told.includes("admitted"), "admitted");
      equal(told.slice(0, 4), ["ready", "join", "leave sent-back", "admitted"]);
    });

    it("a lost relay is said in words above the page, which stays", async () => {
      const { tag, fake } = guestPage(waiting());
      await waitingRoom(tag);
      fake.become({ is: "reconnecting", since: Date.now() });
      await says(tag, "The connection is lost. We keep trying, and your place in line is kept.");
      await waitingRoom(tag);
      fake.become({ is: "open" });
      await until(() => !words(tag).includes("connection is lost"), "all is well again");
    });
  });

  describe("outside", () => {
    const pages: [reason: Parameters<typeof out>[0], title: string, next: string, way?: RegExp][] = [
      [{ reason: "left", insideForMs: 24 * 60_000 }, "You left the session", "24 minutes", /^Rejoin$/],
      [{ reason: "connection-lost", insideForMs: 60_000 }, "Your connection was lost", "Check your network", /^Rejoin$/],
      [{ reason: "host-ended", canRejoin: false, insideForMs: 64 * 60_000 }, "The session has ended", "1 hour, 4 minutes"],
      [{ reason: "removed", canRejoin: false }, "You were removed from the session", "contact the person who invited you"],
      [{ reason: "link-revoked", canRejoin: false }, "This link no longer works", "ask the person who invited you for a new one"],
      [{ reason: "link-expired", canRejoin: false }, "This session is over", "contact the person who invited you"],
      [{ reason: "session-ended", canRejoin: false }, "This session has ended", "contact the person who invited you"],
      [{ reason: "replaced", canRejoin: false }, "You opened this session somewhere else", "Go on in the newer tab", /^Use this tab$/],
      [{ reason: "denied", retryAt: new Date(0).toISOString() }, "You weren't let in this time", "ask again", /^Ask again$/],
    ];
    for (const [view, title, next, way] of pages) {
      it(`${view?.reason ?? ""}: what happened, what to do next${way === undefined ? "" : ", and the button for it"}`, async () => {
        const { tag } = guestPage(out(view));
        equal(await heading(tag), title);
        includes(words(tag), next);
        if (way === undefined) equal(all(tag, "button").length, 0, "buttons");
        else await button(tag, way);
      });
    }

    for (const code of ["link-invalid", "session-full", "unavailable", "not-allowed"] as const) {
      it(`${code} at the door: words, and nothing that hangs`, async () => {
        const { tag, told } = guestPage({ code, detail: "" });
        ok((await heading(tag)).length > 10, "a heading");
        equal(told, [`refused ${code}`]);
      });
    }

    it("declined: the way back opens by itself when the pause is over (ADMIT4)", async () => {
      const { tag, told, fake } = guestPage(waiting());
      await waitingRoom(tag);
      fake.push("view", out({ reason: "denied", retryAt: new Date(Date.now() + 1_500).toISOString() }));
      await says(tag, "You can ask again in 0:0");
      (await button(tag, /Ask again/)).click();
      await waitingRoom(tag);
      equal(told, ["ready", "denied", "knock"]);
    });

    it("goes on to the vendor's page after the end, and to no address that would run in the page", async () => {
      const { tag, fake } = guestPage(inside(), { "leave-redirect-url": "#bye" });
      await until(() => tag.visits.state.is === "in");
      fake.push("view", out({ insideForMs: 1 }));
      await until(() => location.hash === "#bye", "the redirect");
      history.replaceState(null, "", location.pathname + location.search);
      const { tag: other, fake: door } = guestPage(inside(), { "leave-redirect-url": "javascript:document.title='run'" });
      await until(() => other.visits.state.is === "in");
      door.push("view", out({ insideForMs: 1 }));
      await heading(other);
      ok(document.title !== "run", "nothing ran");
    });

    it("whoever was put out reads why instead of being sent on", async () => {
      const { tag, fake } = guestPage(inside(), { "leave-redirect-url": "#bye" });
      await until(() => tag.visits.state.is === "in");
      fake.push("view", out({ reason: "removed", canRejoin: false }));
      equal(await heading(tag), "You were removed from the session");
      equal(location.hash, "");
    });
  });

  describe("the page around it", () => {
    it("takes the link out of the address bar, and finds it again after a reload", async () => {
      history.replaceState({ mine: 1 }, "", "#secret.link");
      const { tag } = guestPage(lobby(), {});
      tag.removeAttribute("link");
      await heading(tag);
      await until(() => location.hash === "", "the address bar is empty");
      equal(history.state, { mine: 1 });
      equal(tag.visits.link, "secret.link");
      tag.remove();
      const { tag: reloaded } = guestPage(lobby());
      reloaded.removeAttribute("link");
      await heading(reloaded);
      equal(reloaded.visits.link, "secret.link");
      location.hash = "#another.link";
      await until(() => reloaded.visits.link === "another.link", "another link in the same tab");
      await until(() => location.hash === "", "the address bar is empty again");
    });

    it("takes a whole link as well as its token", async () => {
      const { tag } = guestPage(lobby(), { link: "https://relay.example/join#abc.def" });
      await heading(tag);
      equal(tag.visits.link, "abc.def");
    });

    it("without a link it says so in its own place", async () => {
      const { tag, told } = guestPage(lobby());
      tag.removeAttribute("link");
      equal(await heading(tag), "This link isn't complete");
      equal(told, ["refused link-invalid"]);
    });

    it("without a relay it says in the console what to write, once, and throws nothing into the page", async () => {
      const lines: unknown[] = [];
      const { error } = console;
      console.error = (line: unknown) => void lines.push(line);
      const tags = [document.createElement("drop-in-join"), document.createElement("drop-in-join")];
      document.body.append(...tags);
      await Promise.all(tags.map((tag) => tag.updateComplete));
      console.error = error;
      equal(lines, ['<drop-in-join> attribute "relay" is missing. Set relay="https://relay.example".']);
      includes(words(tags[0]), "can't be shown right now");
      for (const tag of tags) tag.remove();
    });

    it("fills its slots: logo, heading, waiting, ended, footer, policy", async () => {
      const content = ["logo", "heading", "waiting", "ended", "footer", "policy"]
        .map((name) => `<i slot="${name}">my ${name}</i>`)
        .join("");
      const { tag, fake } = guestPage(lobby(), {}, content);
      const shown = () => [...tag.children].filter((child) => child.getClientRects().length > 0).map((child) => child.slot);
      await until(() => shown().join() === "logo,heading,footer,policy", "before joining");
      fake.push("view", waiting());
      await until(() => shown().join() === "logo,waiting,footer", `waiting, not ${shown().join()},`);
      fake.push("view", out());
      await until(() => shown().join() === "logo,ended,footer", "outside");
    });

    it("keeps the host's message beside the clinic's own content", async () => {
      const { tag } = guestPage(waiting({ messages: [message("Five more minutes.")] }), {}, '<i slot="waiting">my words</i>');
      await says(await waitingRoom(tag), "Five more minutes.");
    });

    it("moved within the page it goes on; removed it leaves nothing behind", async () => {
      const { tag, fake } = guestPage(waiting());
      await waitingRoom(tag);
      const stream = await until(() => live(tag), "devices");
      document.body.append(tag);
      await waitingRoom(tag);
      equal(fake.closed, 0);
      ok(
        stream.getTracks().every((track) => track.readyState === "live"),
        "live",
      );
      tag.remove();
      await until(() => stream.getTracks().every((track) => track.readyState === "ended"), "the camera's light is out");
      await until(() => fake.listeners === 0, "listeners");
      equal(fake.state.is, "closed");
    });
  });
});
