/** What the tags' own sources say of them, taken from the custom-elements manifest when the demo is built (demo/tags-plugin.ts). */
declare module "virtual:tags" {
  interface Named {
    name: string;
    description: string;
    type: string;
  }
  interface Tag {
    tag: string;
    description: string;
    attributes: Named[];
    properties: Named[];
    events: Named[];
    methods: Named[];
    slots: Named[];
    parts: Named[];
  }
  export const tags: Tag[];
  /** Design tokens, with their defaults. */
  export const tokens: { name: string; value: string; about: string }[];
}
