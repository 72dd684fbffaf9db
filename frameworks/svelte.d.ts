/**
 * Doorstep's tags in Svelte 5, for TypeScript: add `import type {} from "doorstep/svelte"` to a file, or `"doorstep/svelte"` to the
 * `types` of a tsconfig. Properties are attributes of the markup; an event's listener is `on` with the event's own name.
 */
import type { HTMLAttributes } from "svelte/elements";
import type { Tags } from "../dist/tags.js";

type Listeners<Events> = { [Name in keyof Events & string as `on${Name}`]?: (event: Events[Name]) => void };

/** The attributes and listeners of one tag. */
export type TagProps<Name extends keyof Tags> = Omit<
  HTMLAttributes<Tags[Name]["element"]>,
  keyof Tags[Name]["properties"] | keyof Listeners<Tags[Name]["events"]>
> &
  Tags[Name]["properties"] &
  Tags[Name]["attributes"] &
  Listeners<Tags[Name]["events"]>;

type AllTags = { [Name in keyof Tags]: TagProps<Name> };

declare module "svelte/elements" {
  interface SvelteHTMLElements extends AllTags {}
}
