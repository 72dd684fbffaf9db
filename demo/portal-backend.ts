/**
 * The back end that a vendor has anyway, cut down to what the demo needs: it knows who is signed in and what the practice keeps,
 * signs host tokens, and asks the relay's REST API with the API secret, which no browser ever sees.
 */

import { Hono } from "hono";
import { SignJWT } from "jose";
import type { Invite, SessionInfo } from "../protocol/views.ts";
import { clientById, clients, clinicName, history, invoices, services, signedIn, team, usualWeek } from "./practice.ts";
import type { RelayClient } from "./relay-client.ts";
import { wallTime } from "../widget/session/wall-time.ts";
import { addDays, at, mondayFor, weekBegin } from "./week.ts";

/** Life of a host token, in seconds. The portal's `getToken` fetches the next one. */
const TOKEN_LIFE_S = 60 * 60;

export interface BackendSettings {
  tenantId: string;
  apiSecret: string;
  /** The practice's zone, an IANA name. */
  timeZone: string;
  relay: RelayClient;
}

/** A row of a client's "Sessions & Notes": a session at the relay, or an appointment that the portal alone knows. */
export interface SessionRow {
  startsAt: string;
  durationMinutes: number;
  service: string;
  session?: SessionInfo;
  /** How many people hold a working link. */
  invited?: number;
  note?: string;
}

/** An appointment in the room. */
export interface Appointment {
  key: string;
  startsAt: string;
  durationMinutes: number;
  service: string;
  clientId: string;
  clientName: string;
}

export function portalBackend({ tenantId, apiSecret, timeZone, relay }: BackendSettings): Hono {
  const app = new Hono();
  const key = new TextEncoder().encode(apiSecret);

  const tokenFor = (role: "host" | "admin"): Promise<string> =>
    new SignJWT({ name: signedIn.name, role })
      .setProtectedHeader({ alg: "HS256", typ: "JWT" })
      .setIssuer(tenantId)
      .setAudience("doorstep")
      .setSubject(signedIn.id)
      .setIssuedAt()
      .setExpirationTime(`${TOKEN_LIFE_S}s`)
      .sign(key);
  // A vendor would look at its own login's cookie here, and at what this user may do. The demo has one user, who runs the practice,
  // and is meant for this machine alone.
  app.post("/token", async (c) => c.json({ token: await tokenFor("host") }));
  app.post("/admin-token", async (c) => c.json({ token: await tokenFor("admin") }));

  app.get("/practice", (c) => c.json({ clinicName, timeZone, signedIn, team, services, invoices, clients }));

  app.get("/week", async (c) => {
    const monday = c.req.query("monday") ?? "";
    if (!/^\d{4}-\d{2}-\d{2}$/.test(monday) || !Number.isFinite(Date.parse(monday))) {
      return c.json({ error: "monday must be a date, e.g. 2026-11-23." }, 400);
    }
    const sessions = await relay.sessions({
      hostId: signedIn.id,
      from: new Date(at(weekBegin(monday, wallTime(Date.now(), timeZone).date), "00:00", timeZone)).toISOString(),
      to: new Date(at(addDays(monday, 7), "00:00", timeZone)).toISOString(),
    });
    return c.json({ sessions, appointments: appointmentsOf(monday, timeZone) });
  });

  app.get("/clients/:id/sessions", async (c) => {
    const client = clientById(c.req.param("id"));
    if (client === undefined) return c.json({ error: "There is no such client." }, 404);
    const sessions = await relay.sessions({ clientRef: client.id });
    const rows: SessionRow[] = await Promise.all(
      sessions.map(async (session) => ({
        startsAt: session.startsAt,
        durationMinutes: session.durationMinutes,
        service: session.service,
        session,
        invited: workingLinks(await relay.invites(session.id)),
      })),
    );
    rows.push(...inTheRoom(client.id, timeZone));
    rows.sort((a, b) => Date.parse(b.startsAt) - Date.parse(a.startsAt));
    return c.json({ items: rows });
  });

  app.get("/sessions/:id", async (c) => {
    const session = await relay.session(c.req.param("id"));
    return session === null ? c.json({ error: "There is no such session." }, 404) : c.json(session);
  });

  app.onError((error, c) => {
    console.error(`The portal's back end could not answer ${c.req.path}: ${error.message}`);
    return c.json({ error: "The practice's records can't be read right now. Try again in a moment." }, 502);
  });
  return app;
}

function workingLinks(invites: Invite[]): number {
  return invites.filter((invite) => invite.revokedAt === undefined).length;
}

function appointmentsOf(monday: string, timeZone: string): Appointment[] {
  return usualWeek
    .filter((slot) => !slot.video)
    .map((slot) => ({
      key: slot.key,
      startsAt: new Date(at(addDays(monday, slot.day), slot.start, timeZone)).toISOString(),
      durationMinutes: slot.durationMinutes,
      service: slot.service,
      clientId: slot.clientId,
      clientName: clientById(slot.clientId)?.name ?? slot.clientId,
    }));
}

/** What happened in the room: earlier weeks with their notes, and this week's. */
function inTheRoom(clientId: string, timeZone: string): SessionRow[] {
  const monday = mondayFor(Date.now(), timeZone);
  const past = history
    .filter((each) => each.clientId === clientId)
    .map((each) => ({
      startsAt: new Date(at(addDays(monday, each.day - 7 * each.weeksAgo), each.start, timeZone)).toISOString(),
      durationMinutes: each.durationMinutes,
      service: each.service,
      note: each.note,
    }));
  const present = appointmentsOf(monday, timeZone)
    .filter((each) => each.clientId === clientId)
    .map(({ startsAt, durationMinutes, service }) => ({ startsAt, durationMinutes, service }));
  return [...past, ...present];
}
