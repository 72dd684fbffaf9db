/** What the page and the thread that blurs say to each other. The thread asks for each picture, so that none piles up. */

/** A camera's picture, handed over. */
export type Picture = VideoFrame | ImageBitmap;

export type ToBlur =
  /** Addresses of the library's wasm and of the model. */
  | { is: "load"; wasm: string; model: string }
  | { is: "picture"; picture: Picture }
  /** The camera has no newer one. */
  | { is: "none" };

export type FromBlur =
  /** The thread is there. */
  | { is: "here" }
  /** The next picture, please. */
  | { is: "next" }
  | { is: "blurred"; picture: ImageBitmap }
  /** Whether it is too slow for a picture that moves. */
  | { is: "slow"; slow: boolean }
  /** Nothing more will come. */
  | { is: "failed"; why: string };
