/** For a question asked just before the end. */
const GRACE_MS = 2_000;

/**
 * Waits until `condition` gives something true, and returns it. Tests wait for what they need to see, never for a time.
 *
 * @param what What is waited for, in words, for the message when it doesn't come.
 * @param condition Asked again and again; an error it throws counts as "not yet" and is told at the end.
 */
export async function until<T>(
  what: string,
  condition: () => T | Promise<T>,
  { withinMs = 5_000, everyMs = 20 }: { withinMs?: number; everyMs?: number } = {},
): Promise<NonNullable<T>> {
  const deadline = performance.now() + withinMs;
  let last: unknown;
  for (;;) {
    try {
      last = await answered(condition, deadline);
      if (last) return last as NonNullable<T>;
    } catch (error) {
      last = error;
    }
    if (performance.now() > deadline) {
      throw new Error(`Waited ${withinMs} ms in vain until ${what}; last seen: ${last instanceof Error ? last.message : String(last)}`, {
        cause: last,
      });
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

/** Its answer, or an error that says there was none: a page that hangs must not hide what was waited for. */
async function answered<T>(condition: () => T | Promise<T>, deadline: number): Promise<T> {
  const answer = condition();
  if (!(answer instanceof Promise)) return answer;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer")), Math.max(0, deadline - performance.now()) + GRACE_MS);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
