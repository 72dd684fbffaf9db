/// <reference types="mocha" />
import "../../widget/elements/session-call/session-call.ts";
import "../../widget/elements/session-call/call-room.ts";
import type { CallRoom } from "../../widget/elements/session-call/call-room.ts";
import type { SessionCall } from "../../widget/elements/session-call/session-call.ts";
import { accepted, refusal, refused } from "../../protocol/refusals.ts";
import type { HostView } from "../../protocol/views.ts";
import { crowd } from "./support/call-fixture.ts";
import { face } from "./support/face.ts";
import { closeRooms, openRoom } from "./support/open-room.ts";
import { equal, excludes, includes, ok } from "./support/expect.ts";
import { FakeHost } from "./support/fake-host.ts";
import { hostView, idOf, inside, sessionId, waiting } from "./support/host-views.ts";
import { all, button, clear, heard, make, one, stage, until, words } from "./support/stage.ts";

const done = () => accepted({});
const me = idOf("hst", "maya");
const maya = inside("Dr. Maya Osei", { participantId: me, role: "host", order: 1 });
const seated = (version: number, more: Partial<HostView> = {}): HostView =>
  hostView({ version, me, participants: [maya], seats: { taken: 1, limit: 16 }, ...more });

function relay(more: FakeHost["answers"] = {}): FakeHost {
  return new FakeHost({
    "session:watch": () => accepted(hostView()),
    "session:unwatch": done,
    "call:join": () => accepted({ view: seated(2), ice: { iceServers: [] } }),
    "call:leave": done,
    "call:flags": done,
    "call:signal": done,
    "session:end": done,
    ...more,
  });
}

/** Tracks that are live: a camera's light burns. */
const live = new Set<MediaStreamTrack>();
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (constraints) => {
  const stream = await ask(constraints);
  for (const track of stream.getTracks()) live.add(track);
  return stream;
};
const lights = () => [...live].filter(({ readyState }) => readyState === "live").length;

function hosted(host = relay(), attributes: Record<string, string> = {}): SessionCall {
  const tag = make("session-call", {}, { "session-id": sessionId, ...attributes });
  tag.style.height = "600px";
  stage(host, tag);
  return tag;
}
const roomOf = (tag: SessionCall) => one<CallRoom>(tag, "doorstep-call-room");
const toolbarOf = async (tag: SessionCall) => one(await roomOf(tag), "doorstep-call-toolbar");

describe("session-call", function () {
  this.timeout(15_000);
  afterEach(async () => {
    clear();
    await until(() => lights() === 0, "every camera's light is out");
    live.clear();
  });

  describe("of a host", () => {
    it("shows oneself first, and joins by one button", async () => {
      const host = relay();
      const tag = hosted(host);
      const [joins, counts] = [heard(tag, "join"), heard<{ count: number }>(tag, "participant-count")];
      const prejoin = await one(tag, "doorstep-call-prejoin");
      includes(words(prejoin), "Family session, Noor Haddad");
      await until(() => lights() === 2, "camera and microphone are on");
      equal(host.all("call:join").length, 0);

      (await button(prejoin, "Join")).click();
      await roomOf(tag);
      equal(host.all("call:join").length, 1);
      equal(joins.length, 1);
      equal(counts, [{ count: 1 }]);
    });

    it("says before joining who is inside and who waits, as the page's own list of those who wait may be out of sight", async () => {
      const tag = hosted(relay({ "session:watch": () => accepted(hostView({ waiting: [waiting("Samir"), waiting("Leila")] })) }));
      const prejoin = await one(tag, "doorstep-call-prejoin");
      await until(() => words(prejoin).includes("Nobody is inside yet. 2 people are waiting."));
    });

    it("join() joins at once, also when it is called before there is a connection", async () => {
      const host = relay();
      const tag = make("session-call", {}, { "session-id": sessionId });
      await tag.join();
      stage(host, tag);
      await roomOf(tag);
      equal(host.all("call:join").length, 1);
    });

    it("start-muted and start-hidden ask for no device", async () => {
      const tag = hosted(relay(), { "start-muted": "", "start-hidden": "" });
      await tag.join();
      const toolbar = await toolbarOf(tag);
      await button(toolbar, "Turn microphone on");
      equal(lights(), 0);
    });

    it("says why it could not join, and lets try again", async () => {
      let full = true;
      const tag = hosted(
        relay({ "call:join": () => (full ? refused("session-full") : accepted({ view: seated(2), ice: { iceServers: [] } })) }),
      );
      const prejoin = await one(tag, "doorstep-call-prejoin");
      (await button(prejoin, "Join")).click();
      await until(() => words(prejoin).includes("All 16 seats are taken."));
      full = false;
      (await button(prejoin, "Join")).click();
      await roomOf(tag);
    });

    it("leaves: the room is gone, the light is out, and it can come back", async () => {
      const host = relay();
      const tag = hosted(host);
      const leaves = heard<{ reason: string }>(tag, "leave");
      await tag.join();
      (await button(await toolbarOf(tag), "Leave")).click();
      await until(() => words(tag).includes("You left the session"));
      equal(leaves, [{ reason: "left" }]);
      equal(host.all("call:leave").length, 1);
      await until(() => lights() === 0, "the light is out");

      (await button(tag, "Join again")).click();
      await roomOf(tag);
    });

    it("asks before it ends the session for everyone", async () => {
      const host = relay();
      const tag = hosted(host);
      await tag.join();
      const toolbar = await toolbarOf(tag);
      (await button(toolbar, "More")).click();
      (await button(toolbar, "End for everyone…")).click();
      const room = await roomOf(tag);
      const dialog = await until(() => room.shadowRoot?.querySelector<HTMLDialogElement>("dialog.end[open]"));
      includes(dialog.textContent ?? "", "every link stops working");
      // Whoever presses Enter without reading ends nothing.
      includes(room.shadowRoot?.activeElement?.textContent ?? "", "Keep it going");
      equal(host.all("session:end").length, 0);
      (await button(room, "End for everyone")).click();
      await until(() => host.all("session:end").length === 1);

      host.push("call:ended", { sessionId, reason: "host-ended" });
      await until(() => words(tag).includes("The session has ended"));
      excludes(words(tag), "Join again");
    });

    it("gives the focus back to More when a question from there is answered with no, and goes on at the words after the end", async () => {
      const host = relay();
      const tag = hosted(host);
      await tag.join();
      const toolbar = await toolbarOf(tag);
      const more = await button(toolbar, "More");
      more.click();
      (await button(toolbar, "End for everyone…")).click();
      const room = await roomOf(tag);
      const dialog = await until(() => room.shadowRoot?.querySelector<HTMLDialogElement>("dialog.end[open]"));
      dialog.close();
      await until(() => toolbar.shadowRoot?.activeElement === more, "More has the focus");
      host.push("call:ended", { sessionId, reason: "host-ended" });
      await until(() => tag.shadowRoot?.activeElement?.textContent === "The session has ended", "the words have the focus");
    });

    it("has its settings in the room's own dark, whatever the page's", async () => {
      const tag = hosted(relay(), { theme: "light" });
      await tag.join();
      const toolbar = await toolbarOf(tag);
      (await button(toolbar, "More")).click();
      (await button(toolbar, "Camera and sound")).click();
      equal((await one<HTMLElement>(tag, "doorstep-device-dialog")).getAttribute("theme"), "dark");
    });

    it("tells the page who comes and goes, without what only the widget needs", async () => {
      const host = relay();
      const tag = hosted(host);
      const [came, went] = [
        heard<{ participant: object }>(tag, "participant-join"),
        heard<{ participant: { name: string }; reason: string }>(tag, "participant-leave"),
      ];
      await tag.join();
      await roomOf(tag);
      host.push("session:view", seated(3, { participants: [maya, inside("Noor")], seats: { taken: 2, limit: 16 } }));
      equal(Object.keys(came[0]!.participant).toSorted(), ["cameraOff", "handRaised", "muted", "name", "participantId", "role", "sharing"]);
      host.push("session:view", seated(4));
      equal(
        went.map(({ participant, reason }) => [participant.name, reason]),
        [["Noor", "left"]],
      );
    });

    it("says that somebody knocks although the list is closed, and lets them in with one press", async () => {
      const host = relay({ "guest:admit": done });
      const tag = hosted(host);
      tag.style.width = "500px";
      await tag.join();
      const room = await roomOf(tag);
      host.push("session:view", seated(3, { waiting: [waiting("Leila Karam")] }));
      const notes = await one(room, "doorstep-call-notes");
      await until(() => words(notes).includes("Leila Karam is waiting to be let in."));
      (await button(notes, "Let in")).click();
      await until(() => host.all("guest:admit").length === 1);
    });

    it("mutes, sends back and removes from the list of people", async () => {
      const host = relay({ "participant:mute": done, "participant:send-back": done, "participant:remove": () => refused("unavailable") });
      const tag = hosted(host);
      await tag.join();
      const toolbar = await toolbarOf(tag);
      host.push("session:view", seated(3, { participants: [maya, inside("Noor")] }));
      (await button(toolbar, "People")).click();
      const people = await one(await roomOf(tag), "doorstep-call-people");
      const act = async (name: string) => {
        if (all(people, ".acts").length === 0) (await button(people, "What to do about Noor")).click();
        (await button(people, name)).click();
      };
      await act("Mute");
      await until(() => words(people).includes("Noor was asked to mute."));
      await act("Send back to waiting room");
      await until(() => words(people).includes("Noor is back in the waiting room."));
      await act("Remove");
      await until(() => words(people).includes("The video service can't be reached."));
      equal(
        [host.all("participant:mute").length, host.all("participant:send-back").length, host.all("participant:remove").length],
        [1, 1, 1],
      );
    });

    it("is left when the tag is taken off the page, and nothing of it stays; a tag that is only moved goes on", async () => {
      const host = relay();
      const tag = hosted(host);
      await tag.join();
      await roomOf(tag);
      await until(() => lights() === 2);
      const place = tag.parentElement!;
      place.append(tag);
      await new Promise((resolve) => setTimeout(resolve, 50));
      equal(host.all("call:leave").length, 0);
      equal(lights(), 2);

      tag.remove();
      await until(() => host.all("call:leave").length === 1);
      await until(() => lights() === 0);
      await until(() => host.listeners === 0, "no listener is left");
    });

    it("sendChat() says that nothing was carried, whatever it is given", async () => {
      const tag = hosted();
      await tag.join();
      await one(tag, "doorstep-call-room");
      const page = tag as unknown as { sendChat(text?: unknown): Promise<boolean> };
      equal([await page.sendChat(), await page.sendChat(null), await page.sendChat("  ")], [false, false, false]);
    });

    it("says to the page's developer which attribute is missing, and works when it is there", async () => {
      const tag = make("session-call");
      stage(relay(), tag);
      await until(() => words(tag).includes("The session can't be shown here right now."));
      tag.sessionId = sessionId;
      await one(tag, "doorstep-call-prejoin");
    });
  });

  describe("the room", () => {
    afterEach(closeRooms);
    const room = (role: "host" | "guest", count: number, size?: [number, number]) => openRoom(role, count, size, { host: relay() });

    it("shows 1, 2, 4, 6 and 16 people, oneself last and mirrored, all within the stage", async () => {
      for (const count of [1, 2, 4, 6, 16]) {
        for (const size of [
          [1200, 700],
          [390, 780],
          [320, 500],
        ] as [number, number][]) {
          const { tiles, stage: place } = await room("guest", count, size);
          await until(() => tiles().at(-1)!.getBoundingClientRect().width > 20);
          const names = tiles().map((tile) => words(tile));
          // More than a phone has room for stand on pages.
          if (names.length === count) includes(names.at(-1)!, "You");
          else equal(count, 16);
          const around = place.getBoundingClientRect();
          for (const tile of tiles()) {
            await until(
              () => {
                const { right, bottom } = tile.getBoundingClientRect();
                return right <= around.right + 1 && bottom <= around.bottom + 1;
              },
              `${count} people stand on a stage of ${size.join("×")}`,
            );
          }
          clear();
        }
      }
    });

    it("nobody's tile is another one when somebody joins", async () => {
      const { door, people, tiles } = await room("guest", 3);
      const before = tiles();
      const four = [...crowd(3), { ...crowd(4)[3]! }];
      door.goInside(four, { me: people[2]!.participantId });
      await until(() => tiles().length === 4);
      ok(
        before.every((tile) => tiles().includes(tile)),
        "tiles were made anew",
      );
    });

    it("marks who is muted, has a hand up, is weakly connected, or is away", async () => {
      const { door, world, call, people, tiles } = await room("guest", 3);
      world.qualities = new Map([[people[1]!.participantId, "poor"]]);
      world.changed();
      door.goInside([{ ...people[0]!, muted: true, handRaised: true }, { ...people[1]!, connected: false }, people[2]!]);
      await until(() => words(tiles()[0]).includes("Muted"));
      ok(tiles()[0]?.shadowRoot?.querySelector('[aria-label="Hand raised"]'), "no hand");
      includes(words(tiles()[1]), "Reconnecting…");
      ok(tiles()[1]?.shadowRoot?.querySelector('[aria-label*="weak"]'), "no sentence behind the bars");
      equal(call.qualities.size, 1);
    });

    it("a shared screen is large, whoever shares it stands beside it", async () => {
      const { door, world, people, tiles } = await room("guest", 3);
      world.show(people[0]!, "connected", { camera: face(0), screen: face(1) });
      door.goInside([{ ...people[0]!, sharing: true }, people[1]!, people[2]!]);
      const screen = await until(() => tiles().find((tile) => words(tile).includes("Dr. Maya Osei's screen")));
      const others = tiles().filter((tile) => tile !== screen);
      equal(others.length, 3);
      await until(() => others.every((tile) => tile.getBoundingClientRect().width * 2 < screen.getBoundingClientRect().width));
    });

    it("keys work while the focus is in the call, not while somebody writes", async () => {
      const { element, call } = await room("guest", 2);
      const press = (target: Element, key: string) =>
        target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, composed: true, cancelable: true }));
      const ground = await one(element, ".room");
      press(ground, "h");
      equal(call.handRaised, true);
      press(ground, "c");
      const chat = await one(element, "doorstep-call-chat");
      press(await one(chat, "textarea"), "h");
      equal(call.handRaised, true);
      press(ground, "?");
      await until(() => element.shadowRoot?.querySelector("dialog.shortcuts[open]"));
      element.shadowRoot!.querySelector<HTMLDialogElement>("dialog.shortcuts")!.close();
      press(ground, "Escape");
      await until(() => all(element, "doorstep-call-chat").length === 0);
    });

    it("counts unread lines, shows them in the chat, sends, and keeps what was not sent", async () => {
      const { door, element, people } = await room("guest", 2);
      const line = (id: string, text: string) => ({
        id,
        from: people[0]!.participantId,
        name: "Dr. Maya Osei",
        text,
        at: new Date().toISOString(),
      });
      door.hear("chat", line("msg_1", "Hello <b>you</b>"));
      const toolbar = await one(element, "doorstep-call-toolbar");
      (await button(toolbar, "Chat, 1 unread")).click();
      const chat = await one(element, "doorstep-call-chat");
      includes(words(chat), "Hello <b>you</b>");
      const field = await one<HTMLTextAreaElement>(chat, "textarea");
      field.value = "Hello!";
      (await button(chat, "Send")).click();
      await until(() => words(chat).includes("Hello!") && field.value === "");
      door.refusal = refusal("unavailable");
      field.value = "Again";
      (await button(chat, "Send")).click();
      await until(() => words(chat).includes("That wasn't sent."));
      equal(field.value, "Again");
    });

    it("says when the relay is away, and takes it back", async () => {
      const { door, element } = await room("guest", 2);
      const notes = await one(element, "doorstep-call-notes");
      door.setOnline(false);
      await until(() => words(notes).includes("You can go on talking"));
      door.setOnline(true);
      await until(() => !words(notes).includes("You can go on talking"));
    });

    it("tells a screen reader who joins and leaves, politely", async () => {
      const { door, element, people } = await room("guest", 2);
      const status = await one(element, '[aria-live="polite"]');
      door.goInside([people[0]!, crowd(4)[3]!, people[1]!], { me: people[1]!.participantId });
      await until(() => status.textContent === "Dina Haddad joined.");
      door.goInside(people);
      await until(() => status.textContent === "Dina Haddad left.");
    });

    it("a guest finds nothing that only hosts may do", async () => {
      const { element } = await room("guest", 3);
      const toolbar = await one(element, "doorstep-call-toolbar");
      (await button(toolbar, "More")).click();
      excludes(words(toolbar), "End for everyone");
      excludes(words(toolbar), "Mute all");
      (await button(toolbar, "People")).click();
      const people = await one(element, "doorstep-call-people");
      excludes(words(people), "Mute all");
      excludes(words(people), "Invite people");
      equal(all(people, "waiting-list").length, 0);
    });

    it("every control is at least 44 px in either direction, at 320 px width too", async () => {
      for (const size of [
        [1200, 700],
        [320, 560],
      ] as [number, number][]) {
        const { element } = await room("host", 3, size);
        const toolbar = await one(element, "doorstep-call-toolbar");
        for (const each of all(toolbar, ".bar > button")) {
          const { width, height, right } = each.getBoundingClientRect();
          if (width === 0) continue;
          ok(width >= 44 && height >= 44, `${each.getAttribute("aria-label")} is ${width} × ${height}`);
          ok(right <= element.getBoundingClientRect().right + 1, `${each.getAttribute("aria-label")} stands outside`);
        }
        clear();
      }
    });
  });
});
