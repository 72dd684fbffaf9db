/** What the gallery and its frame say to each other. */

export interface FrameAsks {
  /** Design tokens by name; an empty value takes one back. */
  tokens?: Record<string, string>;
  /** The part to mark; none if empty. */
  part?: string;
}

export type FrameTells = { event: string; detail: string } | { ready: true };
