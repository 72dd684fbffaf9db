/**
 * A page of a relay's own origin with none of our tags on it, for a test to put its own there: one of the relay's files, shown as text.
 *
 * @param relay the relay's address
 */
export const barePage = (relay: string): string => `${relay}/widget/locales.js`;
