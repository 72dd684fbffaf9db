/**
 * A page of its own: every place in which a tag shows what somebody typed, with the texts it is given. Built by the test that opens it;
 * what stands in it is looked at from outside.
 */

import { accepted } from "../../protocol/refusals.ts";
import type { Contact, Invite, Participant } from "../../protocol/views.ts";
import { LocalMedia } from "../../widget/media/local-media.ts";
import { CallStore } from "../../widget/session/call-store.ts";
import "../../widget/index.ts";
import { CallSample } from "../../demo/pages/elements/call-sample.ts";
import { hosted, make, noDevices, relayWith, until } from "../../demo/pages/elements/states/place.ts";
import type { Look } from "./text-look.ts";
import { lookAround } from "./text-look.ts";
import { FakeCallDoor, FakeMediaWorld, person } from "../widget/support/call-fixture.ts";
import { FakeGuest } from "../widget/support/fake-guest.ts";
import { info, lobby, waiting as waitingView } from "../widget/support/guest-views.ts";
import {
  defaultMessage,
  guestId,
  hostView,
  idOf,
  inside,
  invite,
  sessionId,
  sessionInfo,
  summary,
  waiting,
} from "../widget/support/host-views.ts";

export type Place = keyof typeof places;

declare global {
  interface Window {
    /** Shows `texts` in a place, alone on the page. Resolves when they stand there. */
    show(place: Place | "control", texts: string[]): Promise<void>;
    places: string[];
    look(): Look;
    /** How often a text got something run. */
    hits: number;
  }
}

const nth = (texts: readonly string[], n: number): string => texts[n % texts.length] ?? "";
/** As one message. Its variables are marked or filled in, which is another test's matter (MAIL8). */
const messageOf = (texts: readonly string[], first: number) => {
  const plain = texts.filter((text) => !text.includes("{{"));
  return { subject: nth(plain, first), body: plain.join("\n\n") };
};
const invitesOf = (texts: readonly string[]): Invite[] =>
  texts.map((text, n) =>
    invite(`guest-${n}`, {
      name: text,
      ...(n % 7 === 3 ? { status: "failed" as const, failure: text } : {}),
      ...(n % 7 === 5 ? { label: text } : {}),
    }),
  );
const contactsOf = (texts: readonly string[]): Contact[] =>
  texts.map((text, n) => ({
    id: `c${n}`,
    name: text,
    email: `guest-${n}@guests.example`,
    relation: "alternate-contact",
    relationLabel: text,
  }));
const called = (texts: readonly string[], n = 0) => ({
  title: nth(texts, n),
  service: nth(texts, n + 1),
  hosts: [{ id: "maya", name: nth(texts, n + 2) }],
});

/** A call of these people with these lines in its chat. */
function callOf(people: Participant[], lines: readonly string[]): HTMLElement {
  const door = new FakeCallDoor("host");
  door.written = lines.map((text, n) => ({
    id: idOf("msg", `${n}`),
    from: guestId(`somebody-${n}`),
    name: nth(lines, n + 1),
    text,
    at: new Date().toISOString(),
  }));
  const world = new FakeMediaWorld();
  for (const each of people.slice(0, -1)) world.show(each);
  const sample = Object.assign(new CallSample(), {
    call: new CallStore({ door, media: new LocalMedia(), load: world.load }),
    layout: "grid" as const,
  });
  door.goInside(people, { heading: nth(lines, 0) });
  setTimeout(() => world.changed(), 50);
  return hosted(relayWith(hostView()), sample);
}

/** A panel that a wide page opens by itself is left as it is. */
async function openPanel(place: HTMLElement, panel: "chat" | "people"): Promise<void> {
  const room = await until(() => place.querySelector("call-sample")?.shadowRoot?.querySelector("doorstep-call-room")?.shadowRoot);
  const button = await until(() =>
    room.querySelector("doorstep-call-toolbar")?.shadowRoot?.querySelector<HTMLElement>(`[part~=${panel}-button]`),
  );
  if (room.querySelector(`doorstep-call-${panel}`) === null) button.click();
  await until(() => room.querySelector(`doorstep-call-${panel}`)?.shadowRoot?.querySelector("li"));
}

const guests = (texts: readonly string[]) =>
  texts.map((text, n) => waiting(`guest-${n}`, { name: text, invitedAs: nth(texts, n + 1), here: n % 5 !== 4 }));

const places = {
  /** The people with a link, some of whom wait, and why a mail failed. */
  "share window, people": (texts: string[]) => {
    const someWait = guests(texts)
      .filter((_, n) => n % 3 === 1)
      .map((guest, n) => ({ ...guest, inviteId: idOf("inv", `guest-${n * 3 + 1}`) }));
    const inCall = texts
      .filter((_, n) => n % 11 === 2)
      .map((text, n) => inside(`inside-${n}`, { name: text, inviteId: idOf("inv", `guest-${n * 11 + 2}`) }));
    const view = hostView({ session: sessionInfo(called(texts)), invites: invitesOf(texts), waiting: someWait, participants: inCall });
    return hosted(relayWith(view), make("session-link-manager", { sessionId, inline: true }));
  },
  /** The contacts to choose from, the words that will be sent, with a host's and a service's name in them. */
  "share window, invite": (texts: string[]) => {
    const view = hostView({ session: sessionInfo(called(texts)) });
    const written = () => accepted(defaultMessage({ message: messageOf(texts, 3), custom: true, clinicName: nth(texts, 4) }));
    return hosted(
      relayWith(view, { "message:get": written }),
      make("session-link-manager", { sessionId, inline: true, contacts: contactsOf(texts) }),
    );
  },
  "waiting list of a session": (texts: string[]) =>
    hosted(relayWith(hostView({ waiting: guests(texts) })), make("waiting-list", { sessionId })),
  "waiting list of all sessions": (texts: string[]) => {
    const items = texts
      .slice(0, 20)
      .map((title, n) => summary({ sessionId: idOf("ses", `number-${n}`), title, waiting: [guests(texts)[n]!] }));
    return hosted(
      relayWith(hostView(), { "waiting:watch": () => accepted({ items }), "waiting:unwatch": () => accepted({}) }),
      make("waiting-list"),
    );
  },
  "waiting room": (texts: string[]) => {
    const messages = texts.map((text, n) => ({ id: idOf("msg", `${n}`), from: nth(texts, n + 1), text, at: new Date().toISOString() }));
    const view = waitingView({
      messages,
      name: nth(texts, 1),
      info: info({ hostName: nth(texts, 2), service: nth(texts, 3), clinicName: nth(texts, 4) }),
    });
    return make("waiting-room", { view });
  },
  "a guest's page": (texts: string[]) => {
    const first = lobby({
      name: nth(texts, 0),
      info: info({ hostName: nth(texts, 0), service: nth(texts, 1), clinicName: nth(texts, 2) }),
    });
    const tag = make("drop-in-join", {}, { relay: location.origin, link: "link.mac" });
    tag.visits.parts = { connect: new FakeGuest((door) => door.show(first)).connect };
    return tag;
  },
  "call, tiles and people": (texts: string[]) =>
    callOf(
      [
        ...texts.map((text, n) => person(`guest-${n}`, { name: text, order: n + 1, handRaised: n % 4 === 1, muted: n % 3 === 1 })),
        person("Me", { role: "host", order: 99 }),
      ],
      texts,
    ),
  "call, chat": (texts: string[]) => callOf([person("Guest"), person("Me", { role: "host", order: 99 })], texts),
  "message settings": (texts: string[]) =>
    hosted(
      relayWith(hostView(), {
        "message:get": () => accepted(defaultMessage({ message: messageOf(texts, 0), custom: true, clinicName: nth(texts, 1) })),
      }),
      make("invite-message-editor"),
    ),
  "a new session": (texts: string[]) =>
    hosted(relayWith(hostView()), make("session-composer", { services: texts.slice(0, 40), contacts: contactsOf(texts) })),
};

/** What a page must never do with a text, to see that the test would notice. */
function control(texts: readonly string[]): HTMLElement {
  const place = document.createElement("div");
  for (const text of texts) place.append(Object.assign(document.createElement("div"), { innerHTML: text }));
  return place;
}

window.look = lookAround;
window.hits = 0;
for (const name of ["alert", "confirm", "prompt"] as const) Object.assign(window, { [name]: () => (window.hits += 1) });
noDevices();
window.places = Object.keys(places);
window.show = async (name, texts) => {
  const place = name === "control" ? control(texts) : places[name](texts);
  document.body.replaceChildren(place);
  if (name === "call, chat") await openPanel(place, "chat");
  if (name === "call, tiles and people") await openPanel(place, "people");
};
