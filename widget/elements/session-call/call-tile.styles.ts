import { css } from "lit";

export const tileStyles = css`
  :host {
    height: 100%;
    overflow: hidden;
  }
  .tile {
    position: relative;
    width: 100%;
    height: 100%;
    border-radius: var(--_radius-l);
    background: var(--_room-tile);
    color: #f0f3f6;
    container-type: size;
  }
  /* Around the picture, so that it is seen on any picture. */
  .ring {
    position: absolute;
    inset: 0;
    border: 3px solid transparent;
    border-radius: inherit;
    /* Round corners are painted over: to cut them out of a moving picture costs four times as much without a graphics card. */
    box-shadow: 0 0 0 64px var(--_room);
    pointer-events: none;
  }
  /* Over another picture there is no one colour to paint with: a frame holds its square corners. */
  .tile.small {
    border-radius: min(var(--_radius-l), 13px);
  }
  .tile.small .ring {
    border: 4px solid var(--_room);
    box-shadow: none;
  }
  .tile.speaking .ring {
    border-color: var(--_accent);
  }
  /* Nothing behind a picture that has not come yet: the one before lies there. */
  video {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    object-fit: cover;
  }
  .tile.small video {
    inset: 4px;
    width: calc(100% - 8px);
    height: calc(100% - 8px);
  }
  .tile.mirrored video {
    transform: scaleX(-1);
  }
  .tile.screen {
    background: #0b0f13;
  }
  .tile.screen video {
    object-fit: contain;
  }
  .absent {
    position: absolute;
    inset: 0;
    display: grid;
    place-content: center;
    place-items: center;
    gap: 12px;
    padding: 8px;
  }
  .absent:has(.why) {
    gap: 4px;
    padding-block-end: 34px;
  }
  .why {
    color: #c3ccd4;
    font-size: var(--_small);
    text-align: center;
  }
  .avatar {
    display: grid;
    place-items: center;
    width: clamp(32px, 22cqmin, 96px);
    aspect-ratio: 1;
    border-radius: 50%;
    background: var(--_room-edge);
    color: #dfe8ee;
    font-size: clamp(var(--_small), 8cqmin, 34px);
    font-weight: 600;
    line-height: 1;
  }
  .foot {
    position: absolute;
    inset-inline: 10px;
    inset-block-end: 10px;
    display: flex;
    align-items: flex-end;
    gap: 8px;
    pointer-events: none;
  }
  .name {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-width: 0;
    max-width: 100%;
    padding: 4px 8px;
    border-radius: var(--_radius-s);
    background: rgb(13 18 24 / 0.72);
    font-size: var(--_small);
    font-weight: 500;
    line-height: 1.35;
  }
  .name span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .name .icon {
    width: 16px;
    height: 16px;
  }
  .marks {
    position: absolute;
    inset-block-start: 10px;
    inset-inline-end: 10px;
    display: flex;
    gap: 6px;
  }
  .mark {
    display: grid;
    place-items: center;
    width: 28px;
    height: 28px;
    border-radius: 50%;
    background: rgb(13 18 24 / 0.72);
  }
  .mark .icon {
    width: 16px;
    height: 16px;
  }
  .mark.hand {
    background: #f4c95d;
    color: #2b2105;
  }
  .bars {
    display: flex;
    align-items: flex-end;
    gap: 2px;
    height: 12px;
  }
  .bars i {
    width: 3px;
    border-radius: 1px;
    background: rgb(255 255 255 / 0.28);
  }
  .bars i:nth-child(1) {
    height: 4px;
  }
  .bars i:nth-child(2) {
    height: 8px;
  }
  .bars i:nth-child(3) {
    height: 12px;
  }
  .bars.fair i:nth-child(-n + 2),
  .bars.poor i:nth-child(1) {
    background: #f4c95d;
  }
  .bars.lost i {
    background: #f2867c;
  }
  .note {
    position: absolute;
    inset-inline: 12px;
    inset-block-start: 12px;
    padding-inline-end: 76px;
    font-size: var(--_small);
    text-shadow: 0 1px 3px rgb(0 0 0 / 0.7);
  }
  .acts {
    position: absolute;
    inset-block-start: 6px;
    inset-inline-start: 6px;
    display: flex;
    gap: 4px;
    opacity: 0;
    transition: opacity var(--_motion);
  }
  .tile:hover .acts,
  .tile.touched .acts,
  .acts:has(:focus-visible) {
    opacity: 1;
  }
  /* Without a pointer to hover with, a tap on the picture brings them; one that hits them unseen does nothing. */
  @media (hover: none) {
    .tile:not(.touched) .acts:not(:has(:focus-visible)) {
      opacity: 0;
      pointer-events: none;
    }
  }
  .acts button {
    display: grid;
    place-items: center;
    width: 44px;
    height: 44px;
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
  }
  .acts button span {
    display: grid;
    place-items: center;
    width: 32px;
    height: 32px;
    border-radius: 50%;
    background: rgb(13 18 24 / 0.72);
  }
  .acts button[aria-pressed="true"] span {
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .acts button:focus-visible {
    outline: 3px solid #ffffff;
    outline-offset: -6px;
    box-shadow: none;
    border-radius: 50%;
  }
  .acts .icon {
    width: 18px;
    height: 18px;
  }
  /* In a small tile only the name and what matters stay. */
  @container (max-width: 150px) or (max-height: 110px) {
    .foot {
      inset-inline: 6px;
      inset-block-end: 6px;
    }
    .name {
      padding: 1px 6px;
    }
    .note,
    .why,
    .acts.optional {
      display: none;
    }
    .marks {
      inset-block-start: 6px;
      inset-inline-end: 6px;
    }
    .mark {
      width: 24px;
      height: 24px;
    }
  }
  @media (forced-colors: active) {
    .tile.speaking .ring {
      border-color: Highlight;
    }
    .bars i {
      background: GrayText;
    }
    .bars.fair i:nth-child(-n + 2),
    .bars.poor i:nth-child(1) {
      background: CanvasText;
    }
  }
`;
