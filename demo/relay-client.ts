/** The relay's REST API as a vendor's back end calls it. */

import type { Recipient, SessionDraft } from "../protocol/fields.ts";
import type { Invite, SessionInfo } from "../protocol/views.ts";

type Wish = { hostId?: string; clientRef?: string; from?: string; to?: string };
/** A draft with what the relay fills in left out. */
export type NewSession = Omit<SessionDraft, "invites"> & {
  invites?: (Omit<Recipient, "relation"> & { relation?: Recipient["relation"] })[];
};

export class RelayClient {
  constructor(
    /** Origin of the relay, e.g. `http://127.0.0.1:8787`. */
    private readonly origin: string,
    private readonly apiSecret: string,
  ) {}

  /** All sessions that match, page by page. */
  async sessions(wish: Wish): Promise<SessionInfo[]> {
    const found: SessionInfo[] = [];
    let cursor: string | null = null;
    do {
      const query = new URLSearchParams({ ...wish, ...(cursor === null ? {} : { cursor }) });
      const page: { items: SessionInfo[]; nextCursor?: string | null } = await this.#ask("GET", `/v1/sessions?${query}`);
      found.push(...page.items);
      cursor = page.nextCursor ?? null;
    } while (cursor !== null);
    return found;
  }

  /** Null when there is none of this id. */
  async session(id: string): Promise<SessionInfo | null> {
    try {
      return await this.#ask<SessionInfo>("GET", `/v1/sessions/${encodeURIComponent(id)}`);
    } catch (error) {
      if (error instanceof RelayProblem && error.status >= 400 && error.status < 500) return null;
      throw error;
    }
  }

  async invites(sessionId: string): Promise<Invite[]> {
    const { items } = await this.#ask<{ items: Invite[] }>("GET", `/v1/sessions/${encodeURIComponent(sessionId)}/invites`);
    return items;
  }

  /** @param idempotencyKey Asked twice with the same key, the relay makes one session. */
  create(session: NewSession, idempotencyKey: string): Promise<SessionInfo> {
    return this.#ask("POST", "/v1/sessions", session, { "Idempotency-Key": idempotencyKey });
  }

  async #ask<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
    const answer = await fetch(this.origin + path, {
      method,
      headers: {
        Authorization: `Bearer ${this.apiSecret}`,
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    });
    if (answer.ok) return (await answer.json()) as T;
    const problem = (await answer.json().catch(() => ({}))) as { detail?: string; title?: string };
    throw new RelayProblem(answer.status, problem.detail ?? problem.title ?? `The relay answered ${answer.status}.`);
  }
}

/** The relay refused: its problem document's own sentence. */
export class RelayProblem extends Error {
  constructor(
    readonly status: number,
    detail: string,
  ) {
    super(detail);
  }
}
