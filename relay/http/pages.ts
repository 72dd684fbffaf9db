/** What lists have in common in their query. */

import * as v from "valibot";
import * as field from "../../protocol/fields.ts";

export const PAGE_SIZE = { usual: 50, most: 200 } as const;

const LIMIT_WORDS = `limit must be a whole number from 1 to ${PAGE_SIZE.most}.`;

export const page = {
  cursor: v.exactOptional(v.pipe(field.line("cursor", 1_024), v.description("`nextCursor` of the page before."))),
  limit: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,3}$/, LIMIT_WORDS),
      v.transform(Number),
      v.check((value) => value >= 1 && value <= PAGE_SIZE.most, LIMIT_WORDS),
    ),
    `${PAGE_SIZE.usual}`,
  ),
};

/** A `+` that was not escaped arrives as a blank; an offset is the only place where one is expected. */
export const instantInQuery = (name: string, words: string) =>
  v.pipe(
    v.string(`${name} must be a time.`),
    v.description(words),
    v.transform((text) => text.replace(/ (\d\d:?\d\d)$/, "+$1")),
    field.instant,
  );
