/** Tokens to turn and parts to point at. */

import { tokens } from "virtual:tags";
import { el } from "../portal/dom.ts";
import type { Stage } from "./stage.ts";

export function tools(stage: Stage, parts: readonly { name: string; description: string }[]): HTMLElement {
  return el(
    "section",
    { class: "tools", "aria-label": "Styling" },
    el(
      "div",
      {},
      el("h2", {}, "Tokens"),
      el("p", { class: "muted" }, "Set on the tag or on anything around it. Everything else follows from them."),
      el("ul", { class: "tokens" }, ...tokens.map((token) => el("li", {}, tokenField(stage, token)))),
    ),
    el(
      "div",
      {},
      el("h2", {}, "Parts"),
      el("p", { class: "muted" }, "Point at one, or go to it by key, to see it outlined above. Style it with ::part(name)."),
      el(
        "ul",
        { class: "parts" },
        ...parts.map((part) => el("li", {}, partButton(stage, part.name), el("span", { class: "muted" }, part.description))),
      ),
    ),
  );
}

function tokenField(stage: Stage, { name, value, about }: (typeof tokens)[number]): HTMLElement {
  const color = /^#[0-9a-f]{6}/iu.exec(value)?.[0];
  const input = el("input", color === undefined ? { type: "text", placeholder: value } : { type: "color", value: color });
  input.addEventListener("input", () => stage.dress({ [name]: input.value }));
  return el("label", {}, input, el("span", {}, el("code", {}, name), el("span", { class: "muted" }, `${value} · ${about}`)));
}

function partButton(stage: Stage, name: string): HTMLElement {
  const button = el("button", { class: "part", type: "button" }, el("code", {}, name));
  for (const event of ["pointerenter", "focus"]) button.addEventListener(event, () => stage.mark(name));
  for (const event of ["pointerleave", "blur"]) button.addEventListener(event, () => stage.mark(""));
  return button;
}
