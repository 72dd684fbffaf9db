/**
 * A connection that is built anew beside the old one when it is of no use any more: the old one goes when the new one stands. Builds are
 * numbered upwards, also from one page load to the next, so that the other end knows the newest.
 */

/** One build of it. */
export interface Built {
  readonly build: number;
  readonly leg: { readonly standing: "connecting" | "connected" | "broken"; close(): void };
}

const PAUSE_FIRST_MS = 200;
const PAUSE_LONGEST_MS = 4_000;
/** The old one is kept this long after the new one stands: what comes over it is not shown at once, ms. */
const OVERLAP_MS = 1_000;
/** One that does not stand by then never will, ms. */
const STAND_WITHIN_MS = 8_000;

export class Rebuilds<B extends Built> {
  /** Newest last. */
  all: readonly B[] = [];
  readonly #make: () => B | undefined;
  readonly #changed: () => void;
  #last = 0;
  #failures = 0;
  #again: ReturnType<typeof setTimeout> | undefined;
  #late: ReturnType<typeof setTimeout> | undefined;
  #overlap: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(make: () => B | undefined, changed: () => void) {
    this.#make = make;
    this.#changed = changed;
  }

  get newest(): B | undefined {
    return this.all.at(-1);
  }

  /** A number for the next build. @param first for the very first one */
  number(first?: number): number {
    return (this.#last = this.#last === 0 && first !== undefined ? first : Math.max(this.#last + 1, Date.now()));
  }

  /** The first one, if there is none yet and none is about to be made. */
  begin(): void {
    if (this.all.length === 0 && this.#again === undefined) this.#build();
  }

  /** A build has ended, or the other end has lost it. */
  lost(build: number): void {
    const newest = this.newest?.build === build;
    const gone = this.all.find((each) => each.build === build);
    if (this.#closed || gone === undefined) return;
    // While nothing else stands its last picture is better than none.
    if (!newest || gone.leg.standing !== "connected") this.#drop(gone);
    if (newest) this.#later();
    this.#changed();
  }

  /** The other end knows only these. */
  keepOnly(builds: readonly number[]): void {
    const { newest } = this;
    if (newest !== undefined && !builds.includes(newest.build)) this.lost(newest.build);
  }

  /** It is being negotiated: from now on it is waited for, but not without end. */
  expect(build: number): void {
    if (this.newest?.build !== build || this.newest.leg.standing !== "connecting") return;
    clearTimeout(this.#late);
    this.#late = setTimeout(() => {
      if (this.newest?.build === build && this.newest.leg.standing === "connecting") this.lost(build);
    }, STAND_WITHIN_MS);
  }

  /** Something about a build's standing is another. */
  moved(): void {
    const { newest } = this;
    if (newest?.leg.standing !== "connected") return;
    this.#failures = 0;
    clearTimeout(this.#late);
    if (this.all.length > 1)
      this.#overlap ??= setTimeout(() => {
        this.#overlap = undefined;
        for (const older of this.all.slice(0, -1)) this.#drop(older);
        this.#changed();
      }, OVERLAP_MS);
  }

  close(): void {
    this.#closed = true;
    for (const timer of [this.#again, this.#late, this.#overlap]) clearTimeout(timer);
    for (const each of this.all) each.leg.close();
    this.all = [];
  }

  #later(): void {
    const pause = this.#failures === 0 ? 0 : Math.min(PAUSE_FIRST_MS * 2 ** this.#failures, PAUSE_LONGEST_MS) * (0.75 + Math.random() / 2);
    this.#failures += 1;
    clearTimeout(this.#again);
    this.#again = setTimeout(() => {
      this.#again = undefined;
      this.#build();
    }, pause);
  }

  #build(): void {
    if (this.#closed) return;
    const made = this.#make();
    if (made === undefined) return this.#later();
    this.all = [...this.all, made];
  }

  #drop(gone: B): void {
    this.all = this.all.filter((each) => each !== gone);
    gone.leg.close();
  }
}
