/** The vendor's own records: what a practice keeps about its people. Doorstep knows nothing of this but ids and names. */

import type { Contact } from "../protocol/views.ts";

export interface Practitioner {
  /** The host token's `sub`. */
  id: string;
  name: string;
  title: string;
}

export interface Service {
  name: string;
  durationMinutes: number;
}

/** A contact as the share window offers it, with the client it belongs to. */
export interface Client {
  id: string;
  name: string;
  since: string;
  practitioner: string;
  email: string;
  phone: string;
  about: string;
  /** The circle of care: linked accounts and alternate contacts. */
  contacts: Contact[];
}

/** One entry of the week: `day` 0 is Monday, `start` the practice's own clock. Without `video` it happens in the room. */
export interface Slot {
  key: string;
  day: number;
  start: string;
  durationMinutes: number;
  service: string;
  clientId: string;
  video: boolean;
  /** People who are sent a drop-in link, by contact id. */
  invited?: string[];
}

export const clinicName = "Riverside Counselling";

/** Whoever is signed in to the demo. */
export const signedIn: Practitioner = { id: "maya.osei", name: "Dr. Maya Osei", title: "Psychologist" };

export const team: Practitioner[] = [
  signedIn,
  { id: "ines.carvalho", name: "Inês Carvalho", title: "Family therapist" },
  { id: "peter.lam", name: "Peter Lam", title: "Front desk" },
];

export const services: Service[] = [
  { name: "Individual session", durationMinutes: 50 },
  { name: "Family session", durationMinutes: 110 },
  { name: "Couple session", durationMinutes: 80 },
  { name: "Group session", durationMinutes: 90 },
  { name: "Intake", durationMinutes: 50 },
];

export const clients: Client[] = [
  {
    id: "noor-haddad",
    name: "Noor Haddad",
    since: "2025-03-04",
    practitioner: "Dr. Maya Osei",
    email: "noor.haddad@example.com",
    phone: "555 0142",
    about: "Grade 11. School and family join every second session; an interpreter when her grandmother comes.",
    contacts: [
      { id: "samir", name: "Samir Haddad", email: "samir.haddad@example.com", relation: "linked-account", relationLabel: "Father" },
      {
        id: "leila",
        name: "Leila Karam",
        email: "l.karam@eastside-school.example",
        relation: "alternate-contact",
        relationLabel: "School counsellor",
      },
      { id: "dina", name: "Dina Haddad", email: "dina.h@example.com", relation: "alternate-contact", relationLabel: "Grandmother" },
    ],
  },
  {
    id: "ruiz",
    name: "Elena and Tomás Ruiz",
    since: "2026-01-19",
    practitioner: "Dr. Maya Osei",
    email: "elena.ruiz@example.com",
    phone: "555 0178",
    about: "Couple sessions every Friday. Tomás often joins from the road.",
    contacts: [
      { id: "elena", name: "Elena Ruiz", email: "elena.ruiz@example.com", relation: "linked-account", relationLabel: "Partner" },
      { id: "tomas", name: "Tomás Ruiz", email: "tomas.ruiz@example.com", relation: "linked-account", relationLabel: "Partner" },
    ],
  },
  {
    id: "amara-okafor",
    name: "Amara Okafor",
    since: "2024-09-30",
    practitioner: "Dr. Maya Osei",
    email: "amara.okafor@example.com",
    phone: "555 0119",
    about: "Weekly. Prefers video on work days.",
    contacts: [
      { id: "chidi", name: "Chidi Okafor", email: "chidi.okafor@example.com", relation: "alternate-contact", relationLabel: "Brother" },
    ],
  },
  {
    id: "petra-lindqvist",
    name: "Petra Lindqvist",
    since: "2026-11-16",
    practitioner: "Dr. Maya Osei",
    email: "petra.lindqvist@example.com",
    phone: "555 0163",
    about: "New this month, referred by Dr. Bell.",
    contacts: [],
  },
  {
    id: "jonah-whitfield",
    name: "Jonah Whitfield",
    since: "2025-06-11",
    practitioner: "Inês Carvalho",
    email: "jonah.whitfield@example.com",
    phone: "555 0107",
    about: "Thursday group.",
    contacts: [
      { id: "ruth", name: "Ruth Whitfield", email: "ruth.whitfield@example.com", relation: "linked-account", relationLabel: "Mother" },
    ],
  },
];

/** A week as it usually is. Those with video become sessions at the relay; the others stay in the portal. */
export const usualWeek: Slot[] = [
  { key: "intake", day: 0, start: "09:00", durationMinutes: 50, service: "Intake", clientId: "petra-lindqvist", video: false },
  {
    key: "amara-video",
    day: 0,
    start: "14:00",
    durationMinutes: 50,
    service: "Individual session",
    clientId: "amara-okafor",
    video: true,
    invited: [],
  },
  {
    key: "noor-family",
    day: 1,
    start: "10:00",
    durationMinutes: 110,
    service: "Family session",
    clientId: "noor-haddad",
    video: true,
    invited: ["samir", "leila", "dina"],
  },
  { key: "petra", day: 1, start: "14:00", durationMinutes: 50, service: "Individual session", clientId: "petra-lindqvist", video: false },
  {
    key: "jonah",
    day: 2,
    start: "09:00",
    durationMinutes: 50,
    service: "Individual session",
    clientId: "jonah-whitfield",
    video: true,
    invited: ["ruth"],
  },
  { key: "amara-room", day: 2, start: "13:00", durationMinutes: 50, service: "Individual session", clientId: "amara-okafor", video: false },
  { key: "group", day: 3, start: "10:00", durationMinutes: 90, service: "Group session", clientId: "jonah-whitfield", video: false },
  {
    key: "noor-individual",
    day: 3,
    start: "14:00",
    durationMinutes: 50,
    service: "Individual session",
    clientId: "noor-haddad",
    video: true,
    invited: ["samir"],
  },
  {
    key: "ruiz",
    day: 4,
    start: "11:00",
    durationMinutes: 80,
    service: "Couple session",
    clientId: "ruiz",
    video: true,
    invited: ["elena", "tomas"],
  },
];

/** What was in earlier weeks, for a profile's history: weeks before this one, and what was written down. */
export const history: {
  clientId: string;
  weeksAgo: number;
  day: number;
  start: string;
  durationMinutes: number;
  service: string;
  note: string;
}[] = [
  {
    clientId: "noor-haddad",
    weeksAgo: 1,
    day: 0,
    start: "14:00",
    durationMinutes: 50,
    service: "Individual session",
    note: "Exam weeks ahead; sleep is better.",
  },
  {
    clientId: "noor-haddad",
    weeksAgo: 2,
    day: 1,
    start: "10:00",
    durationMinutes: 110,
    service: "Family session",
    note: "First session with Mr. Haddad. Agreed on quiet evenings.",
  },
  {
    clientId: "amara-okafor",
    weeksAgo: 1,
    day: 2,
    start: "13:00",
    durationMinutes: 50,
    service: "Individual session",
    note: "Back at work, three days a week.",
  },
  {
    clientId: "jonah-whitfield",
    weeksAgo: 1,
    day: 3,
    start: "10:00",
    durationMinutes: 90,
    service: "Group session",
    note: "Spoke in the round for the first time.",
  },
  {
    clientId: "ruiz",
    weeksAgo: 1,
    day: 4,
    start: "11:00",
    durationMinutes: 80,
    service: "Couple session",
    note: "Homework: one evening a week without phones.",
  },
];

export const invoices: { number: string; clientId: string; on: string; amount: number; state: "Paid" | "Sent" | "Draft" }[] = [
  { number: "2026-118", clientId: "noor-haddad", on: "2026-11-16", amount: 140, state: "Sent" },
  { number: "2026-117", clientId: "amara-okafor", on: "2026-11-11", amount: 140, state: "Paid" },
  { number: "2026-116", clientId: "ruiz", on: "2026-11-13", amount: 195, state: "Paid" },
  { number: "2026-115", clientId: "jonah-whitfield", on: "2026-11-12", amount: 60, state: "Draft" },
  { number: "2026-114", clientId: "noor-haddad", on: "2026-11-10", amount: 260, state: "Paid" },
];

export function clientById(id: string): Client | undefined {
  return clients.find((each) => each.id === id);
}
