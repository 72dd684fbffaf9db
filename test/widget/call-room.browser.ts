/// <reference types="mocha" />
import type { ChatMessage } from "../../protocol/views.ts";
import type { CallNotes } from "../../widget/elements/session-call/call-notes.ts";
import { crowd } from "./support/call-fixture.ts";
import { face } from "./support/face.ts";
import { equal, includes, ok } from "./support/expect.ts";
import type { OpenRoom } from "./support/open-room.ts";
import { closeRooms, openRoom } from "./support/open-room.ts";
import { all, button, clear, one, until, words } from "./support/stage.ts";

const nameIn = (tile: Element) => tile.shadowRoot?.querySelector(".name [dir]")?.textContent?.trim() ?? "";
const widthOf = (tile: Element | undefined) => tile?.getBoundingClientRect().width ?? 0;

describe("the room of a call", function () {
  this.timeout(15_000);
  afterEach(() => {
    clear();
    closeRooms();
  });

  describe("with more people than a phone has room for", () => {
    it("shows them on pages: everyone once, nobody too small, and nobody's place moves", async () => {
      const { tiles, stage, people } = await openRoom("guest", 16, [390, 780]);
      const seen: string[] = [];
      for (;;) {
        const shown = tiles();
        for (const tile of shown) ok(widthOf(tile) >= 130, `${nameIn(tile)} is ${widthOf(tile)} px wide`);
        seen.push(...shown.map(nameIn));
        const next = await button(stage, "More people");
        if (next.getAttribute("aria-disabled") === "true") break;
        next.click();
        await until(() => nameIn(tiles()[0]!) !== nameIn(shown[0]!), "another page");
      }
      equal(seen, [...people.slice(0, -1).map(({ name }) => name), "You"]);
      includes(words(stage), "Page 2 of 2");
    });

    it("PageUp and PageDown turn them", async () => {
      const { tiles, element } = await openRoom("guest", 16, [390, 780]);
      const [first] = tiles().map(nameIn);
      const press = (key: string) =>
        element.shadowRoot!.querySelector(".room")!.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
      press("PageDown");
      await until(() => nameIn(tiles()[0]!) !== first, "the second page");
      press("PageUp");
      await until(() => nameIn(tiles()[0]!) === first, "the first page");
    });
  });

  describe("what stays to be said", () => {
    it("takes a place of its own and covers nobody's face; what passes moves nobody", async () => {
      const { call, element, stage } = await openRoom("guest", 3, [390, 780]);
      const notes = await one<CallNotes>(element, "doorstep-call-notes");
      const [top, height] = [stage.getBoundingClientRect().top, stage.clientHeight];
      notes.say("Ana has joined.");
      await until(() => all(notes, ".note").length === 1, "it is said");
      equal([stage.getBoundingClientRect().top, stage.clientHeight], [top, height]);
      Object.defineProperty(call, "secret", { value: { broken: true } });
      notes.requestUpdate();
      const warning = await one(notes, ".note.warning");
      ok(warning.getBoundingClientRect().bottom <= stage.getBoundingClientRect().top, "it lies over the pictures");
      ok(stage.clientHeight > height / 2, `${stage.clientHeight} px are left for pictures`);
    });
  });

  describe("before its page has given it a place", () => {
    it("does not say that nobody is shown: nothing would be sent, and asked for anew a moment later (MEDIA8)", async () => {
      const { world, element, tiles } = await openRoom("guest", 3, [0, 0], { laidOut: false });
      equal(tiles().length, 0);
      equal(world.heights, []);
      Object.assign(element.parentElement!.style, { width: "1200px", height: "700px" });
      await until(() => tiles().length === 3, "three people are shown");
      ok(world.heights.length > 0, "nothing was said");
      ok(
        world.heights.flat().every((height) => height > 100),
        JSON.stringify(world.heights),
      );
    });
  });

  describe("whom a host shows to everyone (CALL1)", () => {
    const large = ({ tiles }: OpenRoom) => tiles().toSorted((a, b) => widthOf(b) - widthOf(a))[0]!;

    it("is large for everyone, in every layout, until somebody keeps another one large", async () => {
      const room = await openRoom("guest", 4);
      const { door, people, element } = room;
      door.goInside(people, { spotlight: people[1]!.participantId });
      await until(() => nameIn(large(room)) === "Noor Haddad" && widthOf(large(room)) > 600, "Noor is large");
      ok(large(room).shadowRoot?.querySelector('[aria-label="Shown large to everyone"]'), "nothing says why");
      element.layout = "grid";
      await element.updateComplete;
      equal(nameIn(large(room)), "Noor Haddad");

      const samir = room.tiles().find((tile) => nameIn(tile) === "Samir Haddad")!;
      (await button(samir, "Keep Samir Haddad large")).click();
      await until(() => nameIn(large(room)) === "Samir Haddad" && widthOf(large(room)) > 600, "Samir is large");
      door.goInside(people);
      await until(() => nameIn(large(room)) === "Samir Haddad", "still");
    });

    it("oneself is not put into the corner then", async () => {
      const room = await openRoom("guest", 2);
      const { door, people } = room;
      door.goInside(people, { spotlight: people[1]!.participantId });
      await until(() => nameIn(large(room)) === "You" && widthOf(large(room)) > 600, "oneself is large");
    });
  });

  it("tells who listens instead of looks who is speaking: on the picture, and aloud when asked by W, also twice", async () => {
    const { element, world, people, tiles } = await openRoom("guest", 3);
    const said: string[] = [];
    const status = await one<HTMLElement>(element, "[role=status]");
    new MutationObserver(() => status.textContent !== "" && said.push(status.textContent ?? "")).observe(status, {
      childList: true,
      characterData: true,
      subtree: true,
    });
    const ask = () =>
      element
        .shadowRoot!.querySelector(".room")!
        .dispatchEvent(new KeyboardEvent("keydown", { key: "w", bubbles: true, cancelable: true }));
    ask();
    await until(() => said.at(-1) === "Nobody else is speaking.");
    world.speaking = new Set(people.map(({ participantId }) => participantId));
    world.changed();
    await until(() => words(tiles()[0]).endsWith("speaking"));
    ask();
    await until(() => said.at(-1) === "Speaking now: Dr. Maya Osei and Noor Haddad.");
    said.length = 0;
    ask();
    await until(() => said.length > 0, "the same again");
  });

  describe("a host", () => {
    const asked = ({ door }: OpenRoom) =>
      door.asked.filter(([name]) => !["flags", "ice"].includes(name)).map(([name, ...values]) => [name, ...values]);

    it("asks somebody to speak, stops a shared screen, shows one to everyone and takes it back", async () => {
      const room = await openRoom("host", 3);
      const { door, element, people } = room;
      const [, noor, me] = people;
      door.goInside([{ ...people[0]!, sharing: true }, { ...noor!, muted: true }, me!]);
      if (all(element, "doorstep-call-people").length === 0) (await button(await one(element, "doorstep-call-toolbar"), "People")).click();
      const list = await one(element, "doorstep-call-people");
      (await button(list, "What to do about Noor Haddad")).click();
      (await button(list, "Ask to unmute")).click();
      await until(() => words(list).includes("Noor Haddad was asked to turn the microphone on."));
      (await button(list, "What to do about Dr. Maya Osei")).click();
      (await button(list, "Stop the screen sharing")).click();
      await until(() => words(list).includes("The screen sharing of Dr. Maya Osei was stopped."));
      (await button(list, "What to do about Noor Haddad")).click();
      (await button(list, "Show large to everyone")).click();
      await until(() => words(list).includes("Noor Haddad is shown large to everyone."));
      door.goInside(people, { spotlight: noor!.participantId });
      (await button(list, "What to do about Noor Haddad")).click();
      (await button(list, "Stop showing large to everyone")).click();
      await until(() => asked(room).length === 4);
      equal(
        asked(room).map(([name]) => name),
        ["ask", "ask", "spotlight", "spotlight"],
      );
    });
  });

  describe("who is asked by a host (CALL2)", () => {
    it("to speak: is asked in words, and turns the microphone on alone", async () => {
      const { door, call, element } = await openRoom("guest", 2);
      equal(call.media.microphone.on, false);
      door.hear("ask", "unmute");
      const notes = await one(element, "doorstep-call-notes");
      await until(() => words(notes).includes("A host asks you to turn your microphone on."));
      equal(call.media.microphone.on, false);
      (await button(notes, "Not now")).click();
      await until(() => !words(notes).includes("A host asks you"));
      equal(call.media.microphone.on, false);

      door.hear("ask", "unmute");
      (await button(notes, "Turn microphone on")).click();
      await until(() => call.microphoneOn);
    });

    it("to stop sharing: the screen is gone at once, and the person told", async () => {
      const { door, call, element } = await openRoom("guest", 2);
      const ask = navigator.mediaDevices.getDisplayMedia;
      navigator.mediaDevices.getDisplayMedia = async () => face(1);
      await call.screen.start();
      navigator.mediaDevices.getDisplayMedia = ask;
      const { track } = call.screen;
      door.hear("ask", "stop-share");
      equal([call.screen.track, track?.readyState], [null, "ended"]);
      await until(() => words(element).includes("A host stopped your screen sharing."));
    });
  });

  it("keeps a phone's screen from going dark while one is inside", async () => {
    const locks: { released: boolean; release(): Promise<void> }[] = [];
    const request = async () => {
      const lock = { released: false, release: async () => void (lock.released = true) };
      locks.push(lock);
      return lock;
    };
    Object.defineProperty(navigator, "wakeLock", { configurable: true, value: { request } });
    const { door } = await openRoom("guest", 2);
    await until(() => locks.length === 1, "the screen is kept awake");
    door.become({ is: "out", reason: "left" });
    await until(() => locks[0]!.released, "and may sleep again");

    const { element } = await openRoom("guest", 2);
    await until(() => locks.length === 2);
    element.requestUpdate();
    element.remove();
    await element.updateComplete;
    equal(
      locks.map(({ released }) => released),
      [true, true],
      "an update that was due as the room went",
    );
    Reflect.deleteProperty(navigator, "wakeLock");
  });

  it("shows whoever matters in a small picture over other windows", async () => {
    const shown: HTMLVideoElement[] = [];
    const ask = HTMLVideoElement.prototype.requestPictureInPicture;
    HTMLVideoElement.prototype.requestPictureInPicture = async function (this: HTMLVideoElement) {
      shown.push(this);
      return {} as PictureInPictureWindow;
    };
    const { door, world, people, element } = await openRoom("guest", 3);
    const toolbar = await one(element, "doorstep-call-toolbar");
    (await button(toolbar, "More")).click();
    (await button(toolbar, "Small picture over other windows")).click();
    await until(() => shown[0]?.srcObject === world.remotes.get(people[0]!.participantId)?.streams.camera, "the first one");
    door.goInside(people, { spotlight: people[1]!.participantId });
    await until(
      () => shown[0]?.srcObject === world.remotes.get(people[1]!.participantId)?.streams.camera,
      "the one before everyone's eyes",
    );
    HTMLVideoElement.prototype.requestPictureInPicture = ask;
  });

  it("finds what was written before one came, each line once and in order (CHAT2)", async () => {
    const [maya] = crowd(1);
    const line = (id: string, at: number, text: string): ChatMessage => ({
      id,
      from: maya!.participantId,
      name: maya!.name,
      text,
      at: new Date(1_795_000_000_000 + at).toISOString(),
    });
    const before = [line("msg_1", 0, "First"), line("msg_2", 1_000, "Second")];
    const { door, element } = await openRoom("guest", 2, [1200, 700], { before: (each) => (each.written = before) });
    const toolbar = await one(element, "doorstep-call-toolbar");
    (await button(toolbar, "Chat, 2 unread")).click();
    const chat = await one(element, "doorstep-call-chat");
    door.hear("chat", line("msg_4", 3_000, "Fourth"));
    // The relay was away when the third was written.
    door.written = [...before, line("msg_3", 2_000, "Third"), line("msg_4", 3_000, "Fourth")];
    door.setOnline(false);
    door.setOnline(true);
    await until(() => words(chat).includes("Third"));
    equal(
      all(chat, ".message p").map((each) => each.textContent),
      ["First", "Second", "Third", "Fourth"],
    );
  });

  it("says in words that pictures have to pause, whoever's they are (NET1)", async () => {
    const { world, people, element, tiles, call } = await openRoom("guest", 2);
    const notes = await one(element, "doorstep-call-notes");
    await call.media.start({ audio: false, video: true });
    world.weak = true;
    world.changed();
    await until(() => words(notes).includes("Your connection is weak: we turned your video off so that sound stays clear."));
    world.weak = false;
    world.changed();
    await until(() => !words(notes).includes("Your connection is weak"));

    world.pause(people[0]!);
    world.changed();
    await until(() => words(tiles()[0]).includes("Video paused, so that sound stays clear"));
    ok(tiles()[0]?.shadowRoot?.querySelector("video") === null, "the last picture stands still");
  });

  it("says of whom no picture is asked for when it comes (MEDIA9)", async () => {
    const { world, people, tiles } = await openRoom("guest", 2);
    world.show(people[0]!, "connected", { camera: new MediaStream() });
    world.putAside(people[0]!);
    world.changed();
    await until(() => words(tiles()[0]).includes("Video while they speak"));
    ok(tiles()[0]?.shadowRoot?.querySelector("video") === null, "the last picture stands still");
  });
});
