import { css } from "lit";

export const toolbarStyles = css`
  :host {
    container-type: inline-size;
  }
  .bar {
    position: relative;
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 10px;
  }
  .round {
    position: relative;
    flex: none;
    border-color: transparent;
    background: var(--_room-raised);
    color: #f0f3f6;
  }
  .round:hover {
    background: var(--_room-edge);
  }
  .round.off {
    background: #ffffff;
    color: #14191f;
  }
  .round.off:hover {
    background: #e3e8ed;
  }
  .round.on {
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .round.open {
    background: color-mix(in oklab, var(--_accent) 30%, var(--_room-panel));
  }
  .count {
    position: absolute;
    inset-block-start: -4px;
    inset-inline-end: -4px;
    min-width: 20px;
    height: 20px;
    padding: 0 5px;
    border-radius: 10px;
    background: var(--_accent);
    color: var(--_on-accent);
    font-size: var(--_small);
    font-weight: 700;
    line-height: 20px;
    text-align: center;
  }
  .problem {
    position: absolute;
    inset-block-start: -4px;
    inset-inline-end: -4px;
    width: 20px;
    height: 20px;
    border-radius: 50%;
    background: #f4c95d;
    color: #2b2105;
    font-size: var(--_small);
    font-weight: 700;
    line-height: 20px;
    text-align: center;
  }
  .leave {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    flex: none;
    height: 48px;
    min-width: 48px;
    padding: 0 18px;
    border: 1px solid transparent;
    border-radius: 24px;
    background: #c5301f;
    color: #ffffff;
    font-weight: 600;
  }
  .leave:hover {
    background: #a92819;
  }
  .leave:focus-visible {
    border-radius: 24px;
  }
  .menu {
    inset: auto;
    margin: 0;
    width: min(280px, calc(100vw - 24px));
    max-height: 70vh;
    padding: 6px;
    overflow: auto;
    border: 1px solid #34404b;
    border-radius: var(--_radius-l);
    background: var(--_room-panel);
    color: #f0f3f6;
    box-shadow: var(--_shadow);
  }
  .menu:not(:popover-open) {
    display: none;
  }
  .menu button {
    display: flex;
    align-items: center;
    gap: 12px;
    width: 100%;
    min-height: var(--_target);
    padding: 8px 12px;
    border: 0;
    border-radius: var(--_radius);
    background: none;
    color: inherit;
    font-size: var(--_body);
    text-align: start;
  }
  .menu button:hover,
  .menu button:focus-visible {
    background: var(--_room-raised);
  }
  .menu hr {
    height: 1px;
    margin: 6px 12px;
    border: 0;
    background: #34404b;
  }
  .menu .danger {
    color: #f6a197;
  }
  .menu .check {
    margin-inline-start: auto;
  }
  .narrow {
    display: none !important;
  }
  @container (max-width: 500px) {
    .bar {
      gap: 8px;
    }
    .wide,
    .leave span {
      display: none !important;
    }
    .narrow {
      display: flex !important;
    }
    .leave {
      width: 56px;
      padding: 0;
    }
  }
  @container (max-width: 340px) {
    .bar {
      gap: 4px;
    }
    .round {
      width: 44px;
      height: 44px;
    }
    .leave {
      width: 48px;
      height: 44px;
    }
  }
  @media (forced-colors: active) {
    .round.on,
    .round.open {
      border: 3px solid Highlight;
    }
  }
`;
