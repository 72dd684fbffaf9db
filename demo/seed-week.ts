/** Fills the demo's first week, through the relay's REST API, like a vendor's back end. */

import { isoWithOffset, wallTime } from "../widget/session/wall-time.ts";
import type { Slot } from "./practice.ts";
import { clientById, signedIn, usualWeek } from "./practice.ts";
import type { NewSession, RelayClient } from "./relay-client.ts";
import { addDays, at, dayOfWeek, mondayFor } from "./week.ts";

const MINUTE = 60_000;
/** Sessions begin on such minutes of the hour. */
const RASTER_MINUTES = 15;

/** Makes this week's video sessions, and one that is about to begin; nothing where the practice has sessions already. */
export async function seedWeek(relay: RelayClient, timeZone: string, now = Date.now()): Promise<number> {
  const monday = mondayFor(now, timeZone);
  const known = await relay.sessions({ hostId: signedIn.id });
  if (known.length > 0) return 0;
  const drafts = usualWeek
    .filter((slot) => slot.video)
    .map((slot) => draft(slot, at(addDays(monday, slot.day), slot.start, timeZone), timeZone));
  const current = currentSlot(monday, timeZone, now);
  if (current !== null) drafts.push(current);
  for (const { key, session } of drafts) await relay.create(session, `demo-${monday}-${key}`);
  return drafts.length;
}

/** A session whose links work right now, whatever the hour, unless the usual week has one. */
function currentSlot(monday: string, timeZone: string, now: number): { key: string; session: NewSession } | null {
  const soon = usualWeek.some((slot) => {
    const start = at(addDays(monday, slot.day), slot.start, timeZone);
    return slot.video && start - 25 * MINUTE < now && now < start + slot.durationMinutes * MINUTE;
  });
  if (soon) return null;
  const start = Math.floor(now / (RASTER_MINUTES * MINUTE)) * RASTER_MINUTES * MINUTE;
  const { date, time } = wallTime(start, timeZone);
  const slot: Slot = {
    key: "now",
    day: dayOfWeek(date),
    start: time,
    durationMinutes: 50,
    service: "Individual session",
    clientId: "noor-haddad",
    video: true,
    invited: [],
  };
  return draft(slot, start, timeZone);
}

function draft(slot: Slot, start: number, timeZone: string): { key: string; session: NewSession } {
  const client = clientById(slot.clientId);
  const invites = (client?.contacts ?? [])
    .filter((contact) => slot.invited?.includes(contact.id))
    .map(({ id, name, email, relation }) => ({ name, email, relation, contactId: id }));
  return {
    key: slot.key,
    session: {
      title: `${slot.service} with ${client?.name ?? slot.clientId}`,
      service: slot.service,
      hosts: [{ id: signedIn.id, name: signedIn.name }],
      startsAt: isoWithOffset(start, timeZone),
      durationMinutes: slot.durationMinutes,
      timeZone,
      clientRef: slot.clientId,
      linkSharing: slot.invited !== undefined,
      ...(invites.length === 0 ? {} : { invites }),
    },
  };
}
