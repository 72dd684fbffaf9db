/** All tags in the look of one practice, each in a state that shows most of it. `?theme=light` for its light half. */

import "../../../widget/index.ts";
import { specimens } from "../elements/specimens.ts";
import { drawnDevices } from "../elements/states/place.ts";
import type { State } from "../elements/states/state.ts";
import { el } from "../portal/dom.ts";

interface Place {
  /** `tag/state` of the gallery. */
  shows: string;
  title: string;
  /** What it shows where there is no room beside it: a popover would lie over the places around it. */
  narrow?: string;
  /** Across the whole page. */
  wide?: boolean;
}

/** In the order of the walk. */
const PLACES: readonly Place[] = [
  { shows: "session-composer/new", title: "A new session" },
  { shows: "session-actions/links", narrow: "session-actions/icons", title: "Beside a session" },
  { shows: "session-link-manager/inline", title: "Who has a link", wide: true },
  { shows: "invite-message-editor/default", title: "The invitation's words", wide: true },
  { shows: "drop-in-join/before", title: "What a guest comes to", wide: true },
  { shows: "waiting-room/present", title: "The waiting room" },
  { shows: "waiting-list/many", title: "Who waits" },
  { shows: "session-call/before", title: "Before the call" },
  { shows: "session-call/six", title: "In the call", wide: true },
];

const mark = new URL("../style/northlight.svg", import.meta.url).href;

drawnDevices();
const root = document.documentElement;
const scheme = document.querySelector<HTMLButtonElement>(".scheme");
const light = (on: boolean): void => {
  root.style.colorScheme = on ? "light" : "dark";
  scheme?.setAttribute("aria-pressed", String(on));
};
scheme?.addEventListener("click", () => light(scheme.getAttribute("aria-pressed") !== "true"));
light(new URLSearchParams(location.search).get("theme") === "light");

/** What the practice puts into the slots of its tags. */
function slots(tag: Element): void {
  if (tag.localName !== "drop-in-join") return;
  const logo = el("img", { slot: "logo", src: mark, alt: "", width: "24", height: "24" });
  tag.append(logo, el("span", { slot: "footer" }, "In an emergency call your local emergency number."));
}

function stateOf(shown: string): State {
  const [name, id] = shown.split("/");
  const state = specimens.find(({ tag }) => tag === name)?.states.find((each) => each.id === id);
  if (state === undefined) throw new Error(`The gallery has no ${shown}.`);
  return state;
}

const isNarrow = matchMedia("(width < 1000px)").matches;
for (const { shows, narrow, title, wide = false } of PLACES) {
  const state = stateOf((isNarrow ? narrow : undefined) ?? shows);
  const frame = el("div", { class: state.tall === true ? "frame tall" : "frame" });
  const made = state.make();
  frame.append(made);
  for (const tag of frame.querySelectorAll("*")) slots(tag);
  document
    .querySelector(".places")
    ?.append(el("section", { class: wide ? "place wide" : "place", "data-shows": shows }, el("h2", {}, title), frame));
  if (made instanceof HTMLElement) void state.act?.(made);
}
root.dataset["ready"] = "";
