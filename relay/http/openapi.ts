/** The document of the REST interface (OpenAPI 3.1), made from the very schemas that calls are parsed with. */

import { toJsonSchema } from "@valibot/to-json-schema";
import type { ConversionConfig } from "@valibot/to-json-schema";
import type { GenericSchema } from "valibot";
import * as field from "../../protocol/fields.ts";
import { REFUSALS } from "../../protocol/refusals.ts";
import type { RefusalCode } from "../../protocol/refusals.ts";
import type { AnyOperation } from "./operation.ts";
import { page, PAGE_SIZE } from "./pages.ts";
import type { PlainRoute } from "./plain-route.ts";
import { problemSchema } from "./problem.ts";
import {
  auditItemSchema,
  createdSessionSchema,
  guestSchema,
  inviteSchema,
  participantsSchema,
  sessionSchema,
  webhookDeliverySchema,
} from "./schemas.ts";

type Json = Record<string, unknown>;

/** Schemas with a name of their own in the document. */
const NAMED: Record<string, GenericSchema> = {
  Session: sessionSchema,
  CreatedSession: createdSessionSchema,
  SessionDraft: field.sessionDraft,
  SessionChanges: field.sessionChanges,
  Recipient: field.recipient,
  Invite: inviteSchema,
  Guest: guestSchema,
  Participants: participantsSchema,
  AuditItem: auditItemSchema,
  WebhookDelivery: webhookDeliverySchema,
  Problem: problemSchema,
};

const idSchema = (...prefixes: string[]): Json => ({ type: "string", pattern: `^(?:${prefixes.join("|")})_[A-Za-z0-9_-]{22}$` });
/** What the converter cannot read from a schema by itself. */
const BY_HAND = new Map<unknown, Json>([
  [field.sessionId, idSchema("ses")],
  [field.inviteId, idSchema("inv")],
  [field.guestId, idSchema("gst")],
  [field.participantId, idSchema("gst", "hst")],
  [page.limit, { type: "integer", minimum: 1, maximum: PAGE_SIZE.most, default: PAGE_SIZE.usual }],
]);

const CONVERSION: ConversionConfig = {
  target: "draft-2020-12",
  typeMode: "input",
  // Checks in code have no words in JSON Schema; the refusal's sentence says them.
  errorMode: "ignore",
  definitions: NAMED,
  overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
  overrideSchema: ({ valibotSchema }) => BY_HAND.get(valibotSchema),
};

/** Whatever is asked, these may be the answer. */
const ANY_CALL: RefusalCode[] = ["bad-request", "not-allowed", "rate-limited", "unavailable"];

/** `url`: where the relay is reached. */
export function openApiDocument(operations: readonly AnyOperation[], plain: readonly PlainRoute[], url: string): Json {
  const paths: Record<string, Json> = {};
  const put = (path: string, method: string, described: Json): void => {
    const key = path.replaceAll(/:(\w+)/g, "{$1}");
    paths[key] = { ...paths[key], [method]: described };
  };
  for (const each of operations) put(each.path, each.method, describe(each));
  for (const each of plain) put(each.path, each.method ?? "get", describePlain(each));
  return {
    openapi: "3.1.1",
    info: {
      title: "Doorstep",
      version: "1",
      description:
        "Video sessions with drop-in links, for a vendor's back end. Times are ISO 8601 with offset. Every refusal is a problem document with a stable `code`.",
    },
    servers: [{ url }],
    security: [{ bearer: [] }],
    paths,
    components: {
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", description: "The tenant's API secret, or a host token with the role admin." },
      },
      schemas: Object.fromEntries(Object.entries(NAMED).map(([name, schema]) => [name, converted(schema, name)])),
    },
  };
}

function describe({ id, method, summary, description, params, query, body, answer, refusals = [], path }: AnyOperation): Json {
  const repeatable = {
    name: "Idempotency-Key",
    in: "header",
    schema: { type: "string", maxLength: 255 },
    description: "A call repeated with the same key within a day is carried out once and answered alike.",
  };
  const parameters = [...parametersOf(params, "path"), ...parametersOf(query, "query"), ...(method === "post" ? [repeatable] : [])];
  const success = {
    description: answer.words,
    ...(answer.schema === undefined ? {} : { content: { "application/json": { schema: converted(answer.schema) } } }),
  };
  return {
    operationId: id,
    tags: [path.split("/").findLast((part) => /^[a-z]/.test(part) && part !== "v1")],
    summary,
    ...(description === undefined ? {} : { description }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: { required: true, content: { "application/json": { schema: converted(body) } } } }),
    responses: { [answer.status]: success, ...refusalsByStatus([...ANY_CALL, ...refusals], params !== undefined) },
  };
}

function describePlain({ id, method, summary, answers }: PlainRoute): Json {
  const responses = Object.entries(answers).map(([status, { words, type }]) => [
    status,
    { description: words, content: { [type]: { schema: {} } } },
  ]);
  return {
    operationId: id,
    tags: ["operations"],
    summary,
    security: [],
    ...(method === "post" ? { requestBody: { required: true, content: { "application/json": { schema: { type: "object" } } } } } : {}),
    responses: Object.fromEntries(responses) as Json,
  };
}

function refusalsByStatus(codes: RefusalCode[], named: boolean): Json {
  const byStatus = new Map<number, string[]>();
  const add = (status: number, words: string): void => void byStatus.set(status, [...(byStatus.get(status) ?? []), words]);
  for (const code of codes) add(REFUSALS[code].status, `\`${code}\`: ${REFUSALS[code].title}`);
  add(401, "`not-allowed`: no credentials, or wrong ones.");
  if (named) add(404, "`not-allowed`: it is not there, or it is another tenant's.");
  const content = { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } };
  const described = [...byStatus].sort(([a], [b]) => a - b).map(([status, words]) => [status, { description: words.join(" "), content }]);
  return { ...(Object.fromEntries(described) as Json), default: { description: "Any other refusal.", content } };
}

function parametersOf(schema: GenericSchema | undefined, place: "path" | "query"): Json[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = converted(schema) as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(properties).map(([name, { description, ...shape }]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema: shape,
  }));
}

/** `name`: the schema's own definition is wanted, not a reference to it. */
function converted(schema: GenericSchema, name?: string): Json {
  const definitions = Object.fromEntries(Object.entries(NAMED).filter(([each]) => each !== name));
  const { $schema: _version, $defs: _definitions, ...json } = toJsonSchema(schema, { ...CONVERSION, definitions }) as Json;
  return json;
}
