/** How a move of a call's media was seen and heard, by what browsers show and play. */

import assert from "node:assert/strict";
import type { CallPerson } from "./callers.ts";
import { until } from "./until.ts";

/** What one person saw and heard of another, ms. */
export interface Sight {
  who: string;
  /** Longest time between two pictures. */
  gap: number;
  /**
   * The same without the time for which the machine stood still: one of the two browsers did not even show its own camera, or the test itself
   * did not run. On a machine with nothing else to do it is the same.
   */
  net: number;
  /** Of the voice that was played, what had to be made up. */
  madeUp: number;
  /** The most of it that can have been without a pause: asked a few times a second at most, what grew from each time to the next counts as one. */
  atOnce: number;
  /** For how long the machine stood still, in all: next to nothing on one that has time. */
  stalled: number;
}

interface Page {
  person: CallPerson;
  id: string;
  /** Moments by the clock that all browsers of a machine have in common, by whose picture it was. */
  frames: Map<string, number[]>;
  madeUp: Map<string, number>;
  /** How it grew. */
  madeUpTimes: Map<string, Sound[]>;
  lastMove: number;
  /** `madeUp` as the last move began. */
  madeUpBefore: Map<string, number>;
}

interface Sound {
  at: number;
  madeUp: number;
}

type Span = readonly [from: number, to: number];

/** A picture that comes later than this many of its usual intervals is late. */
const LATE = 1.5;
/** It is no shorter, ms, whatever the camera: a page that is told of some pictures early is not told of the others late. */
const USUAL_MS = 1_000 / 15;
/** On its way from one browser to the other a picture takes this long at most while all is well, ms. */
const ON_THE_WAY_MS = 80;
/** The browsers heard of a move by then before it was noted, ms. */
const NOTED_WITHIN_MS = 40;
/** How often the test's own process looks at the clock, and by when it is late, ms. */
const TICK_MS = 20;
const TICK_LATE_MS = 60;

/** From now on until it is asked what was seen and heard. */
export class HandoverWatch {
  readonly #before: readonly Page[];
  readonly #ticks: number[] = [];
  readonly #ticking = setInterval(() => this.#ticks.push(Date.now()), TICK_MS).unref();

  private constructor(before: readonly Page[]) {
    this.#before = before;
  }

  /** @param people in browsers, who see each other */
  static async begin(people: readonly CallPerson[]): Promise<HandoverWatch> {
    const ids = await Promise.all(people.map((person) => person.id()));
    return new HandoverWatch(await Promise.all(people.map((person) => read(person, ids))));
  }

  /** @param ofMove only since the last move of the media began */
  async end({ ofMove = false } = {}): Promise<Sight[]> {
    const ids = this.#before.map(({ id }) => id);
    await this.#goOn(ids);
    const since = Math.max(...this.#before.flatMap(({ frames }) => [...frames.values()].map((times) => times.at(-1) ?? 0)));
    const now = await Promise.all(this.#before.map(({ person }) => read(person, ids)));
    clearInterval(this.#ticking);
    const own = this.#ticks.flatMap((at, n): Span[] => {
      const last = this.#ticks[n - 1] ?? at;
      return at - last > TICK_LATE_MS ? [[last + TICK_MS, at]] : [];
    });
    return now.flatMap((page, index) =>
      now
        .filter((other) => other !== page)
        .map((other): Sight => {
          const from = ofMove ? Math.max(since, Math.min(page.lastMove, other.lastMove) - NOTED_WITHIN_MS) : since;
          const later = (times: readonly number[] | undefined) => (times ?? []).filter((at) => at >= from - 2_000);
          const stalls = [
            ...own,
            ...stallsOf(later(page.frames.get(page.id))),
            ...stallsOf(later(other.frames.get(other.id))).map(([a, b]): Span => [a, b + ON_THE_WAY_MS]),
          ];
          const times = later(page.frames.get(other.id));
          const gaps = times.slice(1).map((at, n): Span => [times[n]!, at]);
          const after = gaps.filter(([, to]) => to >= from);
          return {
            who: `${page.person.who} of ${other.person.who}`,
            gap: Math.max(...after.map(([a, b]) => b - a)),
            net: Math.max(...after.map(([a, b]) => b - a - covered([a, b], stalls))),
            madeUp: (page.madeUp.get(other.id) ?? 0) - ((ofMove ? page.madeUpBefore : this.#before[index]?.madeUp)?.get(other.id) ?? 0),
            atOnce: atOnce(page.madeUpTimes.get(other.id) ?? [], from),
            stalled: covered([from, times.at(-1) ?? from], stalls),
          };
        }),
    );
  }

  /** Until each has seen some more of the others. */
  async #goOn(ids: readonly string[]): Promise<void> {
    const seen = () => Promise.all(this.#before.map(({ person }) => counts(person, ids)));
    const before = await seen();
    const all = async () => (await seen()).every((page, n) => page.every((count, m) => count >= before[n]![m]! + AFTERWARDS));
    await until("they go on seeing each other", all, { withinMs: 20_000, everyMs: 50 });
  }
}

/** What `Sight.atOnce` says, from a moment on. */
function atOnce(times: readonly Sound[], from: number): number {
  const before = times.findLastIndex(({ at }) => at < from);
  const since = times.slice(Math.max(0, before));
  let piece = 0;
  const pieces = since.slice(1).map(({ madeUp }, n) => {
    const more = madeUp - since[n]!.madeUp;
    return (piece = more > 0 ? piece + more : 0);
  });
  return Math.max(0, ...pieces);
}

/** How many pictures of each were shown there. */
function counts(person: CallPerson, ids: readonly string[]): Promise<number[]> {
  return person.page.evaluate((of) => of.map((id) => window.frameTimes.get(id)?.length ?? 0), ids);
}

/** So many pictures of each other are seen after what is watched: what a move breaks may break once it is over. */
const AFTERWARDS = 5;
/** Longest gap of a picture, and how much of a voice may be made up, ms (MEDIA4), on a machine that has time. */
const AIM_MS = 200;
/** The longest gap besides what a machine stood still for that has too much to do, ms. */
const GAP_MS = 300;
const MADE_UP_MS = 60;
/** Up to here, ms, a machine has not stood still: what was missed or made up is the move's. */
const STILL_MS = 100;
/** A voice suffers so many times longer than a machine stands still, for what was kept in store is used up and has to be gathered anew. */
const SUFFERS = 5;

/**
 * Holds a move against what is promised, besides what a machine stands still for that has too much to do.
 *
 * @param atMost  no gap is as long, whatever the machine does, ms
 * @param besides nor is one besides what the machine stood still for, ms
 */
export function isWhole(sight: Sight, { atMost = Infinity, besides = GAP_MS }: { atMost?: number; besides?: number } = {}): void {
  assert(sight.gap > 0, `no picture was seen: ${JSON.stringify(sight)}`);
  assert(sight.gap < Math.min(besides + sight.stalled, atMost), JSON.stringify(sight));
  assert(sight.net < besides, JSON.stringify(sight));
  if (sight.stalled <= STILL_MS) assert(sight.gap <= AIM_MS, JSON.stringify(sight));
  const excused = sight.stalled <= STILL_MS ? 0 : SUFFERS * sight.stalled;
  assert(sight.madeUp <= MADE_UP_MS + excused, JSON.stringify(sight));
}

export function inWords(sights: readonly Sight[]): string {
  const all = sights.map(
    ({ gap, net, madeUp, atOnce: piece, stalled, who }) =>
      `${who} ${Math.round(gap)} (${Math.round(net)}), ${Math.round(madeUp)} of sound (${Math.round(piece)} at once), ` +
      `machine still for ${Math.round(stalled)}`,
  );
  return all.join("; ");
}

async function read(person: CallPerson, ids: readonly string[]): Promise<Page> {
  const told = await person.page.evaluate(async (of) => {
    const { timeOrigin } = performance;
    const frames = of.map((id) => [id, (window.frameTimes.get(id) ?? []).map((at) => at + timeOrigin)] as const);
    const madeUp = await Promise.all(of.map(async (id) => [id, await window.madeUp(id)] as const));
    const times = madeUp.map(([id, now]) => {
      const all = [...(window.madeUpTimes.get(id) ?? []), { at: performance.now(), madeUp: now }];
      return [id, all.map((each) => ({ ...each, at: each.at + timeOrigin }))] as const;
    });
    const move = window.moves.at(-1);
    const madeUpBefore = [...((await move?.madeUp) ?? [])];
    return { id: window.call()?.inside?.me, frames, madeUp, times, lastMove: timeOrigin + (move?.at ?? 0), madeUpBefore };
  }, ids);
  if (told.id === undefined) throw new Error(`${person.who} is not inside.`);
  const frames = new Map(told.frames.map(([id, times]) => [id, times.toSorted((a, b) => a - b)]));
  const { id, lastMove } = told;
  const [madeUp, madeUpTimes, madeUpBefore] = [new Map(told.madeUp), new Map(told.times), new Map(told.madeUpBefore)];
  return { person, id, frames, madeUp, madeUpTimes, lastMove, madeUpBefore };
}

/** When a browser did not show its own camera in time. */
function stallsOf(times: readonly number[]): Span[] {
  const between = times.slice(1).map((at, n) => at - times[n]!);
  const usual = Math.max(USUAL_MS, between.toSorted((a, b) => a - b)[between.length >> 1] ?? 0);
  return between.flatMap((gap, n): Span[] => (gap > LATE * usual ? [[times[n]! + usual, times[n + 1]!]] : []));
}

/** How much of a span lies in others, which may overlap. */
function covered([from, to]: Span, spans: readonly Span[]): number {
  let sum = 0;
  let end = from;
  for (const [a, b] of spans.toSorted(([x], [y]) => x - y)) {
    const begin = Math.max(a, end);
    const last = Math.min(b, to);
    if (last <= begin) continue;
    sum += last - begin;
    end = last;
  }
  return sum;
}
