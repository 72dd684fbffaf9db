/**
 * Which key a frame is sealed with (RFC 9605 section 5.1): a sender's keys are counted in generations, and each is moved on in steps. A
 * newcomer is given the next step, which says nothing of those before; when somebody has gone, there is another generation (E2E3, E2E4).
 */

const STEPS = 256;
/** A call of a day in which somebody goes every second does not reach it. */
const GENERATIONS = 2 ** 24;

export const kidOf = (generation: number, step: number): number => generation * STEPS + step;
export const generationOf = (kid: number): number => Math.floor(kid / STEPS);
export const stepOf = (kid: number): number => kid % STEPS;

/** Undefined where the generation has no more steps. */
export function nextStep(kid: number): number | undefined {
  return stepOf(kid) === STEPS - 1 ? undefined : kid + 1;
}

/** The first key of all, or of the generation after that of `kid`. */
export const nextGeneration = (kid: number | undefined): number => (kid === undefined ? 0 : kidOf(generationOf(kid) + 1, 0));

export function isKid(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) < GENERATIONS * STEPS;
}
