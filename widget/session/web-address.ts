/** The whole address of a page of the web, or undefined: a `javascript:` one would run in the page that goes there. */
export function webAddress(address: string | undefined): string | undefined {
  if (address === undefined || !URL.canParse(address, location.href)) return undefined;
  const { href, protocol } = new URL(address, location.href);
  return protocol === "https:" || protocol === "http:" ? href : undefined;
}
