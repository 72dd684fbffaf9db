/**
 * One way's connections of one participant, to or from a room, by the numbers its browser gives them: those that are there and those on
 * their way. Only a few at once (MEDIA11): each takes a handle of the media server, and what each sends goes to everybody.
 */

import { CandidateAllowance } from "./candidate-allowance.ts";
import { NotAllowed } from "./not-allowed.ts";

/** A browser has two at most, the old one and the new one beside it. One more, for the relay is not told of those that it gave up. */
export const BUILDS_AT_ONCE = 3;

interface Leg {
  close(): Promise<void>;
}

interface Build<L> {
  /** Rejects when it does not come to be, or is dropped before it does. */
  readonly entering: Promise<L>;
  /** Once it has entered. */
  leg: L | undefined;
  /** Its media's connection stands. */
  stands: boolean;
  readonly candidates: CandidateAllowance;
}

export class Builds<L extends Leg> {
  readonly #all = new Map<number, Build<L>>();
  /** The highest that its browser asked for, whether or not it is still there. */
  #newest = 0;

  get numbers(): number[] {
    return [...this.#all.keys()];
  }

  /** Those that have entered. */
  get legs(): L[] {
    return [...this.#all.values()].flatMap(({ leg }) => leg ?? []);
  }

  get(number: number): Build<L> | undefined {
    return this.#all.get(number);
  }

  /** A browser asks for this one. Throws `NotAllowed` where it has asked for a newer one before: it numbers them upwards. */
  admit(number: number): void {
    if (number < this.#newest && !this.#all.has(number)) throw new NotAllowed("A newer connection was asked for before.");
    this.#newest = Math.max(this.#newest, number);
  }

  /** One that is not there yet. It is always taken: where there are too many, an older one goes, and it waits until that one is gone. */
  make(number: number, enter: () => Promise<L>): Promise<L> {
    const gone = this.#all.size < BUILDS_AT_ONCE ? Promise.resolve() : this.drop(this.#leastNeeded());
    const build: Build<L> = {
      entering: gone.then(() => this.#enter(number, build, enter)),
      leg: undefined,
      stands: false,
      candidates: new CandidateAllowance(),
    };
    this.#all.set(number, build);
    // Whoever needs it will hear of it.
    build.entering.catch(() => undefined);
    return build.entering;
  }

  stands(number: number): void {
    const build = this.#all.get(number);
    if (build !== undefined) build.stands = true;
  }

  dropOlder(number: number): void {
    for (const older of this.numbers) if (older < number) void this.drop(older);
  }

  /** Resolves when it is let go of. */
  async drop(number: number): Promise<void> {
    const build = this.#all.get(number);
    this.#all.delete(number);
    await build?.entering.then(
      (leg) => leg.close(),
      () => undefined,
    );
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.numbers.map((number) => this.drop(number)));
  }

  /** The oldest; while only one stands, not that one: its picture is better than none. */
  #leastNeeded(): number {
    const standing = this.numbers.filter((number) => this.#all.get(number)?.stands);
    return Math.min(...this.numbers.filter((number) => standing.length !== 1 || number !== standing[0]));
  }

  async #enter(number: number, build: Build<L>, enter: () => Promise<L>): Promise<L> {
    try {
      this.#stillThere(number, build);
      const leg = await enter();
      build.leg = leg;
      if (this.#all.get(number) !== build) await leg.close();
      this.#stillThere(number, build);
      return leg;
    } catch (error) {
      if (this.#all.get(number) === build) this.#all.delete(number);
      throw error;
    }
  }

  #stillThere(number: number, build: Build<L>): void {
    if (this.#all.get(number) !== build) throw new NotAllowed("A newer connection has taken this one's place.");
  }
}
