/** The words a host passes on together with a link: a template with variables, and what it says to one person. Pure. */

/** What a template may name; the mail of a later send knows the same names. */
export const VARIABLES = ["guestName", "hostName", "service", "startsAt", "joinUrl"] as const;
export type Variable = (typeof VARIABLES)[number];
export type Values = Record<Variable, string>;

/** A stretch of a rendered message; `variable` says what was filled in, so a preview can set it apart. */
export interface Piece {
  text: string;
  variable?: Variable;
}

const PLACE = /\{\{\s*([^{}]*?)\s*\}\}/gu;

function isVariable(name: string): name is Variable {
  return (VARIABLES as readonly string[]).includes(name);
}

/** `template` with its variables filled in; one nobody knows stays as it stands. */
export function renderPieces(template: string, values: Values): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of template.matchAll(PLACE)) {
    const name = match[1] ?? "";
    if (!isVariable(name)) continue;
    pieces.push({ text: template.slice(from, match.index) }, { text: values[name], variable: name });
    from = match.index + match[0].length;
  }
  pieces.push({ text: template.slice(from) });
  return pieces.filter((piece) => piece.text !== "");
}

/** The same as one text. */
export function renderText(template: string, values: Values): string {
  return renderPieces(template, values)
    .map((piece) => piece.text)
    .join("");
}

/** The first variable in `template` that nobody knows, as written. */
export function unknownVariable(template: string): string | undefined {
  return [...template.matchAll(PLACE)].find((match) => !isVariable(match[1] ?? ""))?.[0];
}

/** A message without its link would invite nobody. */
export function namesLink(template: string): boolean {
  return renderPieces(template, { guestName: "", hostName: "", service: "", startsAt: "", joinUrl: "x" }).some(
    (piece) => piece.variable === "joinUrl",
  );
}
