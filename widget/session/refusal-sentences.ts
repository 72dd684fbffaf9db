/** Each word of the closed list (contract section 7) as people read it: what happened, and what to do next. */

import { msg } from "@lit/localize";
import type { RefusalCode, RefusalReason } from "../../protocol/refusals.ts";

export interface RefusalWords {
  /** What happened: a heading. */
  title: string;
  /** What to do next: one sentence. */
  next: string;
}

/** For someone who came by a drop-in link. Made on every call, for the language may have changed. */
export function guestWords(code: RefusalCode): RefusalWords {
  return GUEST_WORDS[code]();
}

const words = (title: string, next: string): RefusalWords => ({ title, next });

const GUEST_WORDS: Record<RefusalCode, () => RefusalWords> = {
  "link-invalid": () =>
    words(
      msg("This link isn't complete", { id: "refusal.link-invalid.title" }),
      msg("Open it again from your invitation, or copy the whole link into the address bar.", { id: "refusal.link-invalid.next" }),
    ),
  "link-revoked": () =>
    words(
      msg("This link no longer works", { id: "refusal.link-revoked.title" }),
      msg("Please ask the person who invited you for a new one.", { id: "refusal.link-revoked.next" }),
    ),
  "link-expired": () =>
    words(
      msg("This session is over", { id: "refusal.link-expired.title" }),
      msg("If you expected to meet now, please contact the person who invited you.", { id: "refusal.link-expired.next" }),
    ),
  "too-early": () =>
    words(
      msg("You're early", { id: "refusal.too-early.title" }),
      msg("You can leave this page open: it goes on by itself.", { id: "refusal.too-early.next" }),
    ),
  "session-ended": () =>
    words(
      msg("This session has ended", { id: "refusal.session-ended.title" }),
      msg("If you expected to meet now, please contact the person who invited you.", { id: "refusal.session-ended.next" }),
    ),
  "session-full": () =>
    words(
      msg("The session is full", { id: "refusal.session-full.title" }),
      msg("Keep this page open: you come in as soon as someone leaves.", { id: "refusal.session-full.next" }),
    ),
  denied: () =>
    words(
      msg("You weren't let in this time", { id: "refusal.denied.title" }),
      msg("If you think this is a mistake, contact the person who invited you. You can ask again in a minute.", {
        id: "refusal.denied.next",
      }),
    ),
  removed: () =>
    words(
      msg("You were removed from the session", { id: "refusal.removed.title" }),
      msg("If you think this is a mistake, please contact the person who invited you.", { id: "refusal.removed.next" }),
    ),
  "sent-back": () =>
    words(
      msg("You're back in the waiting room", { id: "refusal.sent-back.title" }),
      msg("Keep this page open: you'll be let in again when it's time.", { id: "refusal.sent-back.next" }),
    ),
  replaced: () =>
    words(
      msg("You opened this session somewhere else", { id: "refusal.replaced.title" }),
      msg("Go on in the newer tab, or use this one instead.", { id: "refusal.replaced.next" }),
    ),
  "host-ended": () =>
    words(
      msg("The session has ended", { id: "refusal.host-ended.title" }),
      msg("Thank you for coming. You can close this page.", { id: "refusal.host-ended.next" }),
    ),
  left: () =>
    words(
      msg("You left the session", { id: "refusal.left.title" }),
      msg("You can close this page, or come back while the session lasts.", { id: "refusal.left.next" }),
    ),
  "connection-lost": () =>
    words(
      msg("Your connection was lost", { id: "refusal.connection-lost.title" }),
      msg("Check your network, then come back in.", { id: "refusal.connection-lost.next" }),
    ),
  "rate-limited": () =>
    words(
      msg("Too many tries at once", { id: "refusal.rate-limited.title" }),
      msg("Please wait a moment and try again.", { id: "refusal.rate-limited.next" }),
    ),
  "not-allowed": () =>
    words(
      msg("You can't come in right now", { id: "refusal.not-allowed.title" }),
      msg("Please contact the person who invited you.", { id: "refusal.not-allowed.next" }),
    ),
  "bad-request": () =>
    words(
      msg("That didn't work", { id: "refusal.bad-request.title" }),
      msg("Check what you entered and try again.", { id: "refusal.bad-request.next" }),
    ),
  unavailable: () =>
    words(
      msg("We can't reach the session right now", { id: "refusal.unavailable.title" }),
      msg("Check your network. We keep trying.", { id: "refusal.unavailable.next" }),
    ),
};

/** For a host in the portal: what a request was answered with, in one sentence that says what to do. `why`: a relay may know more reasons. */
export function hostSentence(code: RefusalCode, why?: RefusalReason): string {
  return ((why === undefined ? undefined : REASONS[why]) ?? HOST_SENTENCES[code])();
}

const REASONS: Record<RefusalReason, () => string> = {
  "mails-of-host": () =>
    msg("You have sent as many invitations as one person may in a day. Copy the links and send them yourself, or go on tomorrow.", {
      id: "refusal.why.mails-of-host",
    }),
  "mails-of-tenant": () =>
    msg("Your clinic has sent as many invitations as it may in a day. Copy the links and send them yourself, or go on tomorrow.", {
      id: "refusal.why.mails-of-tenant",
    }),
  "mails-of-session": () =>
    msg("No more e-mails can be sent for this session. Copy the links and send them yourself.", { id: "refusal.why.mails-of-session" }),
  "invites-of-session": () =>
    msg("This session has as many links as it can have. Create another session for more people.", { id: "refusal.why.invites-of-session" }),
  samples: () => msg("You sent several samples just now. Wait a minute.", { id: "refusal.why.samples" }),
  "sent-just-now": () =>
    msg("This link was sent just now. Wait half a minute before sending it again.", { id: "refusal.why.sent-just-now" }),
  unsubscribed: () =>
    msg("This person asked for no more such e-mails. Copy the link and send it yourself.", { id: "refusal.why.unsubscribed" }),
};

const gone = () => msg("This session has ended. Create a new one to meet again.", { id: "refusal.host.ended" });
const HOST_SENTENCES: Record<RefusalCode, () => string> = {
  "link-invalid": () => msg("This link is not valid. Make a new one.", { id: "refusal.host.link-invalid" }),
  "link-revoked": () => msg("This link was switched off. Make a new one to invite this person again.", { id: "refusal.host.link-revoked" }),
  "link-expired": gone,
  "too-early": () => msg("This session hasn't opened yet. Try again closer to its start.", { id: "refusal.host.too-early" }),
  "session-ended": gone,
  "session-full": () =>
    msg("All 16 seats are taken. Someone has to leave before another person can come in.", { id: "refusal.host.session-full" }),
  denied: () => msg("This person was declined and can ask again in a minute.", { id: "refusal.host.denied" }),
  removed: () => msg("You were removed from the session. Ask another host to let you back in.", { id: "refusal.host.removed" }),
  "sent-back": () => msg("This person is back in the waiting room.", { id: "refusal.host.sent-back" }),
  replaced: () => msg("You opened this session in another tab. Go on there, or join again here.", { id: "refusal.host.replaced" }),
  "host-ended": () => msg("The session has ended.", { id: "refusal.host.host-ended" }),
  left: () => msg("You left the session. Join again whenever you like.", { id: "refusal.host.left" }),
  "connection-lost": () =>
    msg("Your connection was lost for too long. Check your network and join again.", { id: "refusal.host.connection-lost" }),
  "rate-limited": () => msg("Too many requests at once. Wait a moment and try again.", { id: "refusal.host.rate-limited" }),
  "not-allowed": () =>
    msg("You can't do this here. Reload the page and sign in again if it should work.", { id: "refusal.host.not-allowed" }),
  "bad-request": () => msg("Something in the form isn't right. Check it and try again.", { id: "refusal.host.bad-request" }),
  unavailable: () => msg("The video service can't be reached. Check your network and try again.", { id: "refusal.host.unavailable" }),
};
