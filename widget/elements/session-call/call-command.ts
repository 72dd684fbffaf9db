/** What the pieces of the call ask each other for. */

/** Which side panel is open. */
export type Panel = "people" | "chat" | undefined;
/** What changes the call itself. */
export type Deed = "microphone" | "camera" | "screen" | "hand" | "mute-all" | "lock";
/** What the toolbar asks the tag for. */
export type Command =
  | Deed
  | "chat"
  | "people"
  | "layout"
  | "who"
  | "page-before"
  | "page-next"
  | "picture-in-picture"
  | "devices"
  | "shortcuts"
  | "invite"
  | "leave"
  | "end";
