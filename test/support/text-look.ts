/** What a page shows and is made of, through all its shadow trees. */
export interface Look {
  /** Every text, those of neighbours joined, and the values of every field. */
  texts: string[];
  /** Names of elements, and of elements with an attribute, such as `a href`; how often each. */
  census: Record<string, number>;
  /** Attributes that could run or fetch something, as `img src=…`, but for addresses of the page's own. */
  dangers: string[];
}

/** Of the whole page. */
export function lookAround(): Look {
  const look: Look = { texts: [], census: {}, dangers: [] };
  const own = [location.origin, "blob:", "data:image/svg+xml", "#"];
  const fetching = new Set([
    "src",
    "href",
    "srcset",
    "action",
    "formaction",
    "data",
    "poster",
    "background",
    "xlink:href",
    "ping",
    "srcdoc",
  ]);
  const count = (name: string): void => {
    look.census[name] = (look.census[name] ?? 0) + 1;
  };
  const walk = (node: Node): void => {
    if (node instanceof Text) {
      if (!(node.previousSibling instanceof Text)) {
        let text = "";
        for (let next: ChildNode | null = node; next instanceof Text; next = next.nextSibling) text += next.data;
        look.texts.push(text);
      }
      return;
    }
    if (node instanceof Element) {
      count(node.localName);
      for (const { name, value } of node.attributes) {
        count(`${node.localName} ${name}`);
        const fetches = fetching.has(name)
          ? !own.some((start) => value.startsWith(start))
          : name === "style" && /url|image|import|@/iu.test(value);
        if (name.startsWith("on") || fetches) {
          look.dangers.push(`${node.localName} ${name}=${value}`);
        }
      }
      if (node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement) look.texts.push(node.value);
      if (node.shadowRoot !== null) walk(node.shadowRoot);
    }
    for (const child of node.childNodes) walk(child);
  };
  walk(document.body);
  return look;
}
