/** A page's host token, and where a fresh one comes from when it ends. The widget only reads it; the relay checks it. */

/** A token this close to its end is replaced before it is used again. */
const LAST_MS = 30_000;

export class HostTokenSource {
  #token: string | undefined;
  #spent = false;
  #asking: Promise<string> | undefined;

  /** Asked when there is no token or it has ended. */
  getToken: (() => Promise<string>) | undefined;

  /** Whether there is one, or a way to one. */
  get ready(): boolean {
    return this.#token !== undefined || this.getToken !== undefined;
  }

  /** Takes another token; true if it names somebody else, or other rights, than the one before. */
  set(token: string | undefined): boolean {
    const other = identityOf(token) !== identityOf(this.#token);
    this.#token = token;
    this.#spent = false;
    return other;
  }

  /** The relay refused the last one. True if asking again can help: `getToken` will be called. */
  refused(): boolean {
    if (this.getToken === undefined || this.#spent) return false;
    this.#spent = true;
    this.#token = undefined;
    return true;
  }

  /** The next one shall be a fresh one, if there is a way to one. */
  renew(): void {
    this.#spent = false;
    if (this.getToken !== undefined) this.#token = undefined;
  }

  /** The relay took the last one. */
  accepted(): void {
    this.#spent = false;
  }

  /** The token to send now. Rejects when `getToken` does. */
  async current(): Promise<string> {
    const token = this.#token;
    if (token !== undefined && (this.getToken === undefined || endOf(token) > Date.now() + LAST_MS)) return token;
    if (this.getToken === undefined) throw new Error("There is no token.");
    this.#asking ??= this.getToken().finally(() => (this.#asking = undefined));
    this.#token = await this.#asking;
    return this.#token;
  }
}

function claimsOf(token: string | undefined): Record<string, unknown> {
  try {
    const body = (token ?? "").split(".")[1] ?? "";
    return JSON.parse(atob(body.replaceAll("-", "+").replaceAll("_", "/"))) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** ms, wall clock; without a readable end the relay alone decides. */
function endOf(token: string): number {
  const { exp } = claimsOf(token);
  return typeof exp === "number" ? exp * 1_000 : Infinity;
}

function identityOf(token: string | undefined): string {
  const { iss, sub, role, sessions } = claimsOf(token);
  return token === undefined ? "" : JSON.stringify([iss, sub, role, sessions]);
}
