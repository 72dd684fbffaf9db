/** What a person looks for on a screen. */
export interface Sought {
  /** `button` also finds links that look like one. */
  role: "button" | "link" | "checkbox" | "textbox" | "combobox" | "switch" | "dialog" | "heading";
  /** The name that a screen reader would read, or a part of it. */
  name: string;
  /** Only inside of the first element, in any shadow tree, that this CSS selector finds. */
  within?: string;
  /** The whole name instead of a part. */
  exact?: boolean;
}

/** What a page gets to be looked at with: the words and controls a person can see, whatever shadow tree they are in. */
export interface Eyes {
  words(within?: string): string;
  find(sought: Sought): HTMLElement | null;
  controls(): string[];
  /** All that was put on the clipboard. */
  readonly copied: string[];
}

declare global {
  interface Window {
    eyes: Eyes;
  }
}

/** Runs inside of the page, before anything of it; so it names nothing from outside of itself. */
export function installEyes(): void {
  const SELECTORS: Record<Sought["role"], string> = {
    button: "button, [role=button], summary, input[type=submit], a[href]",
    link: "a[href]",
    checkbox: "input[type=checkbox]:not([role=switch]), [role=checkbox]",
    switch: "[role=switch]",
    textbox:
      "input:not([type]), input[type=text], input[type=email], input[type=search], input[type=date], input[type=time], input[type=number], textarea, [role=textbox]",
    combobox: "select, [role=combobox]",
    dialog: "dialog[open], [role=dialog]",
    heading: "h1, h2, h3, [role=heading]",
  };

  const visible = (element: Element): boolean => element.checkVisibility({ visibilityProperty: true, opacityProperty: false });
  /** The nodes that are drawn for a node: its shadow tree, what a slot was given, or its children. */
  const drawn = (node: Node): Node[] => {
    if (node instanceof HTMLSlotElement && node.assignedNodes().length > 0) return node.assignedNodes();
    if (node instanceof Element && node.shadowRoot !== null) return [...node.shadowRoot.childNodes];
    return [...node.childNodes];
  };
  const walk = function* (node: Node): Generator<Element> {
    for (const child of drawn(node)) {
      if (!(child instanceof Element)) continue;
      yield child;
      yield* walk(child);
    }
  };
  const wordsOf = (node: Node): string => {
    if (node instanceof Text) return node.data;
    if (node instanceof Element) {
      if (["STYLE", "SCRIPT", "TEMPLATE", "NOSCRIPT"].includes(node.tagName.toUpperCase())) return "";
      // A word may break here and is one still.
      if (node.localName === "wbr") return "\u200B";
      if (!(node instanceof HTMLSlotElement) && getComputedStyle(node).display !== "contents" && !visible(node)) return "";
      if (node instanceof HTMLInputElement && node.type !== "checkbox" && node.type !== "radio") return node.value;
      if (node instanceof HTMLTextAreaElement) return node.value;
      if (node instanceof HTMLSelectElement) return node.selectedOptions[0]?.text ?? "";
    }
    return drawn(node).map(wordsOf).join(" ");
  };
  const tidy = (text: string): string =>
    text
      .replaceAll(/\s*\u200B\s*/gu, "")
      .replaceAll(/\s+/gu, " ")
      .trim();
  const scope = (selector: string | undefined): Node | null => {
    if (selector === undefined) return document.body;
    for (const element of walk(document)) if (element.matches(selector) && visible(element)) return element;
    return null;
  };
  const referred = (element: Element, attribute: string): string => {
    const root = element.getRootNode() as Document | ShadowRoot;
    return (element.getAttribute(attribute) ?? "")
      .split(/\s+/u)
      .filter(Boolean)
      .map((id) => tidy(root.getElementById(id)?.textContent ?? ""))
      .join(" ");
  };
  const nameOf = (element: Element): string => {
    const labelled = referred(element, "aria-labelledby") || (element.getAttribute("aria-label") ?? "");
    if (labelled !== "") return tidy(labelled);
    const labels =
      "labels" in element ? [...((element as HTMLInputElement).labels ?? [])].map((label) => tidy(wordsOf(label))).join(" ") : "";
    return tidy(labels || wordsOf(element) || element.getAttribute("title") || element.getAttribute("placeholder") || "");
  };
  const reachable = (element: Element): boolean =>
    visible(element) &&
    !element.closest("[inert]") &&
    !(element as HTMLButtonElement).disabled &&
    element.getAttribute("aria-disabled") !== "true";

  // The clipboard of a browser without a desktop can be written and not read.
  const copied: string[] = [];
  const clipboard = navigator.clipboard as Clipboard | undefined;
  const write = clipboard?.writeText.bind(clipboard);
  if (clipboard !== undefined && write !== undefined) {
    clipboard.writeText = async (text) => {
      await write(text);
      copied.push(text);
    };
  }

  window.eyes = {
    copied,
    words(within) {
      const start = scope(within);
      return start === null ? "" : tidy(wordsOf(start));
    },
    find({ role, name, within, exact = false }) {
      const start = scope(within);
      if (start === null) return null;
      for (const element of walk(start)) {
        if (!element.matches(SELECTORS[role]) || !reachable(element)) continue;
        const own = nameOf(element);
        if (exact ? own === name : own.includes(name)) return element as HTMLElement;
      }
      return null;
    },
    controls() {
      const found: string[] = [];
      for (const element of walk(document.body)) {
        const role = Object.entries(SELECTORS).find(([, selector]) => element.matches(selector))?.[0];
        if (role !== undefined && role !== "heading" && visible(element))
          found.push(`${role} “${nameOf(element)}”${reachable(element) ? "" : " (off)"}`);
      }
      return found;
    },
  };
}
