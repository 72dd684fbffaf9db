/** A bucket that holds `capacity` requests and gains `perSecond`: bursts pass, floods don't (DOOR6). Times in ms. */
export interface BucketSize {
  readonly capacity: number;
  readonly perSecond: number;
}

export class TokenBucket {
  #level: number;
  #at: number;

  constructor(
    private readonly size: BucketSize,
    now: number,
  ) {
    this.#level = size.capacity;
    this.#at = now;
  }

  /** 0: taken. Otherwise the ms after which one will be there. */
  take(now: number): number {
    const { capacity, perSecond } = this.size;
    this.#level = Math.min(capacity, this.#level + (Math.max(0, now - this.#at) * perSecond) / 1_000);
    this.#at = now;
    if (this.#level < 1) return Math.ceil(((1 - this.#level) * 1_000) / perSecond);
    this.#level -= 1;
    return 0;
  }
}
