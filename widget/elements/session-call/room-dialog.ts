import type { ReactiveController, ReactiveControllerHost, TemplateResult } from "lit";
import { nothing } from "lit";
import type { Later } from "../later.ts";
import type { CallDialog, CallDialogMaker } from "./call-dialogs.ts";

/** The dialog over the room, if there is one. Its file may still be on its way when it is asked for. */
export class RoomDialog implements ReactiveController {
  #is: CallDialog["is"] | undefined;
  #shown: HTMLDialogElement | null = null;

  constructor(
    private readonly room: ReactiveControllerHost & HTMLElement,
    private readonly file: Later<{ callDialog: CallDialogMaker }>,
  ) {
    room.addController(this);
  }

  get wanted(): boolean {
    return this.#is !== undefined;
  }

  show(is: CallDialog["is"]): void {
    this.#is = is;
    this.room.requestUpdate();
  }

  hide(): void {
    this.#is = undefined;
    this.room.requestUpdate();
  }

  render(about: Pick<CallDialog, "chat" | "screen" | "end">): TemplateResult | typeof nothing {
    if (this.#is === undefined) return nothing;
    return this.file.value?.callDialog(this.room, { ...about, is: this.#is, closed: () => this.hide() }) ?? nothing;
  }

  hostUpdated(): void {
    const dialog = this.room.shadowRoot?.querySelector("dialog") ?? null;
    // Once: one that was closed stays so until it has gone.
    if (dialog !== this.#shown) dialog?.showModal();
    this.#shown = dialog;
  }
}
