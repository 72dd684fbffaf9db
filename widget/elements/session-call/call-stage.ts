import type { PropertyValues, TemplateResult } from "lit";
import { css, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { msg } from "@lit/localize";
import type { ParticipantId } from "../../../protocol/ids.ts";
import type { Participant } from "../../../protocol/views.ts";
import { define } from "../../define.ts";
import { CallPart } from "./call-part.ts";
import { TILE_PARTS } from "./call-parts.ts";
import "./call-tile.ts";
import type { Box } from "./stage-layout.ts";
import { cornerBox, gridBoxes, speakerBoxes } from "./stage-layout.ts";

/** One picture on the stage. */
interface Sight {
  key: string;
  participant: Participant;
  screen: boolean;
  self: boolean;
}

/**
 * Everyone's pictures: a grid, or one large and the others small. Whoever joins comes last, so nobody else's place is taken; boxes
 * glide to where they belong. Not a tag for pages.
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
        transition:
          translate var(--_motion) ease-out,
          width var(--_motion) ease-out,
          height var(--_motion) ease-out;
      }
      .place.corner {
        z-index: 1;
        border-radius: var(--_radius-l);
        box-shadow: 0 2px 12px rgb(0 0 0 / 0.45);
      }
      .still .place {
        transition: none;
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
    if (this.pinned !== undefined && !this.#sights().some(({ key }) => key === this.pinned)) this.pinned = undefined;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { size } = this;
    const sights = this.#sights();
    if (size === undefined || size.width === 0 || size.height === 0 || sights.length === 0) return nothing;
    const boxes = this.#boxes(sights, { x: 0, y: 0, ...size });
    const alone = sights.length === 1 && sights[0]?.self === true;
    return html`${repeat(
      sights,
      ({ key }) => key,
      (sight) => this.#place(sight, boxes.get(sight.key)),
    )}
    ${alone ? html`<div class="alone"><p>${msg("You're the only one here so far.", { id: "call.alone" })}</p></div>` : nothing}`;
  }

  #place(sight: Sight, place: { box: Box; corner: boolean } | undefined): TemplateResult | typeof nothing {
    if (place === undefined) return nothing;
    const { participant, screen, self, key } = sight;
    const { box, corner } = place;
    const { call } = this;
    const id = participant.participantId;
    const remote = call.remotes.get(id);
    // As a property: a style attribute is what a strict policy (`style-src 'self'`) forbids.
    const style = `translate: ${px(box.x)} ${px(box.y)}; width: ${px(box.width)}; height: ${px(box.height)}`;
    const others = this.#sights().length - 1;
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

  /** Others by their arrival, oneself last; a shared screen stands before the one who shares it. */
  #sights(): Sight[] {
    const { inside } = this.call;
    if (inside === undefined) return [];
    const others = inside.participants.filter(({ participantId }) => participantId !== inside.me).toSorted((a, b) => a.order - b.order);
    const sights = others.flatMap((participant) => [
      ...(participant.sharing ? [sightOf(participant, true, false)] : []),
      sightOf(participant, false, false),
    ]);
    const { me } = this.call;
    if (me === undefined) return sights;
    return [...sights, ...(this.call.screen.track === null ? [] : [sightOf(me, true, true)]), sightOf(me, false, true)];
  }

  #boxes(sights: Sight[], stage: Box): Map<string, { box: Box; corner: boolean }> {
    const self = sights.find((sight) => sight.self && !sight.screen);
    // With one other, that one is the picture.
    const corner = self !== undefined && sights.length > 1 && (this.cornered ?? sights.length === 2);
    const inFlow = corner ? sights.filter((sight) => sight !== self) : sights;
    const large = this.#large(inFlow);
    const ordered = large === undefined ? inFlow : [large, ...inFlow.filter((sight) => sight !== large)];
    const boxes = large === undefined ? gridBoxes(ordered.length, stage) : speakerBoxes(ordered.length, stage);
    const places = new Map(ordered.map((sight, index) => [sight.key, { box: boxes[index]!, corner: false }]));
    // Not over the strip of the others.
    if (corner) places.set(self.key, { box: cornerBox(large === undefined ? stage : boxes[0]!), corner: true });
    return places;
  }

  /** Which one is large; undefined for a grid. */
  #large(sights: Sight[]): Sight | undefined {
    const pinned = sights.find(({ key }) => key === this.pinned);
    if (pinned !== undefined) return pinned;
    if (this.layout === "grid" || sights.length < 2) return undefined;
    const screen = sights.find((sight) => sight.screen && !sight.self);
    if (screen !== undefined) return screen;
    if (this.layout !== "speaker") return undefined;
    const faces = sights.filter((sight) => !sight.screen && !sight.self);
    return faces.find(({ participant }) => participant.participantId === this.call.speaker) ?? faces[0];
  }

  #resized(entry: ResizeObserverEntry | undefined): void {
    if (entry === undefined) return;
    const { width, height } = entry.contentRect;
    this.size = { width, height };
  }
}

function sightOf(participant: Participant, screen: boolean, self: boolean): Sight {
  const id: ParticipantId = participant.participantId;
  return { key: screen ? `${id} screen` : id, participant, screen, self };
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
