import "doorstep";
import type { ConnectionChange, CountDetail, CreatedDetail, Guest, GuestDetail, InvitesDetail, LeaveDetail } from "doorstep";
import { contacts, getToken, relay, services, startsAt } from "../shared/practice.ts";

const find = <E extends Element = HTMLElement>(selector: string, root: ParentNode = document): E => {
  const found = root.querySelector<E>(selector);
  if (found === null) throw new Error(`The page has no ${selector}.`);
  return found;
};
const happened = (text: string): void => {
  const line = document.createElement("li");
  line.textContent = text;
  find("#news").append(line);
};
const button = (text: string, press: () => void): HTMLButtonElement => {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", press);
  return made;
};
/** Listens to one of the tags' events. */
const on = <Detail>(tag: Element, name: string, hear: (detail: Detail) => void): void =>
  tag.addEventListener(name, (event) => hear((event as CustomEvent<Detail>).detail));

function showCall(sessionId: string, place: HTMLElement): void {
  const call = document.createElement("session-call");
  call.sessionId = sessionId;
  on(call, "join", () => happened("in the call"));
  on<CountDetail>(call, "participant-count", ({ count }) => happened(`inside: ${count}`));
  on<LeaveDetail>(call, "leave", ({ reason }) => happened(`left: ${reason}`));
  place.replaceChildren(
    call,
    button("Close the call", () => place.replaceChildren(button("Open the call", () => showCall(sessionId, place)))),
  );
}

function showSession(sessionId: string, place: HTMLElement): void {
  const people = document.createElement("session-link-manager");
  people.inline = true;
  people.sessionId = sessionId;
  people.contacts = contacts;
  on<InvitesDetail>(people, "invites-sent", ({ invites }) => happened(`invited: ${invites.length}`));
  const call = document.createElement("section");
  call.append(button("Open the call", () => showCall(sessionId, call)));
  place.replaceChildren(people, call);
}

function signIn(): void {
  const page = document.importNode(find<HTMLTemplateElement>("#portal").content, true);
  const provider = find<HTMLElementTagNameMap["session-provider"]>("session-provider", page);
  const list = find<HTMLElementTagNameMap["waiting-list"]>("waiting-list", page);
  const composer = find<HTMLElementTagNameMap["session-composer"]>("session-composer", page);
  const waiting = find("#waiting", page);
  const session = find("#session", page);
  const guests = new Map<string, Guest>();
  const showGuests = (): void =>
    waiting.replaceChildren(
      ...[...guests.values()].map(({ guestId, name }) => button(`Open the door to ${name}`, () => void list.admit(guestId))),
    );

  provider.relay = relay;
  provider.getToken = getToken;
  on<ConnectionChange>(provider, "connection-change", ({ state }) => happened(`connection: ${state}`));
  on<GuestDetail>(list, "guest-waiting", ({ guest }) => {
    guests.set(guest.guestId, guest);
    showGuests();
  });
  on<GuestDetail>(list, "guest-admitted", ({ guest }) => {
    guests.delete(guest.guestId);
    showGuests();
    happened(`let in: ${guest.name}`);
  });
  composer.services = services;
  composer.startsAt = startsAt;
  composer.contacts = contacts;
  on<CreatedDetail>(composer, "session-created", ({ session: created }) => {
    happened(`created: ${created.service}`);
    showSession(created.id, session);
  });
  find("#app").replaceChildren(page);
}

const sign = find<HTMLButtonElement>("#sign");
sign.addEventListener("click", () => {
  if (sign.textContent === "Sign in") signIn();
  else find("#app").replaceChildren();
  sign.textContent = sign.textContent === "Sign in" ? "Sign out" : "Sign in";
});
signIn();
