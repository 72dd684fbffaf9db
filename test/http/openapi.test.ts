import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { PAGES } from "../../relay/http/app.ts";
import { openTestHouse } from "./house.ts";

type Json = Record<string, never>;

/** Every `$ref` in the document. */
function references(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => (name === "$ref" ? [String(each)] : references(each)));
}

describe("The OpenAPI document", () => {
  test("lists every route that is mounted, and no other", async (t) => {
    const house = await openTestHouse(t);
    const { status, body } = await house.ask<{ paths: Record<string, Json> }>("GET", "/openapi.json", { token: null });
    assert.equal(status, 200);
    const described = Object.entries(body.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const mounted = house.app.routes
      .filter(({ method, path }) => method !== "ALL" && !(PAGES as readonly string[]).includes(path))
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}`);
    assert.deepEqual(described.toSorted(), [...new Set(mounted)].toSorted());
  });

  test("has the contract's calls", async (t) => {
    const house = await openTestHouse(t);
    const { body } = await house.ask<{ paths: Record<string, Json> }>("GET", "/openapi.json");
    const contract = [
      "POST /v1/sessions",
      "GET /v1/sessions",
      "GET /v1/sessions/{sessionId}",
      "PATCH /v1/sessions/{sessionId}",
      "POST /v1/sessions/{sessionId}/end",
      "DELETE /v1/sessions/{sessionId}",
      "POST /v1/sessions/{sessionId}/invites",
      "GET /v1/sessions/{sessionId}/invites",
      "POST /v1/sessions/{sessionId}/invites/{inviteId}/resend",
      "DELETE /v1/sessions/{sessionId}/invites/{inviteId}",
      "POST /v1/sessions/{sessionId}/links",
      "GET /v1/sessions/{sessionId}/participants",
      "POST /v1/sessions/{sessionId}/waiting/{guestId}/admit",
      "POST /v1/sessions/{sessionId}/waiting/{guestId}/deny",
      "DELETE /v1/sessions/{sessionId}/participants/{participantId}",
      "GET /v1/sessions/{sessionId}/audit",
      "POST /v1/tokens",
      "GET /healthz",
      "GET /readyz",
      "GET /metrics",
      "GET /openapi.json",
    ];
    for (const call of contract) {
      const [method = "", path = ""] = call.split(" ");
      assert.ok(body.paths[path]?.[method.toLowerCase()] !== undefined, call);
    }
  });

  test("is whole: every reference leads somewhere, every path parameter is described, every id is used once", async (t) => {
    const house = await openTestHouse(t);
    const { body, text } = await house.ask<{
      openapi: string;
      paths: Record<string, Record<string, Json>>;
      components: { schemas: Record<string, Json> };
    }>("GET", "/openapi.json");
    assert.match(body.openapi, /^3\.1\./);
    for (const reference of references(body)) {
      const name = /^#\/components\/schemas\/(\w+)$/.exec(reference)?.[1] ?? "";
      assert.ok(name in body.components.schemas, reference);
    }
    assert.ok(!text.includes("$schema") && !text.includes("$defs"));
    const ids = new Set<string>();
    for (const [path, methods] of Object.entries(body.paths)) {
      for (const [method, described] of Object.entries(methods)) {
        const {
          operationId,
          parameters = [],
          summary,
          responses,
        } = described as unknown as {
          operationId: string;
          summary: string;
          parameters?: { name: string; in: string; required: boolean; schema: object }[];
          responses: Record<string, unknown>;
        };
        assert.ok(summary.length > 0 && !ids.has(operationId), `${method} ${path}`);
        ids.add(operationId);
        const wanted = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
        assert.deepEqual(
          parameters.filter((each) => each.in === "path").map((each) => each.name),
          wanted,
          path,
        );
        assert.ok(
          parameters.every((each) => Object.keys(each.schema).length > 0),
          `${method} ${path} has a parameter without a schema`,
        );
        assert.ok(Object.keys(responses).some((status) => status.startsWith("2")));
      }
    }
  });

  test("describes bodies as the relay parses them", async (t) => {
    const house = await openTestHouse(t);
    const { body } = await house.ask<{
      components: { schemas: Record<string, { required: string[]; properties: Record<string, object>; additionalProperties?: boolean }> };
    }>("GET", "/openapi.json");
    const draft = body.components.schemas["SessionDraft"];
    assert.deepEqual(draft?.required, ["title", "service", "hosts", "startsAt", "durationMinutes", "timeZone"]);
    assert.equal(draft?.additionalProperties, false);
    assert.deepEqual(draft?.properties["durationMinutes"], { type: "integer", minimum: 1, maximum: 720 });
    const startsAt = draft?.properties["startsAt"] as { pattern: string } | undefined;
    assert.match("2026-11-24T10:00-05:00", new RegExp(startsAt?.pattern ?? "^$"));
    assert.deepEqual(body.components.schemas["Invite"]?.properties["id"], { type: "string", pattern: "^(?:inv)_[A-Za-z0-9_-]{22}$" });
    const code = body.components.schemas["Problem"]?.properties["code"] as { enum: string[] } | undefined;
    assert.ok(code?.enum.includes("session-full"));
  });
});
