/** What the icon row and the parts behind it know of each other. */

import type { SessionId } from "../../../protocol/ids.ts";
import type { Contact, Invite } from "../../../protocol/views.ts";
import type { LinkedTag } from "../../session/host-link.ts";

/** Detail of `join-request` and `share-request`. */
export interface SessionRequest {
  sessionId: SessionId;
}

/** Detail of `invite-resent` and `link-copied`. */
export interface InviteDetail {
  invite: Invite;
}

/** What an icon opens. */
export type Action = "send" | "share" | "join";

/** The tag, as the parts behind its icons see it. */
export interface ActionsTag extends LinkedTag {
  readonly sessionId: string;
  readonly contacts: Contact[];
  readonly theme: string;
}

/** The tag's own way to tell the page something; false when cancelled. */
export type Tell = <Detail>(name: string, detail?: Detail, options?: { cancelable?: boolean }) => boolean;
