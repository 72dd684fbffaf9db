import { css } from "lit";

/** `.skeleton`: a grey bar where something will be; shown only after 300 ms, so that a quick answer never flashes. */
export const skeletons = css`
  .skeleton {
    border-radius: var(--_radius-s);
    background: var(--_surface-2);
    min-height: 1em;
    animation:
      skeleton-appear 1ms linear 300ms backwards,
      skeleton-breathe 1.6s ease-in-out 300ms infinite alternate;
  }
  @keyframes skeleton-appear {
    from {
      visibility: hidden;
    }
  }
  @keyframes skeleton-breathe {
    from {
      opacity: 1;
    }
    to {
      opacity: 0.55;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .skeleton {
      animation: skeleton-appear 1ms linear 300ms backwards;
    }
  }
`;
