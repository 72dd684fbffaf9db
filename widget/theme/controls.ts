/**
 * What the tags' pieces have in common. Each group is a style sheet and a file of its own, so that a tag carries only what it uses:
 * `static styles = [DoorstepElement.styles, buttons, fields]`. `basics` comes with `DoorstepElement`.
 */

export { basics } from "./basics.ts";
export { buttons } from "./buttons.ts";
export { cards } from "./cards.ts";
export { checkboxes } from "./checkboxes.ts";
export { chips } from "./chips.ts";
export { dialogs } from "./dialogs.ts";
export { fields } from "./fields.ts";
export { people } from "./people.ts";
export { selects } from "./selects.ts";
export { skeletons } from "./skeletons.ts";
export { switches } from "./switches.ts";
