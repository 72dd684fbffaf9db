/** Parts of the tags inside that pages may style through this one (`exportparts`). */

export const CALL_PARTS = "room, stage, tile, self-tile, name-tag, toolbar, panel, leave-button: call-leave-button";
export const WAITING_PARTS = "lead, presence, messages, message, tips, chime-button, self-view, device-buttons, leave-button, heading";
