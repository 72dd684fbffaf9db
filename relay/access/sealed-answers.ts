/**
 * Answers to repeated POSTs are kept for a day, and they hold links and tokens. They are kept sealed (AES-256-GCM under a subkey of the
 * relay's key ring), so that whoever reads the store finds no capability in it.
 */

import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { KeyRing } from "./key-ring.ts";

const PURPOSE = "sealed answer v1";
const IV_BYTES = 12;
const TAG_BYTES = 16;

export class SealedAnswers {
  constructor(private readonly ring: KeyRing) {}

  /** `about` binds the sealed text to its place: put elsewhere it does not open. */
  seal(text: string, about: string): string {
    const kid = this.ring.newest;
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv("aes-256-gcm", this.ring.subkey(kid, PURPOSE), iv).setAAD(Buffer.from(about));
    const sealed = Buffer.concat([iv, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
    return `${kid}.${sealed.toString("base64url")}`;
  }

  /** Null: not sealed by this ring (a key was taken out of it), or not for this place. */
  open(sealed: string, about: string): string | null {
    const dot = sealed.indexOf(".");
    const kid = sealed.slice(0, Math.max(0, dot));
    const bytes = Buffer.from(sealed.slice(dot + 1), "base64url");
    if (!this.ring.has(kid) || bytes.length < IV_BYTES + TAG_BYTES) return null;
    const decipher = createDecipheriv("aes-256-gcm", this.ring.subkey(kid, PURPOSE), bytes.subarray(0, IV_BYTES))
      .setAAD(Buffer.from(about))
      .setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]).toString("utf8");
    } catch {
      // Authentication failed: the only way in which these calls throw.
      return null;
    }
  }
}
