/** Everything that the relay answers over HTTP, in the order in which a request meets it. */

import type { Context } from "hono";
import { Hono } from "hono";
import { newId } from "../../protocol/ids.ts";
import type { AddressOf } from "../access/client-address.ts";
import type { MailNews } from "../outbox/mail-news.ts";
import type { MessageDesk } from "../outbox/message-desk.ts";
import type { WebhookDesk } from "../outbox/webhook-desk.ts";
import { auditOperations } from "./audit.ts";
import type { AuthenticateDeps } from "./authenticate.ts";
import { Desk } from "./desk.ts";
import type { DeskDeps } from "./desk.ts";
import type { HttpEnv } from "./env.ts";
import { healthRoutes } from "./health.ts";
import type { HealthDeps } from "./health.ts";
import type { IdempotencyDeps } from "./idempotency.ts";
import { inviteOperations } from "./invites.ts";
import { inviteMessageOperations } from "./invite-message.ts";
import { joinPage } from "./join-page.ts";
import { joinLanguage } from "./join-words.ts";
import { mailEventRoute } from "./mail-events.ts";
import { mount } from "./mount.ts";
import { openApiDocument } from "./openapi.ts";
import type { AnyOperation } from "./operation.ts";
import { participantOperations } from "./participants.ts";
import type { PlainRoute } from "./plain-route.ts";
import { Preloads } from "./preloads.ts";
import { problem, refuse } from "./problem.ts";
import { sessionOperations } from "./sessions.ts";
import { tokenOperations } from "./tokens.ts";
import { webhookOperations } from "./webhooks.ts";
import { WidgetFiles } from "./widget-files.ts";

export interface HttpLog {
  info(detail: object, message: string): void;
  warn(detail: object, message: string): void;
  error(detail: object, message: string): void;
}

export type Fallback = (request: Request) => Response | null | Promise<Response | null>;

export type HttpDeps = DeskDeps &
  Omit<AuthenticateDeps, "hostTokens"> & { hostTokens: AuthenticateDeps["hostTokens"] & DeskDeps["hostTokens"] } & Omit<
    IdempotencyDeps,
    "log" | "store"
  > & {
    store: DeskDeps["store"] & IdempotencyDeps["store"] & HealthDeps["store"];
    tenants: DeskDeps["tenants"] & AuthenticateDeps["tenants"];
    metrics: HealthDeps["metrics"] & { http(method: string, route: string, status: number, ms: number): void };
    metricsToken?: string;
    accepting: () => boolean;
    addressOf: AddressOf;
    log: HttpLog;
    messages: Pick<MessageDesk, "get" | "save" | "restore">;
    webhooks: Pick<WebhookDesk, "deliveries" | "test">;
    /** Absent: Mailgun's word cannot be checked, so it is not heard. */
    mailNews?: Pick<MailNews, "hear">;
    /** Where browsers reach the relay, without a trailing slash. */
    publicUrl: string;
    /** Folder of the built tags. */
    widgetDir: string;
    /** Asked for whatever the relay itself does not serve, e.g. a portal on the same port; null: it does not either. */
    fallback?: Fallback;
  };

/** Routes of pages and files, for browsers; everything else stands in the document. */
export const PAGES = ["/join", "/widget/:path{.+}"] as const;

export function createHttpApp(deps: HttpDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.use(async (c, next) => {
    const began = performance.now();
    const requestId = requestIdOf(c);
    c.set("requestId", requestId);
    c.set("route", "other");
    await next();
    tell(c, deps, performance.now() - began);
    c.res.headers.set("x-request-id", requestId);
    c.res.headers.set("x-content-type-options", "nosniff");
    if (deps.publicUrl.startsWith("https:")) c.res.headers.set("strict-transport-security", "max-age=31536000");
  });
  app.onError((error, c) => {
    deps.log.error({ err: error, requestId: c.get("requestId"), route: c.get("route") }, "a call failed unexpectedly");
    return problem(refuse("unavailable", "The relay could not carry this out.", { status: 500 }), c.get("requestId"));
  });

  const desk = new Desk(deps);
  const operations = [
    ...[sessionOperations, inviteOperations, participantOperations, auditOperations, tokenOperations].flatMap((each) => each(desk)),
    ...inviteMessageOperations(deps.messages),
    ...webhookOperations(deps.webhooks),
  ];
  const addressIn = (c: Context<HttpEnv>): string => (c.env?.incoming === undefined ? "unknown" : deps.addressOf(c.env.incoming));
  const plain = [...healthRoutes(deps), mailEventRoute({ ...deps, addressOf: addressIn })];
  const described: PlainRoute = {
    id: "getDocument",
    path: "/openapi.json",
    summary: "This document",
    answers: { 200: { words: "OpenAPI 3.1.", type: "application/json" } },
    respond: () => Response.json(document, { headers: { "cache-control": "no-cache" } }),
  };
  const document = openApiDocument(operations, [...plain, described], deps.publicUrl);

  const mounting = { ...deps, addressOf: addressIn };
  for (const each of operations) mount(app, each, mounting);
  for (const each of [...plain, described]) {
    app.on((each.method ?? "get").toUpperCase(), each.path, (c) => {
      c.set("route", each.path);
      return each.respond(c);
    });
  }
  servePages(app, deps);
  refuseOtherMethods(app, [...operations, ...[...plain, described].map(withMethod), ...PAGES.map((path) => withMethod({ path }))]);
  app.notFound(async (c) => {
    const other = c.req.path.startsWith("/v1/") ? null : await deps.fallback?.(c.req.raw);
    return other ?? problem(refuse("not-allowed", "There is nothing at this address.", { status: 404 }), c.get("requestId"));
  });
  return app;
}

function servePages(app: Hono<HttpEnv>, { publicUrl, widgetDir }: HttpDeps): void {
  const [join, widget] = PAGES;
  const preloads = new Preloads(widgetDir);
  app.get(join, async (c) => {
    c.set("route", join);
    const page = joinPage(publicUrl, { language: joinLanguage(c.req.header("accept-language")), ...(await preloads.files()) });
    return c.body(page.html, 200, page.headers);
  });
  const files = new WidgetFiles(widgetDir);
  // A page that asks with headers of its own is asked about first by its browser.
  app.options(widget, (c) => {
    c.set("route", "/widget/*");
    const headers = {
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "GET, HEAD",
      "access-control-allow-headers": "*",
    };
    return c.body(null, 204, { ...headers, "access-control-max-age": "86400" });
  });
  app.get(widget, async (c) => {
    c.set("route", "/widget/*");
    const file = await files.serve(c.req.param("path"), { get: (name) => c.req.header(name) });
    return (
      file ??
      problem(
        refuse("not-allowed", "There is no such file.", { status: 404, headers: { "access-control-allow-origin": "*" } }),
        c.get("requestId"),
      )
    );
  });
}

function withMethod({ path, method = "get" }: Pick<PlainRoute, "path" | "method">): Pick<AnyOperation, "path" | "method"> {
  return { path, method };
}

/** A known address with a method it does not have: 405, with those it has. */
function refuseOtherMethods(app: Hono<HttpEnv>, routes: readonly Pick<AnyOperation, "path" | "method">[]): void {
  const methods = new Map<string, string[]>();
  for (const { path, method } of routes) {
    methods.set(path, [...(methods.get(path) ?? []), method.toUpperCase()]);
  }
  for (const [path, allowed] of methods) {
    app.all(path, (c) => {
      c.set("route", path);
      const refused = refuse("not-allowed", `${c.req.method} does nothing here.`, { status: 405, headers: { allow: allowed.join(", ") } });
      return problem(refused, c.get("requestId"));
    });
  }
}

/** A vendor's own id for the call is kept, so that both logs tell of it alike. */
function requestIdOf(c: Context<HttpEnv>): string {
  const given = c.req.header("x-request-id");
  return given !== undefined && /^[\w.-]{1,64}$/.test(given) ? given : newId("req");
}

function tell(c: Context<HttpEnv>, { log, metrics }: HttpDeps, ms: number): void {
  const { requestId, route, tenantId } = c.var;
  const { method } = c.req;
  const { status } = c.res;
  metrics.http(method, route, status, ms);
  // Health checks and files are many and say nothing.
  if (!route.startsWith("/v1/") && status < 500) return;
  log.info({ requestId, method, route, status, ms: Math.round(ms), ...(tenantId === undefined ? {} : { tenantId }) }, "call");
}
