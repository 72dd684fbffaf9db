import type { ReactiveController, ReactiveControllerHost } from "lit";
import { fetchSentences } from "./fetch-sentences.ts";
import { languageOf, localeOf } from "./language.ts";
import { isHere, onSentences } from "./sentences.ts";

/** Those who listen for a changed `lang` in a document or shadow root. One observer each, gone with the last listener. */
const watches = new Map<Node, { observer: MutationObserver; listeners: Set<() => void> }>();

/** The language of one tag: `lang` on it or around it, across shadow roots, as it is now. Renders the tag anew when that changes. */
export class Tongue implements ReactiveController {
  /** A BCP 47 name, for `Intl` and for the sentences. */
  locale = "en";
  #roots: Node[] = [];
  #quiet: (() => void) | undefined;

  constructor(private readonly host: ReactiveControllerHost & Element) {
    host.addController(this);
  }

  hostConnected(): void {
    this.#roots = rootsAround(this.host);
    for (const root of this.#roots) watch(root, this.#changed);
    this.#quiet = onSentences(() => this.host.requestUpdate());
    this.#changed();
  }

  hostDisconnected(): void {
    for (const root of this.#roots) unwatch(root, this.#changed);
    this.#roots = [];
    this.#quiet?.();
  }

  /** Takes the language of now. */
  listen(): string {
    this.locale = localeOf(this.host);
    return this.locale;
  }

  /** The same; a promise when its sentences have to be fetched first, false in it when they couldn't be. */
  ready(): Promise<boolean> | undefined {
    const language = languageOf(this.listen());
    return isHere(language) ? undefined : fetchSentences(language);
  }

  readonly #changed = (): void => {
    if (localeOf(this.host) !== this.locale) this.host.requestUpdate();
  };
}

function rootsAround(element: Element): Node[] {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? [root, ...rootsAround(root.host)] : [root];
}

function watch(root: Node, listener: () => void): void {
  let entry = watches.get(root);
  if (entry === undefined) {
    const listeners = new Set<() => void>();
    const observer = new MutationObserver(() => {
      for (const each of [...listeners]) each();
    });
    observer.observe(root, { subtree: true, attributes: true, attributeFilter: ["lang"] });
    entry = { observer, listeners };
    watches.set(root, entry);
  }
  entry.listeners.add(listener);
}

function unwatch(root: Node, listener: () => void): void {
  const entry = watches.get(root);
  entry?.listeners.delete(listener);
  if (entry?.listeners.size !== 0) return;
  entry.observer.disconnect();
  watches.delete(root);
}
