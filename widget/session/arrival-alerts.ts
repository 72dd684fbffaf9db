/**
 * How a page makes itself heard when somebody comes: a chime, and a notification of the system while the tab is hidden. Several
 * lists on one page make one chime.
 */

import type { GuestId } from "../../protocol/ids.ts";
import { Chime } from "../media/chime.ts";

/** A guest who was announced this shortly before is not announced again by another list of the page. */
const ONCE_MS = 5_000;
const announced = new Map<string, number>();

/** Whether this is the first list of the page to announce the guest in that way. */
export function firstToAnnounce(way: "chime" | "notice" | "toast", guestId: GuestId): boolean {
  const now = performance.now();
  for (const [key, at] of announced) if (now - at > ONCE_MS) announced.delete(key);
  const key = `${way} ${guestId}`;
  if (announced.has(key)) return false;
  announced.set(key, now);
  return true;
}

export class ArrivalAlerts {
  #chime: Chime | undefined;
  readonly #notices = new Map<GuestId, Notification>();

  /** Whether a notification could be shown, may be asked for, or neither. */
  static get permission(): "granted" | "default" | "denied" {
    return typeof Notification === "undefined" || !isSecureContext ? "denied" : Notification.permission;
  }

  /** Asks people once, from their own click. */
  static async ask(): Promise<void> {
    await Notification.requestPermission();
  }

  chime(): void {
    this.#chime ??= new Chime();
    void this.#chime.play();
  }

  /** Names nobody: a notification may be read on a locked screen. */
  notify(guestId: GuestId, title: string): void {
    if (ArrivalAlerts.permission !== "granted" || document.visibilityState === "visible") return;
    try {
      const notice = new Notification(title, { tag: guestId });
      notice.onclick = () => {
        window.focus();
        notice.close();
      };
      this.#notices.set(guestId, notice);
    } catch {
      // Some phones show notifications only from a service worker, which is the page's own affair. The chime has sounded.
    }
  }

  /** The guest waits no longer. */
  forget(guestId: GuestId): void {
    this.#notices.get(guestId)?.close();
    this.#notices.delete(guestId);
  }

  close(): void {
    this.#chime?.close();
    this.#chime = undefined;
    for (const notice of this.#notices.values()) notice.close();
    this.#notices.clear();
  }
}
