/**
 * Texts of other people made fit for a place in a mail. They were parsed at the door (DOOR3) and hold no control characters; here
 * it is made sure of once more, because a line break in a header would be a header of its own.
 */

/** C0 and C1 controls, line and paragraph separators, and the bidirectional overrides that make a text lie (Unicode TR 36). */
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;
const CONTROLS_BUT_LINES = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;
/** Half of a surrogate pair: no UTF-8 says it. */
const LONE_SURROGATES = /\p{Surrogate}/gu;

/** One line, for headers, names and cells. */
export function plainLine(text: string): string {
  return text.replace(LONE_SURROGATES, "\ufffd").replace(CONTROLS, " ").replace(/ +/gu, " ").trim();
}

/** One line of a header. Mail programs would decode a text that looks like an encoded word (RFC 2047), and show what nobody wrote. */
export function headerLine(text: string): string {
  return plainLine(text).replaceAll("=?", "= ?");
}

/** Text with line breaks. */
export function plainLines(text: string): string {
  return text.replace(/\r\n?/gu, "\n").replace(LONE_SURROGATES, "\ufffd").replace(CONTROLS_BUT_LINES, " ").trim();
}

/** At most `max` letters, cut between letters. */
export function shortened(text: string, max: number): string {
  const letters = Array.from(text);
  return letters.length <= max ? text : `${letters.slice(0, max - 1).join("")}…`;
}

/** One mailbox, and nothing that a mail server could read as two, as a source route or as an argument. */
const ADDRESS = /^[^\s\u0000-\u001f\u007f-\u009f<>()[\]\\,;:"@]+@[^\s\u0000-\u001f\u007f-\u009f<>()[\]\\,;:"@]+$/u;
/** RFC 5321 section 4.5.3.1.3. */
const ADDRESS_LENGTH = 254;

export function isPlainAddress(address: string): boolean {
  return address.length <= ADDRESS_LENGTH && !address.startsWith("-") && ADDRESS.test(address);
}
