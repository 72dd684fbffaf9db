/** A whole relay for the tests of what leaves it. */

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import type { Invite, SessionInfo } from "../../protocol/views.ts";
import { createRelay, readConfig } from "../../relay/relay.ts";
import type { CapturedMail, Relay } from "../../relay/relay.ts";

export const API_SECRET = "b8f1c0d27e994a1f8d35e6a7419c02bd";
export const HOUR = 60 * 60_000;

export type Made = SessionInfo & { invites: Invite[] };

export interface MailHouse {
  relay: Relay;
  /** Everything captured so far; throws where mails really go out. */
  mails(): CapturedMail;
  /** A call that is expected to be answered with what was asked for. */
  call<T>(method: string, path: string, body?: object): Promise<T>;
  /** Any call, whatever its answer. */
  ask(method: string, path: string, body?: object | string, headers?: Record<string, string>): Promise<{ status: number; text: string }>;
}

/** Without more settings its mails are captured. */
export async function openMailHouse(t: TestContext, env: Record<string, string> = {}): Promise<MailHouse> {
  const DATA_DIR = await mkdtemp(join(tmpdir(), "doorstep-mails-"));
  const secrets = env["TENANTS_FILE"] === undefined ? { API_SECRET } : {};
  const relay = await createRelay(readConfig({ ...secrets, PORT: "0", HOST: "127.0.0.1", DATA_DIR, LOG_LEVEL: "silent", ...env }));
  t.after(async () => {
    await relay.close();
    await rm(DATA_DIR, { recursive: true, force: true });
  });
  const ask: MailHouse["ask"] = async (method, path, body, headers = { authorization: `Bearer ${API_SECRET}` }) => {
    const answer = await fetch(`http://127.0.0.1:${relay.port}/v1${path}`, {
      method,
      headers: { "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    return { status: answer.status, text: await answer.text() };
  };
  return {
    relay,
    mails() {
      assert.ok(relay.mails !== null, "mails really go out");
      return relay.mails;
    },
    async call<T>(method: string, path: string, body?: object) {
      const { status, text } = await ask(method, path, body);
      assert.ok(status < 300, text);
      return (text === "" ? undefined : JSON.parse(text)) as T;
    },
    ask,
  };
}

/** A session of tomorrow. */
export const draft = (more: object = {}): object => ({
  title: "Individual session with Jamie Client",
  service: "Video session",
  hosts: [{ id: "user-1", name: "Dr. Osei" }],
  startsAt: new Date(Date.now() + 24 * HOUR).toISOString(),
  durationMinutes: 50,
  timeZone: "America/Toronto",
  linkSharing: true,
  invites: [{ name: "Maya", email: "maya@example.org" }],
  ...more,
});
