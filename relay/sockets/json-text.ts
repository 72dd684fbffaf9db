/** JSON that was checked, in the words it came in: written on as it is. */
export class JsonText {
  constructor(readonly text: string) {}
}

/** @param value what JSON can say */
export function jsonOf(value: unknown): string {
  return value instanceof JsonText ? value.text : JSON.stringify(value);
}
