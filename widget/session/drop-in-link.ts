/** Where a guest page's drop-in link comes from, and that it does not stay where others could read it. */

import { rememberedLink, rememberLink } from "./guest-memory.ts";

/**
 * The token of the link, or undefined if the page has none: from the tag's `link` (a whole link or its token), else from the page's
 * fragment, else, after a reload, from this tab's memory. A fragment is taken out of the address bar, where people copy from.
 */
export function dropInLink(attribute: string | undefined): string | undefined {
  if (attribute !== undefined) return tokenOf(attribute);
  const { hash } = location;
  const token = tokenOf(hash);
  if (token === undefined) return rememberedLink();
  // In a task of its own: on a slow phone both take as long as a picture, and the relay is not to wait for them.
  setTimeout(() => {
    if (location.hash !== hash) return;
    rememberLink(token);
    history.replaceState(history.state, "", location.pathname + location.search);
  });
  return token;
}

function tokenOf(link: string): string | undefined {
  const token = link.slice(link.indexOf("#") + 1).trim();
  return token === "" ? undefined : token;
}
