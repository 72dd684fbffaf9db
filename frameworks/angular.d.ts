/**
 * Doorstep's tags in the templates of Angular, for TypeScript: add `import type {} from "doorstep/angular"` to a file, or
 * `"doorstep/angular"` to the `types` of a tsconfig. With `strictTemplates`, `$event` has the type of the tag's event, as
 * has what any listener added by `addEventListener` is told. What is bound to a property Angular checks on no custom element.
 */
import type { Tags } from "../dist/tags.js";

type EventsOf<Tag> = { [Name in keyof Tags]: Tag extends Tags[Name]["element"] ? Tags[Name]["events"] : never }[keyof Tags];

declare module "../dist/widget/elements/base.js" {
  interface DoorstepElement {
    addEventListener<Name extends keyof EventsOf<this>>(
      type: Name,
      listener: (this: this, event: EventsOf<this>[Name]) => unknown,
      options?: boolean | AddEventListenerOptions,
    ): void;
    addEventListener<Name extends keyof HTMLElementEventMap>(
      type: Name,
      listener: (this: this, event: HTMLElementEventMap[Name]) => unknown,
      options?: boolean | AddEventListenerOptions,
    ): void;
    addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
  }
}
