/**
 * One tag in one state, alone on a page: what the gallery frames, and what the pictures are taken of. The address says which:
 * `/elements/frame?lang=ar&theme=dark#waiting-list/many`. The page around it may set tokens and mark parts by message.
 */

import "../../../widget/index.ts";
import type { FrameAsks, FrameTells } from "./messages.ts";
import { specimens } from "./specimens.ts";
import { drawnDevices } from "./states/place.ts";

const wishes = new URLSearchParams(location.search);
const root = document.documentElement;
const lang = wishes.get("lang") ?? "en";
root.lang = lang;
root.dir = lang === "ar" ? "rtl" : "ltr";
const theme = wishes.get("theme");
if (theme === "light" || theme === "dark") root.style.colorScheme = theme;
drawnDevices();

const tell = (told: FrameTells): void => parent.postMessage(told, location.origin);

/** Everything the tag says to the page. */
const EVENTS = (wishes.get("events") ?? "").split(",").filter(Boolean);
for (const name of EVENTS)
  addEventListener(name, (event) => tell({ event: name, detail: summary((event as CustomEvent<unknown>).detail) }));

/** A detail in one short line. A drop-in link is a key: it is left out. */
function summary(detail: unknown): string {
  const text = JSON.stringify(detail, (key, value: unknown) => (key === "url" ? "…" : value)) ?? "";
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

const marks = new CSSStyleSheet();
document.adoptedStyleSheets.push(marks);
addEventListener("message", ({ data, origin }: MessageEvent<FrameAsks>) => {
  if (origin !== location.origin) return;
  for (const [name, value] of Object.entries(data.tokens ?? {})) root.style.setProperty(name, value);
  if (data.part !== undefined)
    marks.replaceSync(data.part === "" ? "" : `::part(${CSS.escape(data.part)}) { outline: 3px dashed #d6249f; outline-offset: 2px; }`);
});

const [tag, id] = location.hash.slice(1).split("/");
const state = specimens.find((each) => each.tag === tag)?.states.find((each) => each.id === id);
const place = document.querySelector("main");
if (state === undefined || place === null) {
  document.body.append("There is no such state.");
} else {
  place.classList.toggle("tall", state.tall === true);
  const made = state.make();
  place.append(made);
  if (made instanceof HTMLElement) await state.act?.(made);
  root.dataset["ready"] = "";
  tell({ ready: true });
}
