/**
 * Drop-in links and tickets: what they name, under a MAC (LINK1, WAIT4). Nothing about them is stored, and a forged one costs a hash
 * and never a look-up. Both are plain text that fits into a URL's fragment:
 *
 *     link    kid . session invite generation . mac        ticket    kid . guest . mac
 *
 * The ids stand without their prefixes. The MAC is over the very text before it, so there is one way to write a token and no other.
 */

import { createHmac, timingSafeEqual } from "node:crypto";
import type { GuestId, InviteId, SessionId } from "../../protocol/ids.ts";
import { KeyRing } from "./key-ring.ts";

/** 144 bits of HMAC-SHA256: over the 128 that LINK1 asks for, and 24 letters of base64url without a bit left over. */
const MAC_BYTES = 18;
const LINK_PURPOSE = "drop-in link v1";
const TICKET_PURPOSE = "guest ticket v1";

const LINK = /^([\w-]{1,16})\.([\w-]{22})([\w-]{22})([1-9a-z][0-9a-z]{0,6})\.([\w-]{24})$/;
const TICKET = /^([\w-]{1,16})\.([\w-]{22})\.([\w-]{24})$/;

/** What a link names. `generation` is the invite's: renewing an invite raises it (LINK6). */
export interface LinkClaim {
  sessionId: SessionId;
  inviteId: InviteId;
  generation: number;
}

export class LinkKeys {
  constructor(private readonly ring: KeyRing) {}

  /** Reads a key ring, `kid:base64` each, newest first. Throws `KeyRingError`. */
  static parse(text: string): LinkKeys {
    return new LinkKeys(KeyRing.parse(text));
  }

  /** The token of a drop-in link: the part behind the `#`. */
  sign({ sessionId, inviteId, generation }: LinkClaim): string {
    const words = `${this.ring.newest}.${suffix(sessionId)}${suffix(inviteId)}${generation.toString(36)}`;
    return `${words}.${this.#mac(this.ring.newest, LINK_PURPOSE, words).toString("base64url")}`;
  }

  /** What an authentic link names; null for every other text, whatever is wrong with it. */
  verify(token: string): LinkClaim | null {
    const match = LINK.exec(token);
    if (match === null) return null;
    const [, kid = "", session = "", invite = "", generation = "", mac = ""] = match;
    const words = token.slice(0, -(mac.length + 1));
    if (!this.#authentic(kid, LINK_PURPOSE, words, mac)) return null;
    return { sessionId: `ses_${session}`, inviteId: `inv_${invite}`, generation: Number.parseInt(generation, 36) };
  }

  /** Names a browser to every relay (WAIT4). Good for this session and invite alone, whatever the link's generation. */
  signTicket({ sessionId, inviteId, guestId }: { sessionId: SessionId; inviteId: InviteId; guestId: GuestId }): string {
    const words = `${this.ring.newest}.${suffix(guestId)}`;
    return `${words}.${this.#mac(this.ring.newest, TICKET_PURPOSE, bound(words, sessionId, inviteId)).toString("base64url")}`;
  }

  /** The guest whose ticket this is, if it was made for this session and invite. */
  verifyTicket(ticket: string, { sessionId, inviteId }: { sessionId: SessionId; inviteId: InviteId }): GuestId | null {
    const match = TICKET.exec(ticket);
    if (match === null) return null;
    const [, kid = "", guest = "", mac = ""] = match;
    const words = ticket.slice(0, -(mac.length + 1));
    return this.#authentic(kid, TICKET_PURPOSE, bound(words, sessionId, inviteId), mac) ? `gst_${guest}` : null;
  }

  #mac(kid: string, purpose: string, words: string): Buffer {
    return createHmac("sha256", this.ring.subkey(kid, purpose)).update(words).digest().subarray(0, MAC_BYTES);
  }

  /** Constant in time over the MAC's bytes; an unknown key id is hashed for as well. */
  #authentic(kid: string, purpose: string, words: string, mac: string): boolean {
    const same = timingSafeEqual(this.#mac(kid, purpose, words), Buffer.from(mac, "base64url"));
    return same && this.ring.has(kid);
  }
}

/** A ticket's MAC is also over where it was given; the ticket itself need not repeat it. */
function bound(words: string, sessionId: SessionId, inviteId: InviteId): string {
  return `${words}.${sessionId}.${inviteId}`;
}

function suffix(id: SessionId | InviteId | GuestId): string {
  return id.slice(4);
}
