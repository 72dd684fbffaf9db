/** A tag's states to choose from, the frame they are shown in, the code that makes them, and what the tag says meanwhile. */

import { el } from "../portal/dom.ts";
import type { FrameAsks, FrameTells } from "./messages.ts";
import type { Specimen, State } from "./states/state.ts";

/** By what the frame is set to; a name that is a number would come before all others. */
const WIDTHS = { "": "Full", "320px": "320", "768px": "768" };
const LANGUAGES = { en: "English", fr: "Français", es: "Español", de: "Deutsch", ar: "العربية" };
const KEPT_EVENTS = 8;

export class Stage {
  readonly element: HTMLElement;
  readonly #specimen: Specimen;
  readonly #events: string;
  readonly #frame = el("iframe", { title: "The tag", allow: "camera; microphone; clipboard-write; picture-in-picture" });
  readonly #chips = el("div", { class: "chips", role: "group", "aria-label": "State" });
  readonly #code = el("code");
  readonly #log = el("ol", { class: "events", "aria-label": "Events" });
  readonly #theme: HTMLSelectElement;
  readonly #language: HTMLSelectElement;
  readonly #width: HTMLSelectElement;
  #state: State | undefined;
  #tokens: Record<string, string> = {};

  constructor(specimen: Specimen, events: readonly string[]) {
    this.#specimen = specimen;
    this.#events = events.join(",");
    this.#theme = choice("Theme", { "": "As the page", light: "Light", dark: "Dark" }, () => this.#load());
    this.#language = choice("Language", LANGUAGES, () => this.#load());
    this.#width = choice("Width", WIDTHS, () => this.#resize());
    this.#chips.append(
      ...specimen.states.map(({ id, title }) => el("a", { class: "chip", href: `#${specimen.tag}/${id}`, "data-state": id }, title)),
    );
    const copy = el("button", { class: "button small", type: "button" }, "Copy");
    copy.addEventListener("click", () => void this.#copy(copy));
    this.element = el(
      "section",
      { class: "stage", "aria-label": "States" },
      this.#chips,
      el("div", { class: "knobs" }, labelled("Theme", this.#theme), labelled("Language", this.#language), labelled("Width", this.#width)),
      el("div", { class: "frame" }, this.#frame),
      el("div", { class: "code" }, el("pre", { tabindex: "0" }, this.#code), copy),
      el(
        "div",
        { class: "said" },
        el("h2", {}, "Events"),
        el("p", { class: "muted" }, "What the tag tells the page appears here."),
        this.#log,
      ),
    );
    addEventListener("message", this.#hear);
  }

  show(state: State): void {
    this.#state = state;
    for (const chip of this.#chips.querySelectorAll<HTMLElement>(".chip")) {
      if (chip.dataset["state"] === state.id) chip.setAttribute("aria-current", "true");
      else chip.removeAttribute("aria-current");
    }
    this.#code.textContent = state.code;
    this.#frame.title = `<${this.#specimen.tag}>: ${state.title}`;
    this.#load();
  }

  /** Sets tokens in the frame, and again in whatever it shows next. */
  dress(tokens: Record<string, string>): void {
    this.#tokens = { ...this.#tokens, ...tokens };
    this.#ask({ tokens });
  }

  /** Outlines a part; none if empty. */
  mark(part: string): void {
    this.#ask({ part });
  }

  #load(): void {
    if (this.#state === undefined) return;
    const search = new URLSearchParams({ lang: this.#language.value, events: this.#events });
    if (this.#theme.value !== "") search.set("theme", this.#theme.value);
    const address = `/elements/frame?${search.toString()}#${this.#specimen.tag}/${this.#state.id}`;
    // A frame whose address differs only behind the # would not load anew.
    this.#frame.replaceWith(this.#frame);
    this.#frame.src = "about:blank";
    this.#frame.src = address;
    this.#frame.classList.toggle("tall", this.#state.tall === true);
  }

  #resize(): void {
    this.#frame.style.width = this.#width.value;
  }

  #ask(asks: FrameAsks): void {
    this.#frame.contentWindow?.postMessage(asks, location.origin);
  }

  async #copy(button: HTMLButtonElement): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.#code.textContent ?? "");
      button.textContent = "Copied";
    } catch {
      getSelection()?.selectAllChildren(this.#code);
      button.textContent = "Press Ctrl+C";
    }
  }

  readonly #hear = ({ data, source, origin }: MessageEvent<FrameTells>): void => {
    if (origin !== location.origin || source !== this.#frame.contentWindow || !this.element.isConnected) return;
    if ("ready" in data) return this.#ask({ tokens: this.#tokens });
    this.#log.prepend(el("li", {}, el("code", {}, data.event), " ", el("span", { class: "muted" }, data.detail)));
    while (this.#log.children.length > KEPT_EVENTS) this.#log.lastElementChild?.remove();
  };
}

function choice(name: string, options: Record<string, string>, changed: () => void): HTMLSelectElement {
  const select = el("select", { name });
  for (const [value, words] of Object.entries(options)) select.append(new Option(words, value));
  select.addEventListener("change", changed);
  return select;
}

function labelled(words: string, control: HTMLElement): HTMLElement {
  return el("label", {}, el("span", {}, words), control);
}
