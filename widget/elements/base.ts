import type { CSSResultGroup, PropertyDeclaration, PropertyValues, TemplateResult } from "lit";
import { html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { msg } from "@lit/localize";
import { directionOf } from "../locales/language.ts";
import { speakingAs } from "../locales/speech.ts";
import { Tongue } from "../locales/tongue.ts";
import { ownTask } from "../session/own-task.ts";
import { basics } from "../theme/basics.ts";
import { tokens } from "../theme/tokens.ts";

/** What keeps a tag from working. The page's developer reads `attribute`, `what` and `fix` in the console; people read `sentence`. */
export interface Complaint {
  attribute?: string;
  /** What is wrong, e.g. `is missing`. */
  what: string;
  /** What to write instead, e.g. `Set relay="https://relay.example".` */
  fix: string;
  /** What people read in the tag's place; a calm general sentence if absent. */
  sentence?: string;
}

/** Code that comes and what it shows first are two stretches of work: in between a page can answer. Over with the task that loaded this. */
let loading: Promise<void> | undefined = ownTask().then(() => (loading = undefined));

/** Each complaint is told to the console once, however often a page makes the same mistake. */
const told = new Set<string>();

/**
 * What every tag has in common: `relay`, `token`, `lang`, `theme`; the design tokens; errors shown in the tag's own place.
 * A tag implements `renderContent()`, and calls `complain()` for a page's mistake and `settle()` when it is mended. Nothing a tag
 * does throws into the host page.
 *
 * @csspart base - The root around everything a tag shows.
 * @csspart complaint - The words shown when the tag cannot work.
 */
export abstract class DoorstepElement extends LitElement {
  static override styles: CSSResultGroup = [tokens, basics];

  /** An attribute that is taken away leaves its property as if it had never been there, not `null`. */
  static override createProperty(name: PropertyKey, options?: PropertyDeclaration): void {
    const plain = options?.type === undefined && options?.converter === undefined;
    super.createProperty(name, plain ? { ...options, converter: { fromAttribute: (text) => text ?? undefined } } : options);
  }

  /** Origin of the relay, e.g. `https://relay.example`. Inside a `<session-provider>` it comes from there. */
  @property() relay?: string;
  /** A host token. Inside a `<session-provider>` it comes from there. Guests need none. */
  @property() token?: string;
  /** Language, a BCP 47 name; otherwise the page's. */
  @property({ reflect: true }) override lang!: string;
  /** `auto` follows the page's `color-scheme`. */
  @property({ reflect: true }) theme: "auto" | "light" | "dark" = "auto";

  @state() private complaint: Complaint | undefined;

  protected readonly tongue = new Tongue(this);
  /** The last update met an error. */
  #failing = false;

  /** What `Intl` is asked with. */
  protected get locale(): string {
    return this.tongue.locale;
  }

  /** For sentences that are made after an event, not while rendering: those that `say` makes are in the tag's language. */
  protected speak<T>(say: () => T): T {
    return speakingAs(this.locale, say);
  }

  /** Shows that the tag cannot work, and tells the page's developer once which attribute to mend and how. */
  protected complain(complaint: Complaint): void {
    this.complaint = complaint;
    this.warn(complaint.attribute, complaint.what, complaint.fix);
  }

  /** Tells the page's developer of a mistake that the tag can live with. */
  protected warn(attribute: string | undefined, what: string, fix: string): void {
    const line = `<${this.localName}>${attribute === undefined ? "" : ` attribute "${attribute}"`} ${what} ${fix}`;
    if (told.has(line)) return;
    told.add(line);
    console.error(line);
  }

  /** Takes the last complaint back. */
  protected settle(): void {
    this.complaint = undefined;
  }

  /** A composed, bubbling event with a typed detail; false when somebody cancelled it. */
  protected tell<Detail>(name: string, detail?: Detail, { cancelable = false } = {}): boolean {
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable }));
  }

  /** What the tag shows. */
  protected abstract renderContent(): unknown;

  /** Waits for the language's sentences, so that nobody reads first English and then their own. */
  protected override scheduleUpdate(): void | Promise<unknown> {
    const coming = this.tongue.ready() ?? loading?.then(() => true);
    if (coming === undefined) return super.scheduleUpdate();
    return coming.then((here) => {
      if (!here) this.warn("lang", `asks for ${this.locale}, whose sentences couldn't be fetched.`, "Serve all files of the build.");
      return super.scheduleUpdate();
    });
  }

  protected override performUpdate(): void {
    try {
      speakingAs(this.locale, () => super.performUpdate());
      this.#failing = false;
    } catch (error) {
      // Only the first: showing it is an update too, and may meet the same error, without end.
      if (!this.#failing) this.complain(brokenBy(error));
      this.#failing = true;
    }
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (!changed.has("theme")) return;
    this.theme ??= "auto";
    if (["auto", "light", "dark"].includes(this.theme)) return;
    this.warn("theme", `is "${this.theme}".`, "Set it to auto, light or dark.");
    this.theme = "auto";
  }

  override render(): TemplateResult {
    return html`<div class="root" part="base" lang=${this.locale} dir=${directionOf(this.locale)}>
      ${this.complaint === undefined ? this.content() : complaintView(this.complaint)}
    </div>`;
  }

  private content(): unknown {
    try {
      return this.renderContent();
    } catch (error) {
      const complaint = brokenBy(error);
      // Not while rendering: the state changes after this update.
      void Promise.resolve().then(() => this.complain(complaint));
      return nothing;
    }
  }
}

function complaintView({ sentence }: Complaint): TemplateResult {
  return html`<p class="banner danger" part="complaint" role="alert">
    ${sentence ?? msg("This part of the page can't be shown right now. Please reload the page.", { id: "base.broken" })}
  </p>`;
}

function brokenBy(error: unknown): Complaint {
  const what = `met an error of its own: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}.`;
  return { what, fix: "Reload the page; if it stays, report it with this line." };
}
