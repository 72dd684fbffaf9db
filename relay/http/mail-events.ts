/**
 * `POST /v1/mail-events`: Mailgun tells what became of mails (MAIL9). Nobody here has a token: the call is believed by its signature. What it
 * is answered decides whether Mailgun comes again: 200 and 406 end it, everything else makes it repeat the call for eight hours.
 */

import type { Context } from "hono";
import type { RateLimits } from "../access/rate-limits.ts";
import type { MailNews } from "../outbox/mail-news.ts";
import type { HttpEnv } from "./env.ts";
import { limitedBody } from "./limited-body.ts";
import type { PlainRoute } from "./plain-route.ts";
import { problem, refuse } from "./problem.ts";

export interface MailEventDeps {
  /** Absent: Mailgun's webhook key is not set, so nothing can be believed. */
  mailNews?: Pick<MailNews, "hear">;
  limits: Pick<RateLimits, "take">;
  addressOf: (c: Context<HttpEnv>) => string;
}

/** An event holds one mail's headers and a delivery report. */
const BODY_BYTES = 64 * 1024;

export function mailEventRoute({ mailNews, limits, addressOf }: MailEventDeps): PlainRoute {
  return {
    id: "receiveMailEvent",
    method: "post",
    path: "/v1/mail-events",
    summary: "Mailgun's webhook: delivered, failed, complained, unsubscribed",
    answers: {
      200: { words: "Dealt with, or about no mail of this relay.", type: "application/json" },
      406: {
        words: "Not signed by Mailgun, too old, heard before, or not set up; Mailgun is not to come again.",
        type: "application/problem+json",
      },
      413: { words: "Larger than any event.", type: "application/problem+json" },
      429: { words: "Too many forged events from this address.", type: "application/problem+json" },
      503: { words: "The store is away; Mailgun is to come again.", type: "application/problem+json" },
    },
    async respond(c) {
      const requestId = c.get("requestId");
      const notAcceptable = (words: string): Response => problem(refuse("not-allowed", words, { status: 406 }), requestId);
      if (mailNews === undefined) return notAcceptable("MAILGUN_WEBHOOK_KEY is not set.");
      const body = await limitedBody(c.req.raw, BODY_BYTES);
      if (!body.ok) return problem(body, requestId);
      switch (await mailNews.hear(parsed(body.value))) {
        case "taken":
        case "unknown":
          return Response.json({}, { headers: { "cache-control": "no-store" } });
        case "replayed":
          return notAcceptable("This event was heard before.");
        case "later":
          return problem(refuse("unavailable", "The store does not answer right now."), requestId);
        case "forged": {
          // Guesses are counted per address (DOOR6); Mailgun's own calls never are.
          const tooMany = await limits.take("credentials", addressOf(c));
          return tooMany === null
            ? notAcceptable("This event was not signed by Mailgun just now.")
            : problem({ refusal: tooMany }, requestId);
        }
      }
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
