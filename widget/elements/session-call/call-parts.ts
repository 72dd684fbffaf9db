/** Names of the pieces a page may style, handed on from one shadow root to the next. */

export const TILE_PARTS = "tile, self-tile, tile-video, tile-avatar, name-tag, hand-mark, quality-mark";
export const TOOLBAR_PARTS =
  "toolbar, leave-button, more-button, microphone-button, camera-button, screen-button, hand-button, chat-button, people-button, waiting-count, menu";
export const ROOM_PARTS = `room, header, stage, panel, people, person, waiting, invite-button, message, chat-field, note, ${TOOLBAR_PARTS}, ${TILE_PARTS}`;
