import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Invite, SessionInfo } from "../../protocol/views.ts";
import type { Guest, Host } from "../sockets/people.ts";
import { People } from "../sockets/people.ts";
import { MailgunServer } from "../support/mailgun-server.ts";
import { API_SECRET, RelayProcess } from "../support/relay-process.ts";
import { until } from "../support/until.ts";
import { VendorServer } from "../support/vendor-server.ts";

/** What nobody may read but those whom it concerns. Each part is told apart from everything else that a relay might write. */
const CANARY = {
  name: "Serinus Canaria",
  typed: "Serin Whistler",
  email: "serinus.canaria@aviary.example",
  title: "Feather loss of Serinus",
  chat: "I moult since Tuesday",
  message: "Dr. Finch is late by a nest",
  subject: "Your perch at the aviary",
  sdp: "v=0\r\no=- 46117 2 IN IP4 192.0.2.44\r\na=ice-pwd:birdsongbirdsongbird\r\n",
  candidate: "candidate:842163049 1 udp 1677729535 198.51.100.77 46154 typ srflx",
  address: "203.0.113.99",
  agent: "Birdcage/7.7",
};
/** Enough of each to know it by, whatever is done to it. */
const TRACES = /serin|canari|aviary|feather|moult|finch|perch|birdsong|birdcage|192\.0\.2\.|198\.51\.100\.|203\.0\.113\./iu;

/** The last part of a link or a ticket, which opens doors. */
const secretOf = (text: string): string => text.split(".").at(-1) ?? "";

describe("Canaries: a name, an e-mail address, a link, an SDP, a network address (A20, TEXT3)", () => {
  let relay: RelayProcess;
  let vendor: VendorServer;
  let mailgun: MailgunServer;
  let said = "";
  let token = "";
  const answers: string[] = [];
  const secrets: string[] = [];
  const people = new People();

  before(async () => {
    [vendor, mailgun] = await Promise.all([VendorServer.start(), MailgunServer.start()]);
    relay = await RelayProcess.start({
      env: {
        ...vendor.settings,
        MAILGUN_API_KEY: mailgun.apiKey,
        MAILGUN_DOMAIN: mailgun.domain,
        MAILGUN_URL: mailgun.url,
        MAILGUN_WEBHOOK_KEY: mailgun.webhookKey,
        MAIL_FROM: "Riverside Clinic <video@riverside.example>",
        TRUSTED_PROXIES: "1",
        LOG_LEVEL: "trace",
      },
      told: (text) => (said += text),
    });
  });
  after(async () => {
    people.leave();
    await relay?.stop();
    await Promise.all([vendor?.close(), mailgun?.close()]);
  });

  async function ask<T>(method: string, path: string, body?: object | string, secret = API_SECRET): Promise<{ status: number; value: T }> {
    const answer = await fetch(`http://127.0.0.1:${relay.port}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${secret}`,
        "content-type": "application/json",
        "user-agent": CANARY.agent,
        "x-forwarded-for": CANARY.address,
        referer: `https://aviary.example/${CANARY.name}`,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) answers.push(text);
    return { status: answer.status, value: (text === "" ? undefined : JSON.parse(text)) as T };
  }

  async function session(): Promise<SessionInfo & { invites: Invite[] }> {
    const { status, value } = await ask<SessionInfo & { invites: Invite[] }>("POST", "/v1/sessions", {
      title: CANARY.title,
      service: "Video session",
      hosts: [{ id: "user-1", name: CANARY.name }],
      startsAt: new Date().toISOString(),
      durationMinutes: 50,
      timeZone: "America/Toronto",
      clientRef: "client-7",
      linkSharing: true,
      invites: [{ name: CANARY.name, email: CANARY.email }],
    });
    assert.equal(status, 201);
    return value;
  }

  /** Whoever is refused something is told so in words that repeat nothing. */
  async function badRequests(host: Host, guest: Guest, sessionId: SessionInfo["id"]): Promise<void> {
    const refusals = [
      await host.isRefused("invite:create", { sessionId, recipients: [{ email: `${CANARY.email} ${CANARY.name}` }] }),
      await host.isRefused("invite:create", { sessionId, recipients: [{ email: CANARY.email, relation: CANARY.name }] }),
      await host.isRefused("invite:create", { sessionId, recipients: CANARY.name }),
      await host.isRefused("session:lock", { sessionId, locked: CANARY.name }),
      await host.isRefused("session:watch", { sessionId: CANARY.name }),
      await host.isRefused("message:save", { message: { subject: CANARY.subject, body: "{{nobody}}" } }),
      await guest.isRefused("guest:knock", { name: `${CANARY.name}\n${CANARY.email}` }),
      await guest.isRefused("call:signal", { to: CANARY.name, instance: guest.instance, data: CANARY.sdp }),
      await guest.isRefused("call:flags", { flags: { muted: CANARY.name } }),
      await guest.isRefused("call:sfu-publish", { epoch: CANARY.sdp, build: 1, sdp: CANARY.sdp, slots: [] }),
      await guest.isRefused(CANARY.name as "call:chat", { text: CANARY.chat }),
    ];
    answers.push(...refusals.map((refusal) => JSON.stringify(refusal)));
    for (const link of [`k1.${CANARY.name}`, secrets[0], CANARY.email]) {
      const entrance = await people.tryGuest(relay.url, link);
      assert.ok(!entrance.in);
      answers.push(JSON.stringify(entrance.refusal ?? entrance.error.message));
    }
    const entrance = await people.tryHost(relay.url, `${token}${CANARY.name}`);
    assert.ok(!entrance.in);
    answers.push(JSON.stringify(entrance.refusal ?? entrance.error.message));
  }

  async function badCalls(sessionId: string): Promise<void> {
    const statuses = [
      await ask("POST", "/v1/sessions", { title: CANARY.title, service: CANARY.name, startsAt: CANARY.email }),
      await ask("POST", "/v1/sessions", `{"title":"${CANARY.title}",`),
      await ask("POST", `/v1/sessions/${sessionId}/invites`, { recipients: [{ email: CANARY.name }] }),
      await ask("POST", `/v1/sessions/${sessionId}/links`, { label: CANARY.chat.repeat(20) }),
      await ask("PATCH", `/v1/sessions/${sessionId}`, { timeZone: CANARY.name }),
      await ask("PATCH", `/v1/sessions/${sessionId}`, { linkSharing: CANARY.name }),
      await ask("GET", `/v1/sessions/${encodeURIComponent(CANARY.name)}?hostId=${encodeURIComponent(CANARY.email)}`),
      await ask("GET", `/v1/sessions?from=${encodeURIComponent(CANARY.email)}`),
      await ask("GET", `/${encodeURIComponent(CANARY.name)}?${CANARY.email}`),
      await ask("DELETE", `/widget/${encodeURIComponent(CANARY.email)}`),
      await ask("GET", "/v1/sessions", undefined, `${API_SECRET}${CANARY.email}`),
      await ask("POST", "/v1/tokens", { sub: CANARY.email, name: CANARY.name, role: CANARY.name }),
      await ask("PUT", "/v1/settings/invite-message", { subject: CANARY.subject, body: "{{nobody}}" }),
      await ask("POST", "/v1/mail-events", { signature: { timestamp: "1", token: CANARY.name, signature: CANARY.email } }),
    ];
    for (const [n, { status }] of statuses.entries()) assert.ok(status >= 400 && status < 500, `${n}: ${status}`);
  }

  test("pass through everything that a relay does, and through everything that goes wrong", async () => {
    ({ token } = (
      await ask<{ token: string }>("POST", "/v1/tokens", { sub: "user-1", name: CANARY.name, role: "host", ttlSeconds: 600 })
    ).value);
    const { id: sessionId, invites } = await session();
    const link = invites[0]?.url?.split("#")[1] ?? "";
    secrets.push(secretOf(link), secretOf(token));

    const host = await people.host(relay.url, token);
    await host.asks("session:watch", { sessionId });
    await host.asks("call:join", { sessionId, instance: host.instance });
    const guest = await people.guest(relay.url, link);
    const { ticket, guestId } = await guest.ticket();
    secrets.push(secretOf(ticket));
    await guest.asks("guest:knock", { name: CANARY.typed });
    await host.asks("guest:message", { sessionId, text: CANARY.message });
    await host.asks("guest:admit", { sessionId, guestId });
    const { me } = await guest.sees("in");
    await guest.asks("call:chat", { text: CANARY.chat });
    const { participants } = await host.hears("session:view", (view) => view.participants.length === 2);
    const other = participants.find(({ participantId }) => participantId !== me)?.participantId;
    for (const data of [{ type: "offer", sdp: CANARY.sdp }, { candidate: { candidate: CANARY.candidate } }])
      await guest.asks("call:signal", { to: other, instance: host.instance, data });
    await host
      .asks("message:test", { message: { subject: CANARY.subject, body: CANARY.message }, to: CANARY.email })
      .catch((error: unknown) => answers.push(String(error)));
    await badRequests(host, guest, sessionId);
    await badCalls(sessionId);

    // The mail server says whose mailbox it is that does not exist; the vendor's server is out of order.
    vendor.answer = ({ type }) => (type === "invite.failed" ? 200 : 500);
    await until("the invitation is sent", () =>
      mailgun.taken.find(({ recipient, parsed }) => recipient === CANARY.email && parsed.subject !== CANARY.subject),
    );
    const mail = mailgun.taken.find(({ fields }) => fields["v:doorstep-session"] === sessionId);
    assert.ok(mail);
    const reason = `550 5.1.1 <${CANARY.email}>: Recipient address rejected`;
    const status = await mailgun.deliverWebhook(
      `http://127.0.0.1:${relay.port}/v1/mail-events`,
      mailgun.webhook(mail, { event: "failed", severity: "permanent", reason }),
    );
    assert.equal(status, 200);
    mailgun.mode = 500;
    await ask("POST", `/v1/sessions/${sessionId}/invites`, { recipients: [{ email: `second-${CANARY.email}` }] });
    await until("the failure is told", () => vendor.of("invite.failed").length > 0);
    await until("a failure stands in the log", () => said.includes("was not sent"));
    await ask("DELETE", `/v1/sessions/${sessionId}/invites/${invites[0]?.id}`);
    await guest.gone();
  });

  test("show in no metric", async () => {
    const answer = await fetch(`http://127.0.0.1:${relay.port}/metrics`);
    const metrics = await answer.text();
    assert.match(metrics, /doorstep_requests_total/u);
    assert.doesNotMatch(metrics, TRACES);
  });

  test("show in no refusal", () => {
    assert.ok(answers.length > 25, `${answers.length}`);
    for (const answer of answers) assert.doesNotMatch(answer, TRACES);
  });

  test("show in webhooks only as names that guests typed, and never an address or a link (HOOK2)", () => {
    assert.deepEqual(vendor.bad, []);
    for (const { text, data } of vendor.calls) assert.doesNotMatch(text.replace(JSON.stringify(data["name"]), ""), TRACES);
    assert.deepEqual([...new Set(vendor.of("guest.waiting").map(({ data }) => data["name"]))], [CANARY.typed]);
    assert.match(String(vendor.of("invite.failed")[0]?.data["failure"]), /550 5\.1\.1 .*Recipient address rejected/u);
  });

  test("show in no line of the log, nor does anything that opens a door", async () => {
    await relay.stop();
    for (const line of said.split("\n")) assert.doesNotMatch(line, TRACES);
    const failures = said.split("\n").filter((line) => line.includes("was not sent"));
    // What an operator needs to know of it, instead.
    for (const line of failures) assert.match(line, /"sessionId":"ses_.*"itemId":\d+,"attempts":\d+,"givenUp":(?:true|false)/u);
    const everything = [said, ...answers, ...vendor.calls.map(({ text }) => text)].join("\n");
    for (const secret of [...secrets, API_SECRET, mailgun.apiKey, mailgun.webhookKey, vendor.secret]) {
      assert.ok(secret.length > 12 && !everything.includes(secret), secret);
    }
  });
});
