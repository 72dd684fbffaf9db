/** What the REST calls have in common: a session of the caller's tenant is read or changed, or it is as if it were not there (VIEW3). */

import type { SessionId } from "../../protocol/ids.ts";
import type { Invite, SessionInfo } from "../../protocol/views.ts";
import type { InviteId } from "../../protocol/ids.ts";
import type { LinkKeys } from "../access/link-token.ts";
import type { HostTokens } from "../access/host-token.ts";
import type { Tenants } from "../access/tenants.ts";
import type { Command } from "../session/command.ts";
import type { Reply } from "../session/decide.ts";
import { may } from "../session/permissions.ts";
import type { Session, SessionInvite } from "../session/session.ts";
import { inviteView } from "../session/invite-view.ts";
import { sessionInfo } from "../session/views.ts";
import type { SessionKeeper } from "../store/session-keeper.ts";
import type { Store, StoredSession } from "../store/session-store.ts";
import { StoreUnavailable, UnknownCursor } from "../store/session-store.ts";
import type { Caller } from "./operation.ts";
import type { HttpResult } from "./problem.ts";
import { absent, refuse } from "./problem.ts";

export interface DeskDeps {
  keeper: Pick<SessionKeeper, "submit" | "read" | "context">;
  store: Pick<Store, "sessions">;
  tenants: Pick<Tenants, "get">;
  hostTokens: Pick<HostTokens, "issue">;
  linkKeys: Pick<LinkKeys, "sign">;
}

/** What a command left. `session: null`: it is gone now. */
export interface Changed {
  session: Session | null;
  reply: Reply;
}

export class Desk {
  constructor(readonly deps: DeskDeps) {}

  /** The session, if it is one of the caller's. */
  async read(caller: Caller, id: SessionId): Promise<HttpResult<StoredSession>> {
    const read = await this.deps.keeper.read(id);
    if (!read.ok) return read;
    return read.value !== null && this.shows(caller, read.value.session) ? { ok: true, value: read.value } : absent("session");
  }

  /** Whether there is such a session for the caller; an admin's token may be good for some only. */
  shows({ tenant, actor, sessions }: Caller, session: Session): boolean {
    if (sessions !== undefined && !sessions.includes(session.id)) return false;
    return may(session, actor, "view", this.deps.keeper.context(tenant.id)) === null;
  }

  /** Carries a command out on a session of the caller's. */
  async change(caller: Caller, id: SessionId, command: Command): Promise<HttpResult<Changed>> {
    const known = await this.read(caller, id);
    if (!known.ok) return known;
    return this.submit(id, command);
  }

  async submit(id: SessionId, command: Command): Promise<HttpResult<Changed>> {
    const done = await this.deps.keeper.submit(id, command);
    if (!done.ok) return done;
    return { ok: true, value: { session: done.value.stored?.session ?? null, reply: done.value.reply } };
  }

  /** For what is asked of the store itself: away, it is refused like everything else (STORE4). */
  async ask<T>(asked: Promise<T>): Promise<HttpResult<T>> {
    try {
      return { ok: true, value: await asked };
    } catch (error) {
      if (error instanceof UnknownCursor) return refuse("bad-request", "cursor is not the nextCursor of a page before.");
      if (!(error instanceof StoreUnavailable)) throw error;
      return { ok: false, refusal: { code: "unavailable", detail: "The store does not answer right now.", retryAfterMs: 1_000 } };
    }
  }

  info(session: Session): SessionInfo {
    return sessionInfo(session, this.deps.keeper.context(session.tenantId).policy);
  }

  invite(session: Session, invite: SessionInvite): Invite {
    return inviteView(session, invite, (in_, { id, generation }) => {
      const token = this.deps.linkKeys.sign({ sessionId: in_.id, inviteId: id, generation });
      return `${this.deps.tenants.get(in_.tenantId)?.joinUrl ?? ""}#${token}`;
    });
  }

  invites(session: Session, ids: readonly InviteId[] = []): Invite[] {
    return ids.flatMap((id) => (session.invites[id] === undefined ? [] : [this.invite(session, session.invites[id])]));
  }
}
