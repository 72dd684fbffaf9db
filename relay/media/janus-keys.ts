/**
 * Secrets of rooms and tokens of those who may enter, made from the Janus servers' own secret: every relay of a service makes the same
 * ones, so none is stored and any relay can look after any room (MEDIA6, MEDIA7).
 */

import { createHmac } from "node:crypto";
import type { ParticipantId, RelayId } from "../../protocol/ids.ts";

export class JanusKeys {
  constructor(private readonly key: string | Buffer) {}

  roomSecret(room: string): string {
    return this.#make("secret", room);
  }

  /** What lets a participant's handles into a room, or a relay's own. */
  token(room: string, who: ParticipantId | RelayId): string {
    return this.#make("token", room, who);
  }

  #make(...parts: string[]): string {
    return createHmac("sha256", this.key).update(parts.join("\n")).digest("base64url");
  }
}
