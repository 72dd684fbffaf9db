/** What any portal brings along: its services, its client's people, and a back end that says who is signed in. */

import type { Contact, Service } from "doorstep";

/** The server of the page writes in where its relay is. */
export const relay = document.querySelector<HTMLMetaElement>("meta[name=relay]")?.content ?? "";

export const services: Service[] = [
  { name: "Family session", durationMinutes: 50 },
  { name: "First consultation", durationMinutes: 30 },
];

/** A quarter of an hour from now: drop-in links are open by then. */
export const startsAt = new Date(Date.now() + 15 * 60_000).toISOString();

export const contacts: Contact[] = [
  { id: "samir", name: "Samir Haddad", email: "samir@haddad.example", relation: "linked-account", relationLabel: "Father" },
  { id: "leila", name: "Leila Haddad", email: "leila@haddad.example", relation: "alternate-contact", relationLabel: "Aunt" },
];

export async function getToken(): Promise<string> {
  const answer = await fetch("/my-back-end/doorstep-token", { method: "POST" });
  const { token } = (await answer.json()) as { token: string };
  return token;
}
