/**
 * Doorstep's tags in the templates of Vue 3, for TypeScript: add `import type {} from "doorstep/vue"` to a file, or `"doorstep/vue"` to
 * the `types` of a tsconfig. `isCustomElement` of the template compiler tells Vue itself that they are no components of its own.
 */
import type { HTMLAttributes, PublicProps } from "vue";
import type { Tags } from "../dist/tags.js";

type Camel<Text extends string> = Text extends `${infer Head}-${infer Tail}` ? `${Head}${Capitalize<Camel<Tail>>}` : Text;
type Listeners<Events> = {
  [Name in keyof Events & string as `on${Capitalize<Camel<Name>>}`]?: (event: Events[Name]) => void;
};

/** The props and listeners of one tag. */
export type TagProps<Name extends keyof Tags> = Omit<HTMLAttributes, keyof Tags[Name]["properties"] | "onClose"> &
  PublicProps &
  Tags[Name]["properties"] &
  Tags[Name]["attributes"] &
  Listeners<Tags[Name]["events"]>;

type AllTags = { [Name in keyof Tags]: new () => Tags[Name]["element"] & { $props: TagProps<Name> } };

declare module "vue" {
  interface GlobalComponents extends AllTags {}
}
