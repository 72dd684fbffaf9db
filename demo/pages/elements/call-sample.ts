import type { TemplateResult } from "lit";
import { html } from "lit";
import { property } from "lit/decorators.js";
import "../../../widget/elements/session-call/call-room.ts";
import { DoorstepElement } from "../../../widget/elements/base.ts";
import { callStyles } from "../../../widget/elements/session-call/session-call.styles.ts";
import type { CallStore } from "../../../widget/session/call-store.ts";

/** `<session-call>` inside of a call that takes place nowhere. */
export class CallSample extends DoorstepElement {
  static override styles = [DoorstepElement.styles, callStyles];

  @property({ attribute: false }) call!: CallStore;
  @property({ attribute: false }) layout: "auto" | "grid" | "speaker" = "auto";

  protected override renderContent(): TemplateResult {
    return html`<div class="dark">
      <doorstep-call-room .call=${this.call} .locale=${this.locale} .layout=${this.layout}></doorstep-call-room>
    </div>`;
  }
}

customElements.define("call-sample", CallSample);
