import type { CSSResultGroup, PropertyValues } from "lit";
import { css, LitElement } from "lit";
import { property } from "lit/decorators.js";
import type { CallStore } from "../../session/call-store.ts";
import { inTurn } from "../../session/drawing.ts";
import { Follow } from "../../session/follow.ts";
import { speakingAs } from "../../locales/speech.ts";
import { basics, buttons } from "../../theme/controls.ts";

/**
 * A piece of `<session-call>` with a shadow root of its own. It stands inside the tag's root, so the design tokens reach it by
 * inheritance; it renders anew when the call changes. Not a tag for pages.
 */
export abstract class CallPart extends LitElement {
  static override styles: CSSResultGroup = [
    basics,
    buttons,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      :host([hidden]) {
        display: none !important;
      }
      *,
      *::before,
      *::after {
        box-sizing: border-box;
      }
    `,
  ];

  @property({ attribute: false }) call!: CallStore;
  /** What `Intl` is asked with. */
  @property({ attribute: false }) locale = "en";

  constructor() {
    super();
    new Follow(this, () => this.call);
  }

  protected override scheduleUpdate(): void | Promise<unknown> {
    return inTurn(() => super.scheduleUpdate());
  }

  /** Not around the whole update: a part whose file came after its place was made gets its `locale` only at the beginning of that. */
  protected override update(changed: PropertyValues): void {
    speakingAs(this.locale, () => super.update(changed));
  }

  /** For sentences that are made after an event, not while rendering. */
  protected speak<T>(say: () => T): T {
    return speakingAs(this.locale, say);
  }

  /** Tells the tag around it. */
  protected tell<Detail>(name: string, detail?: Detail): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
