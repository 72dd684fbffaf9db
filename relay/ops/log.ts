/**
 * The relay's log: one JSON line each. What may stand in a line is a closed list of fields, so a name, an address, a link or an SDP
 * cannot slip in with an object; and texts that look like a capability are blotted out wherever they stand.
 */

import { pino } from "pino";
import type { DestinationStream, Logger } from "pino";

/** What a line may say besides its message. Anything else is left out and only its field's name is kept. */
const FIELDS = new Set([
  "relayId",
  "tenantId",
  "sessionId",
  "inviteId",
  "guestId",
  "participantId",
  "connectionId",
  "requestId",
  "request",
  "method",
  "route",
  "status",
  "code",
  "ms",
  "count",
  "attempt",
  "attempts",
  "itemId",
  "givenUp",
  "lost",
  "version",
  "setting",
  "url",
  "port",
  "signal",
  "store",
  "since",
  "until",
  "err",
]);

const SECRETS: [RegExp, string][] = [
  // Drop-in links and tickets, host tokens, what follows "Bearer", passwords in URLs, addresses, SDP and candidates.
  [/\b[\w-]{1,16}\.[\w-]{22,}\.[\w-]{24}(?![\w-])/g, "[link]"],
  [/\beyJ[\w-]*\.[\w-]*\.?[\w-]*/g, "[token]"],
  [/\bBearer\s+\S+/gi, "Bearer [secret]"],
  [/:\/\/[^/@\s]+@/g, "://[secret]@"],
  [/[^\s<>"'(]+@[^\s<>"')]+\.[^\s<>"')]+/g, "[address]"],
  [/\bv=0\r?\n[\s\S]*/g, "[sdp]"],
  [/\bcandidate:\S[^\n"]*/g, "[candidate]"],
];
/** Longest text of one field, letters. */
const LONGEST = 2_000;

export interface Log {
  debug(detail: object, message: string): void;
  info(detail: object, message: string): void;
  warn(detail: object, message: string): void;
  error(detail: object, message: string): void;
  fatal(detail: object, message: string): void;
  /** A log whose every line says this too. */
  child(detail: object): Log;
}

/** `to`: where lines go; standard output by default. */
export function createLog({ level, to }: { level: string; to?: DestinationStream }): Log {
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: told },
      hooks: {
        logMethod(args, method) {
          const message = args.at(-1);
          if (typeof message === "string") args[args.length - 1] = blot(message) as never;
          method.apply(this, args);
        },
      },
      serializers: { err: (error: unknown) => error },
    },
    to ?? pino.destination({ fd: 1, sync: true }),
  );
  return wrap(logger);
}

/** pino's own methods, with children told like every line. */
function wrap(logger: Logger): Log {
  return {
    debug: (detail, message) => logger.debug(detail, message),
    info: (detail, message) => logger.info(detail, message),
    warn: (detail, message) => logger.warn(detail, message),
    error: (detail, message) => logger.error(detail, message),
    fatal: (detail, message) => logger.fatal(detail, message),
    child: (detail) => wrap(logger.child(told({ ...detail }))),
  };
}

function told(detail: Record<string, unknown>): Record<string, unknown> {
  const line: Record<string, unknown> = {};
  const left: string[] = [];
  for (const [name, value] of Object.entries(detail)) {
    if (!FIELDS.has(name)) left.push(name);
    else if (name === "err") line[name] = errorWords(value);
    else if (typeof value === "string") line[name] = blot(value);
    else if (typeof value === "number" || typeof value === "boolean") line[name] = value;
    else if (value !== undefined) left.push(name);
  }
  return left.length === 0 ? line : { ...line, left };
}

function errorWords(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: blot(typeof error === "string" ? error : typeof error) };
  const code = "code" in error && typeof error.code === "string" ? { code: error.code } : {};
  const cause = error.cause instanceof Error ? { cause: errorWords(error.cause) } : {};
  return { name: error.name, message: blot(error.message), ...code, stack: blot(error.stack ?? ""), ...cause };
}

/** `text` without anything that lets somebody in or says who somebody is. */
export function blot(text: string): string {
  return SECRETS.reduce((words, [pattern, instead]) => words.replace(pattern, instead), text.slice(0, LONGEST));
}
