/** What the composer's fields hold, and what of it is wrong. Pure. */

import type { HostRequests } from "../../../protocol/events.ts";
import { DURATION_MINUTES, REFERENCE_LENGTH, SERVICE_LENGTH, TITLE_LENGTH } from "../../../protocol/limits.ts";
import type { HostRef } from "../../../protocol/views.ts";
import type { InferInput } from "valibot";
import { instantOf, isoWithOffset, wallTime } from "../../session/wall-time.ts";

/** What the portal offers: a name, or a name with its usual length. */
export type Service = string | { name: string; durationMinutes?: number };

/** The fields, as they stand in the form. */
export interface Fields {
  service: string;
  date: string;
  time: string;
  durationMinutes: number;
  linkSharing: boolean;
  /** Of the colleagues, the ids of those who run it too. */
  colleagues: string[];
}

export type FieldName = "service" | "date" | "time" | "durationMinutes";
/** What can be wrong with a field. `skipped`: the hour that the switch to summer time leaves out. */
export type Problem = "missing" | "skipped" | "over" | "too-long";
export type Problems = Partial<Record<FieldName, Problem>>;

/** What the relay is asked to create. */
export type Draft = InferInput<HostRequests["session:create"]>;

const HOUR = 3_600_000;
const USUAL_LENGTHS = [15, 30, 45, 50, 60, 80, 90, 110, 120];

export function serviceName(service: Service): string {
  return typeof service === "string" ? service : service.name;
}

/** How long `name` usually takes, if the portal says so. */
export function serviceLength(services: readonly Service[], name: string): number | undefined {
  const service = services.find((each) => serviceName(each) === name);
  return typeof service === "object" ? service.durationMinutes : undefined;
}

/** The form before anybody touched it: the first service, at the next full hour. */
export function freshFields(
  services: readonly Service[],
  {
    now,
    zone,
    startsAt,
    durationMinutes,
  }: { now: number; zone: string; startsAt: number | undefined; durationMinutes: number | undefined },
): Fields {
  const service = services[0] === undefined ? "" : serviceName(services[0]);
  const nextHour = Math.ceil(now / HOUR) * HOUR;
  return {
    service,
    ...wallTime(startsAt ?? nextHour, zone),
    durationMinutes: durationMinutes ?? serviceLength(services, service) ?? 50,
    linkSharing: true,
    colleagues: [],
  };
}

/** The lengths to choose from, in minutes: the usual ones, the services' own and the chosen one. */
export function lengths(services: readonly Service[], chosen: number): number[] {
  const own = services.map((service) => (typeof service === "object" ? service.durationMinutes : undefined));
  const all = [...USUAL_LENGTHS, ...own, chosen].filter((each) => each !== undefined);
  return [...new Set(all)].filter(isLength).sort((a, b) => a - b);
}

function isLength(minutes: number): boolean {
  return Number.isInteger(minutes) && minutes >= DURATION_MINUTES.min && minutes <= DURATION_MINUTES.max;
}

export function problemsOf(fields: Fields, zone: string, now: number): Problems {
  const problems: Problems = {};
  if (fields.service.trim() === "") problems.service = "missing";
  else if (fields.service.trim().length > SERVICE_LENGTH) problems.service = "too-long";
  if (!isLength(fields.durationMinutes)) problems.durationMinutes = "missing";
  if (fields.date === "") problems.date = "missing";
  if (fields.time === "") problems.time = "missing";
  if (problems.date !== undefined || problems.time !== undefined) return problems;
  const start = instantOf(fields, zone);
  if (start === null) problems.time = "skipped";
  // A session that has begun may still be wanted; one that is over opens no door.
  else if (start + fields.durationMinutes * 60_000 <= now) problems.date = "over";
  return problems;
}

/** For fields without problems. The title falls back to the service. */
export function draftOf(
  fields: Fields,
  zone: string,
  more: { title: string; clientRef: string; hosts: readonly HostRef[]; e2ee: boolean },
): Draft {
  const service = fields.service.trim();
  return {
    title: (more.title.trim() || service).slice(0, TITLE_LENGTH),
    service,
    startsAt: isoWithOffset(instantOf(fields, zone) ?? 0, zone),
    durationMinutes: fields.durationMinutes,
    timeZone: zone,
    linkSharing: fields.linkSharing,
    ...(more.e2ee ? { e2ee: true } : {}),
    ...(more.clientRef === "" ? {} : { clientRef: more.clientRef.slice(0, REFERENCE_LENGTH) }),
    ...(more.hosts.length === 0 ? {} : { hosts: more.hosts.map(({ id, name }) => ({ id, name })) }),
  };
}
