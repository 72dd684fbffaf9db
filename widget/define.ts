/**
 * Registers a tag unless the page already has one of that name, so that two versions of Doorstep on one page, or one loaded
 * twice, never throw: the first one stays. Does nothing where there is no registry (Node).
 *
 * @param tag the tag's name, e.g. `drop-in-join`
 */
export function define(tag: string, element: CustomElementConstructor): void {
  if (typeof customElements === "undefined" || customElements.get(tag) !== undefined) return;
  customElements.define(tag, element);
}
