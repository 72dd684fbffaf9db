/** What the pieces of the call ask each other for. */

/** Which side panel is open. */
export type Panel = "people" | "chat" | undefined;
/** What the toolbar asks the tag for. */
export type Command =
  | "microphone"
  | "camera"
  | "screen"
  | "hand"
  | "chat"
  | "people"
  | "layout"
  | "page-before"
  | "page-next"
  | "picture-in-picture"
  | "devices"
  | "shortcuts"
  | "invite"
  | "mute-all"
  | "lock"
  | "leave"
  | "end";
