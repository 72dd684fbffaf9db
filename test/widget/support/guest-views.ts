/** What a guest may be shown, state by state. */

import type { GuestView, InvitationInfo, WaitingMessage } from "../../../protocol/views.ts";
import type { InsideView, LobbyView, WaitingView } from "../../../widget/session/guest-store.ts";

const ME = "gst_AAAAAAAAAAAAAAAAAAAAAA";
type OutView = Extract<GuestView, { state: "out" }>;
let version = 0;

export const info = (changes: Partial<InvitationInfo> = {}): InvitationInfo => ({
  hostName: "Dr. Maya Osei",
  service: "Family session",
  startsAt: new Date(Date.now() + 10 * 60_000).toISOString(),
  durationMinutes: 50,
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  clinicName: "Riverside Counselling",
  ...changes,
});

export const lobby = (changes: Partial<LobbyView> = {}): LobbyView => ({
  version: ++version,
  state: "lobby",
  info: info(),
  name: "Samir Haddad",
  admitted: false,
  hostPresent: false,
  ...changes,
});

export const waiting = (changes: Partial<WaitingView> = {}): WaitingView => ({
  version: ++version,
  state: "waiting",
  info: info(),
  name: "Samir Haddad",
  since: new Date(Date.now() - 2 * 60_000).toISOString(),
  hostPresent: true,
  messages: [],
  sentBack: false,
  awaitingSeat: false,
  ...changes,
});

export const message = (text: string, id = "msg_1"): WaitingMessage => ({ id, from: "Dr. Maya Osei", text, at: new Date().toISOString() });

export const inside = (changes: Partial<InsideView> = {}): InsideView => ({
  version: ++version,
  state: "in",
  info: info(),
  name: "Samir Haddad",
  me: ME,
  participants: [
    {
      participantId: ME,
      name: "Samir Haddad",
      role: "guest",
      muted: false,
      cameraOff: false,
      sharing: false,
      handRaised: false,
      seatedAt: new Date().toISOString(),
      connected: true,
      instance: "ins_AAAAAAAAAAAAAAAAAAAAAA",
      order: 1,
    },
  ],
  topology: "none",
  seats: { taken: 1, limit: 16 },
  startedAt: new Date().toISOString(),
  locked: false,
  ...changes,
});

export const out = (changes: Partial<OutView> = {}): OutView => ({
  version: ++version,
  state: "out",
  info: info(),
  reason: "left",
  canRejoin: true,
  ...changes,
});
