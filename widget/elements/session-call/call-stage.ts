import type { PropertyValues, TemplateResult } from "lit";
import { css, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { msg, str } from "@lit/localize";
import { define } from "../../define.ts";
import { directionOf } from "../../locales/language.ts";
import { chevronIcon } from "../../theme/icons.ts";
import { number } from "../../theme/words.ts";
import { CallPart } from "./call-part.ts";
import { TILE_PARTS } from "./call-parts.ts";
import "./call-tile.ts";
import type { Box } from "./stage-layout.ts";
import type { Place, Places } from "./stage-places.ts";
import { placesOf, shownOf } from "./stage-places.ts";
import type { Sight } from "./stage-sights.ts";
import { largeOf, sightsOf } from "./stage-sights.ts";

/**
 * Everyone's pictures: a grid, or one large and the others small. Whoever joins comes last, so nobody else's place is taken. Boxes are
 * at their place at once: to glide there costs most when a page is busiest. Not a tag for pages.
 */
export class CallStage extends CallPart {
  static override styles = [
    CallPart.styles,
    css`
      :host {
        position: relative;
        overflow: hidden;
      }
      .place {
        position: absolute;
        inset-block-start: 0;
        left: 0;
      }
      .place.corner {
        z-index: 1;
        border-radius: min(var(--_radius-l), 13px);
        box-shadow: 0 2px 12px rgb(0 0 0 / 0.45);
      }
      .pager {
        position: absolute;
        inset-inline: 0;
        inset-block-end: 4px;
        display: flex;
        align-items: center;
        justify-content: center;
        font-size: var(--_small);
        font-variant-numeric: tabular-nums;
      }
      .pager button {
        display: grid;
        place-items: center;
        width: 44px;
        height: 44px;
        padding: 0;
        border: 0;
        border-radius: 50%;
        background: none;
        color: inherit;
      }
      .pager button:hover {
        background: var(--_room-raised);
      }
      .pager button[aria-disabled="true"] {
        opacity: 0.4;
      }
      .pager .icon {
        rotate: -90deg;
      }
      .pager .back .icon,
      .pager button:dir(rtl) .icon {
        rotate: 90deg;
      }
      .pager .back:dir(rtl) .icon {
        rotate: -90deg;
      }
      .alone {
        position: absolute;
        inset-inline: 16px;
        inset-block-start: 24px;
        z-index: 1;
        display: flex;
        justify-content: center;
        pointer-events: none;
      }
      .alone p {
        padding: 8px 16px;
        border-radius: var(--_radius);
        background: rgb(13 18 24 / 0.78);
        color: #f0f3f6;
        text-align: center;
      }
    `,
  ];

  @property() layout: "auto" | "grid" | "speaker" = "auto";

  @state() private size: { width: number; height: number } | undefined;
  @state() private pinned: string | undefined;
  /** Where oneself stands; undefined: as the number of people suggests. */
  @state() private cornered: boolean | undefined;
  @state() private page = 0;
  #places: Places = { of: new Map(), page: 0, pages: 1 };

  readonly #observer = globalThis.ResizeObserver === undefined ? undefined : new ResizeObserver(([entry]) => this.#resized(entry));

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer?.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer?.disconnect();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (this.pinned !== undefined && !sightsOf(this.call).some(({ key }) => key === this.pinned)) this.pinned = undefined;
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    // Nothing is shown before it has a size, and nothing would be sent.
    if (this.size !== undefined) this.call.show(shownOf(sightsOf(this.call), this.#places));
  }

  protected override render(): TemplateResult | typeof nothing {
    const { size } = this;
    const sights = sightsOf(this.call);
    if (size === undefined || size.width === 0 || size.height === 0 || sights.length === 0) return nothing;
    const places = (this.#places = this.#placesFor(sights, { x: 0, y: 0, ...size }));
    const alone = sights.length === 1 && sights[0]?.self === true;
    return html`${repeat(
      sights,
      ({ key }) => key,
      (sight) => this.#place(sight, places.of.get(sight.key), sights.length - 1),
    )}
    ${this.#pager(places)}
    ${alone ? html`<div class="alone"><p>${msg("You're the only one here so far.", { id: "call.alone" })}</p></div>` : nothing}`;
  }

  #pager({ page, pages }: Places): TemplateResult | typeof nothing {
    if (pages < 2) return nothing;
    const [now, all] = [number(this.locale, page + 1), number(this.locale, pages)];
    const button = (by: 1 | -1, label: string) =>
      html`<button
        type="button"
        class=${by < 0 ? "back" : ""}
        aria-label=${label}
        title=${label}
        aria-disabled=${by < 0 ? page === 0 : page === pages - 1}
        @click=${() => this.turn(by)}
      >
        ${chevronIcon()}
      </button>`;
    return html`<div class="pager" role="group" aria-label=${msg("Pages of people", { id: "call.pages" })}>
      ${button(-1, msg("People before", { id: "call.page-before" }))}
      <span role="status">${msg(str`Page ${now} of ${all}`, { id: "call.page" })}</span>
      ${button(1, msg("More people", { id: "call.page-next" }))}
    </div>`;
  }

  #place(sight: Sight, place: Place | undefined, others: number): TemplateResult | typeof nothing {
    if (place === undefined) return nothing;
    const { participant, screen, self, key } = sight;
    const { box, corner } = place;
    const { call } = this;
    const id = participant.participantId;
    const remote = call.remotes.get(id);
    // As a property: a style attribute is what a strict policy (`style-src 'self'`) forbids.
    const x = directionOf(this.locale) === "rtl" && this.size !== undefined ? this.size.width - box.x - box.width : box.x;
    const style = `translate: ${px(x)} ${px(box.y)}; width: ${px(box.width)}; height: ${px(box.height)}`;
    return html`<div class="place ${corner ? "corner" : ""}" .style=${style}>
      <doorstep-call-tile
        exportparts=${TILE_PARTS}
        .participant=${self ? { ...participant, muted: !call.microphoneOn, cameraOff: !call.cameraOn, handRaised: call.handRaised } : participant}
        .stream=${this.#streamOf(sight)}
        .screen=${screen}
        .self=${self}
        .speaking=${call.speaking.has(id)}
        .quality=${self ? "good" : (call.qualities.get(id) ?? "good")}
        .state=${self ? "connected" : (remote?.state ?? "connecting")}
        .paused=${!self && remote?.paused === true}
        .aside=${!self && !screen && remote?.aside === true}
        .lit=${!screen && call.inside?.spotlight === id}
        .pinned=${this.pinned === key}
        .pinnable=${!self && others > 1}
        .small=${corner}
        .shrinkable=${self && !screen && others > 0}
        @pin=${() => (this.pinned = this.pinned === key ? undefined : key)}
        @shrink=${() => (this.cornered = !corner)}
      ></doorstep-call-tile>
    </div>`;
  }

  #streamOf({ participant, screen, self }: Sight): MediaStream | null {
    if (self) return screen ? this.call.screen.stream : (this.call.media.stream ?? null);
    const streams = this.call.remotes.get(participant.participantId)?.streams;
    return (screen ? streams?.screen : streams?.camera) ?? null;
  }

  /** Turns to another page of pictures, where there are several. */
  turn(by: 1 | -1): void {
    this.page = Math.min(Math.max(this.#places.page + by, 0), this.#places.pages - 1);
  }

  #placesFor(sights: Sight[], stage: Box): Places {
    const self = sights.find((sight) => sight.self && !sight.screen);
    // With one other, that one is the picture. Whom everyone shall look at is not put in the corner.
    const lit = this.call.inside?.spotlight === self?.participant.participantId;
    const corner = self !== undefined && sights.length > 1 && !lit && (this.cornered ?? sights.length === 2);
    const inFlow = corner ? sights.filter((sight) => sight !== self) : sights;
    const large = largeOf(inFlow, this.call, { pinned: this.pinned, layout: this.layout });
    return placesOf(inFlow, { stage, large, cornered: corner ? self : undefined, page: this.page });
  }

  #resized(entry: ResizeObserverEntry | undefined): void {
    if (entry === undefined) return;
    const { width, height } = entry.contentRect;
    // At first there is none, until its surroundings have theirs.
    if (this.size !== undefined || width * height > 0) this.size = { width, height };
  }
}

/** Whole pixels: a picture between two is blurred. */
function px(value: number): string {
  return `${Math.round(value)}px`;
}

define("doorstep-call-stage", CallStage);

declare global {
  interface HTMLElementTagNameMap {
    "doorstep-call-stage": CallStage;
  }
}
