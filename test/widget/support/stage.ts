/** A page for one test: a provider with a connection that the test plays, and what stands inside it. */

import type { LitElement } from "lit";
import { ContextProvider } from "@lit/context";
import type { HostConnection } from "../../../widget/connection/relay-connection.ts";
import { hostConnectionContext } from "../../../widget/session/contexts.ts";

const stages = new Set<HTMLElement>();

/** Puts `content` into the page, inside a provider of `connection`. `clear()` takes it out again. */
export function stage(connection: HostConnection, ...content: Node[]): HTMLElement {
  const place = document.createElement("div");
  new ContextProvider(place, { context: hostConnectionContext, initialValue: connection });
  place.append(...content);
  document.body.append(place);
  stages.add(place);
  return place;
}

export function clear(): void {
  for (const place of stages) place.remove();
  stages.clear();
}

/** Makes a tag with properties and attributes by name. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Partial<HTMLElementTagNameMap[Tag]> = {},
  attributes: Record<string, string> = {},
): HTMLElementTagNameMap[Tag] {
  const element = Object.assign(document.createElement(tag), properties);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

type Looked<T> = T | null | undefined | false;

/** Waits until `look` gives something, at once or in time. */
export async function until<T>(
  look: () => Looked<T> | Promise<Looked<T>>,
  what: string | (() => string) = "it",
  withinMs = 5_000,
): Promise<T> {
  for (const end = performance.now() + withinMs; ;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    if (performance.now() > end) throw new Error(`${typeof what === "string" ? what : what()} did not come about within ${withinMs} ms`);
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}

const inside = (element: Element): ShadowRoot => element.shadowRoot ?? (new DocumentFragment() as ShadowRoot);

/** All that match within a tag's shadow tree. */
export function all<E extends Element = HTMLElement>(element: Element, selector: string): E[] {
  return [...inside(element).querySelectorAll<E>(selector)];
}

/** The first that matches, awaited. */
export function one<E extends Element = HTMLElement>(element: Element, selector: string): Promise<E> {
  return until(() => inside(element).querySelector<E>(selector), `${element.localName} ${selector}`);
}

/** What a tag says, with its white space folded. */
export function words(element: Element | ShadowRoot | null | undefined): string {
  return visible(element instanceof Element && element.shadowRoot ? element.shadowRoot : element)
    .replace(/\s+/g, " ")
    .trim();
}

function visible(node: Node | null | undefined): string {
  if (!node || node.nodeName === "STYLE") return "";
  if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? "";
  const block = node instanceof Element && !["SPAN", "STRONG", "B", "WBR"].includes(node.tagName) ? " " : "";
  return block + [...node.childNodes].map(visible).join("") + block;
}

/** The button of that name: its label, or what it says. */
export function button(element: Element, name: string | RegExp): Promise<HTMLButtonElement> {
  const fits = (each: HTMLElement) => {
    const called = each.getAttribute("aria-label") ?? words(each);
    return typeof name === "string" ? called === name || words(each) === name : name.test(called) || name.test(words(each));
  };
  return until(() => all<HTMLButtonElement>(element, "button").find(fits), `${element.localName} button ${String(name)}`);
}

/** The details of every `name` event from now on. */
export function heard<Detail>(target: EventTarget, name: string): Detail[] {
  const details: Detail[] = [];
  target.addEventListener(name, (event) => details.push((event as CustomEvent<Detail>).detail));
  return details;
}

export async function rested(element: LitElement): Promise<void> {
  while (!(await element.updateComplete)) continue;
}
