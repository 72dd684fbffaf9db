/**
 * What this browser remembers of a drop-in link: the ticket that names it as the same guest (WAIT4), for as long as the browser
 * keeps it; and for one tab, the link itself, so that a reload goes on although the link is no longer in the address bar.
 * A browser that forbids storage remembers until the page is left.
 */

const TICKETS = "doorstep.ticket.";
const LINK = "doorstep.link:";
const CHOICES = "doorstep.choices";

/** How the guest last wished to be seen and heard, for a reload in this tab. */
export interface DeviceChoices {
  microphone: boolean;
  camera: boolean;
}

/** Storage that may be refused, full or absent; then the value lives as long as the page. */
class Shelf {
  readonly #kept = new Map<string, string>();

  constructor(private readonly storage: () => Storage) {}

  read(key: string): string | undefined {
    try {
      return this.storage().getItem(key) ?? this.#kept.get(key);
    } catch {
      return this.#kept.get(key);
    }
  }

  write(key: string, value: string): void {
    try {
      this.storage().setItem(key, value);
      this.#kept.delete(key);
    } catch {
      // A full or forbidden storage: the page's own memory has it.
      this.#kept.set(key, value);
    }
  }
}

const lasting = new Shelf(() => localStorage);
const forThisTab = new Shelf(() => sessionStorage);

export class GuestMemory {
  readonly #key: Promise<string>;

  /** @param link the drop-in link's token; only its hash is ever written beside the ticket */
  constructor(link: string) {
    this.#key = digest(link).then((hash) => TICKETS + hash);
  }

  async ticket(): Promise<string | undefined> {
    return lasting.read(await this.#key);
  }

  async keepTicket(ticket: string): Promise<void> {
    lasting.write(await this.#key, ticket);
  }
}

/** The link this tab was opened with, on this page. */
export function rememberedLink(): string | undefined {
  return forThisTab.read(LINK + location.pathname);
}

export function rememberLink(link: string): void {
  forThisTab.write(LINK + location.pathname, link);
}

export function rememberedChoices(): DeviceChoices {
  const kept = forThisTab.read(CHOICES) ?? "";
  return { microphone: !kept.includes("muted"), camera: !kept.includes("hidden") };
}

export function rememberChoices({ microphone, camera }: DeviceChoices): void {
  forThisTab.write(CHOICES, `${microphone ? "" : "muted"} ${camera ? "" : "hidden"}`);
}

/** Two links never share a ticket, and the hash does not give the link away. */
async function digest(link: string): Promise<string> {
  // Absent on a page without TLS; then the ticket is not worth keeping beyond the page.
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined;
  if (subtle === undefined) return `page.${Math.random()}`;
  const bytes = new Uint8Array(await subtle.digest("SHA-256", new TextEncoder().encode(link)));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
