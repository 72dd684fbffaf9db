/** What the portal knows and how it asks its own back end. */

import type { SessionInfo } from "../../../protocol/views.ts";
import type { Appointment, SessionRow } from "../../portal-backend.ts";
import type { Client, Practitioner, Service, invoices } from "../../practice.ts";

export interface Practice {
  clinicName: string;
  timeZone: string;
  signedIn: Practitioner;
  team: Practitioner[];
  services: Service[];
  clients: Client[];
  invoices: typeof invoices;
}

export interface Week {
  sessions: SessionInfo[];
  appointments: Appointment[];
}

async function ask<T>(path: string, method = "GET"): Promise<T> {
  const answer = await fetch(`/demo${path}`, { method, headers: { Accept: "application/json" } });
  const body = (await answer.json().catch(() => ({}))) as T & { error?: string };
  if (!answer.ok) throw new Error(body.error ?? "The portal can't be reached. Check your network and try again.");
  return body;
}

export const loadPractice = (): Promise<Practice> => ask("/practice");
export const loadWeek = (monday: string): Promise<Week> => ask(`/week?monday=${encodeURIComponent(monday)}`);
export const loadSession = (id: string): Promise<SessionInfo> => ask(`/sessions/${encodeURIComponent(id)}`);
export async function loadClientSessions(clientId: string): Promise<SessionRow[]> {
  const { items } = await ask<{ items: SessionRow[] }>(`/clients/${encodeURIComponent(clientId)}/sessions`);
  return items;
}

/** A host token for the signed-in user. */
export async function getToken(): Promise<string> {
  const { token } = await ask<{ token: string }>("/token", "POST");
  return token;
}

/** One for the pages on which the practice itself is set up. */
export async function getAdminToken(): Promise<string> {
  const { token } = await ask<{ token: string }>("/admin-token", "POST");
  return token;
}
