/**
 * Doorstep's tags in React 19, for TypeScript: add `import type {} from "doorstep/react"` to a file, or `"doorstep/react"` to the
 * `types` of a tsconfig. Properties are props; an event's listener is `on` with the event's own name: `onsession-created`.
 */
import type { ClassAttributes, HTMLAttributes } from "react";
import type { Tags } from "../dist/tags.js";

type Listeners<Events> = { [Name in keyof Events & string as `on${Name}`]?: (event: Events[Name]) => void };

/** The props of one tag. */
export type TagProps<Name extends keyof Tags> = Omit<HTMLAttributes<Tags[Name]["element"]>, keyof Tags[Name]["properties"]> &
  ClassAttributes<Tags[Name]["element"]> &
  Tags[Name]["properties"] &
  Tags[Name]["attributes"] &
  Listeners<Tags[Name]["events"]>;

type AllTags = { [Name in keyof Tags]: TagProps<Name> };

declare module "react" {
  namespace JSX {
    interface IntrinsicElements extends AllTags {}
  }
}
