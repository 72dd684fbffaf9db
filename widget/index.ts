/** All of Doorstep's tags, defined on import. One tag alone: `doorstep/elements/<tag>.js`. */

export type { RefusalCode } from "../protocol/refusals.ts";
export type { Contact, Guest, HostRef, Invite, SessionInfo, Topology } from "../protocol/views.ts";
export type { ReasonDetail } from "./elements/drop-in-join/drop-in-join.ts";
export type { SavedDetail } from "./elements/invite-message-editor/invite-message-editor.ts";
export type { SessionRequest } from "./elements/session-actions/session-actions.ts";
export type * from "./elements/session-call/call-details.ts";
export type { CreatedDetail, Service } from "./elements/session-composer/session-composer.ts";
export type { InviteDetail, InvitesDetail, SharingDetail } from "./elements/session-link-manager/session-link-manager.ts";
export type { ConnectionChange } from "./elements/session-provider/session-provider.ts";
export type { GuestDetail } from "./elements/waiting-list/waiting-list.ts";
export type { SentenceId } from "./locales/locales.ts";
export { overrideSentences } from "./locales/locales.ts";
export { DropInJoin } from "./elements/drop-in-join/drop-in-join.ts";
export { InviteMessageEditor } from "./elements/invite-message-editor/invite-message-editor.ts";
export { SessionActions } from "./elements/session-actions/session-actions.ts";
export { SessionCall } from "./elements/session-call/session-call.ts";
export { SessionComposer } from "./elements/session-composer/session-composer.ts";
export { SessionLinkManager } from "./elements/session-link-manager/session-link-manager.ts";
export { SessionProvider } from "./elements/session-provider/session-provider.ts";
export { WaitingList } from "./elements/waiting-list/waiting-list.ts";
export { WaitingRoom } from "./elements/waiting-room/waiting-room.ts";
