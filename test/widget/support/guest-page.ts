/** A guest's page for one test: `<drop-in-join>` with a connection that the test plays. */

import type { DropInJoin } from "../../../widget/elements/drop-in-join/drop-in-join.ts";
import type { GuestView } from "../../../protocol/views.ts";
import type { Refusal } from "../../../protocol/refusals.ts";
import { accepted } from "../../../protocol/refusals.ts";
import { FakeGuest } from "./fake-guest.ts";
import { waiting } from "./guest-views.ts";
import { all, one, until, words } from "./stage.ts";

const NAMES = ["ready", "knock", "admitted", "denied", "join", "leave", "refused"] as const;

export interface GuestPage {
  tag: DropInJoin;
  fake: FakeGuest;
  /** Events in their order, with the reason if they have one. */
  told: string[];
}

let pages: DropInJoin[] = [];

/** @param first the view the door shows, or the refusal it is refused with */
export function guestPage(first: GuestView | Refusal | undefined, attributes: Record<string, string> = {}, content = ""): GuestPage {
  const fake = new FakeGuest(
    (door) => {
      if (first === undefined) return;
      if ("code" in first) door.refuse(first);
      else door.show(first);
    },
    { "guest:knock": ({ name }) => accepted(waiting({ name })), "guest:cancel": () => accepted({}), "call:leave": () => accepted({}) },
  );
  const tag = document.createElement("drop-in-join");
  for (const [name, value] of Object.entries({ relay: location.origin, link: "link.mac", ...attributes })) tag.setAttribute(name, value);
  tag.innerHTML = content;
  tag.visits.parts = { connect: fake.connect };
  const told: string[] = [];
  for (const name of NAMES) {
    tag.addEventListener(name, (event) => {
      const { detail } = event as CustomEvent<{ reason: string } | undefined>;
      told.push(detail?.reason === undefined ? name : `${name} ${detail.reason}`);
    });
  }
  document.body.append(tag);
  pages.push(tag);
  return { tag, fake, told };
}

export function clearPages(): void {
  for (const page of pages) page.remove();
  pages = [];
  sessionStorage.clear();
  localStorage.clear();
}

export const heading = (tag: DropInJoin) => one(tag, ".page h1").then(words);
export const waitingRoom = (tag: DropInJoin) => one(tag, "waiting-room");
/** Waits until the tag says so. */
export const says = (tag: Element, part: string) =>
  until(() => words(tag).includes(part), `“${part}” in ${tag.localName}, which says “${words(tag)}”,`);
export const button = (tag: Element, name: RegExp) =>
  until(
    () => all<HTMLButtonElement>(tag, "button").find((each) => name.test(each.getAttribute("aria-label") ?? words(each))),
    `a button ${String(name)}`,
  );
