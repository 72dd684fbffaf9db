/** What of the room is fetched when somebody wants it, or when the call has stood for a moment: sound and picture come before it. */

import type { ReactiveController, ReactiveControllerHost } from "lit";
import { Later } from "../later.ts";
import type { CallDialogMaker } from "./call-dialogs.ts";

export type LatePart = "chat" | "people" | "dialogs";

/** How long a call has stood before the rest is fetched, so that it is there when it is pressed, also should the network get weak, ms. */
const AHEAD_MS = 4_000;

export class LateParts implements ReactiveController {
  readonly chat: Later<unknown>;
  readonly people: Later<unknown>;
  readonly dialogs: Later<{ callDialog: CallDialogMaker }>;
  #ahead: ReturnType<typeof setTimeout> | undefined;

  /** @param missing called when one did not come; it is asked for again the next time it is wanted */
  constructor(room: ReactiveControllerHost, missing: (part: LatePart) => void) {
    this.chat = new Later(
      room,
      () => import("./call-chat.ts"),
      () => missing("chat"),
    );
    this.people = new Later(
      room,
      () => import("./call-people.ts"),
      () => missing("people"),
    );
    this.dialogs = new Later(
      room,
      () => import("./call-dialogs.ts"),
      () => missing("dialogs"),
    );
    room.addController(this);
  }

  /** The call stands, or it has ended. */
  follow(inside: boolean): void {
    clearTimeout(this.#ahead);
    if (!inside) return;
    this.#ahead = setTimeout(() => {
      for (const part of [this.people, this.chat, this.dialogs]) part.want();
    }, AHEAD_MS);
  }

  hostDisconnected(): void {
    clearTimeout(this.#ahead);
  }
}
