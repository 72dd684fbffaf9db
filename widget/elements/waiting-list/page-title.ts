/** The count of those who wait, in front of the page's title while there are any; the page may change its title meanwhile. */

const waitingBy = new Map<object, ReadonlySet<string>>();
let shown = "";
let observer: MutationObserver | undefined;

/** Counts `ids` for `owner`; the same person in two lists counts once. An empty set takes the owner out. */
export function countInTitle(owner: object, ids: ReadonlySet<string>, format: (count: number) => string): void {
  if (ids.size === 0) waitingBy.delete(owner);
  else waitingBy.set(owner, ids);
  const count = new Set([...waitingBy.values()].flatMap((each) => [...each])).size;
  write(count === 0 ? "" : `(${format(count)}) `);
}

function write(prefix: string): void {
  observer?.disconnect();
  const own = document.title.startsWith(shown) ? document.title.slice(shown.length) : document.title;
  shown = prefix;
  if (document.title !== prefix + own) document.title = prefix + own;
  if (prefix === "") {
    observer = undefined;
    return;
  }
  observer ??= new MutationObserver(() => {
    if (!document.title.startsWith(shown)) write(shown);
  });
  observer.observe(document.head, { childList: true, subtree: true, characterData: true });
}
