/// <reference types="mocha" />
import "../../widget/elements/session-composer/session-composer.ts";
import type { SessionComposer } from "../../widget/elements/session-composer/session-composer.ts";
import { accepted, refused } from "../../protocol/refusals.ts";
import type { SessionInfo } from "../../protocol/views.ts";
import { equal, includes, ok } from "./support/expect.ts";
import { FakeHost } from "./support/fake-host.ts";
import { contacts, hostView, sessionId, sessionInfo } from "./support/host-views.ts";
import { all, button, clear, heard, make, one, stage, until, words } from "./support/stage.ts";

const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

function composer(more: Partial<SessionComposer> = {}): { tag: SessionComposer; host: FakeHost } {
  const host = new FakeHost({
    "session:create": ({ linkSharing, service }) =>
      accepted({ session: sessionInfo({ service, linkSharing: linkSharing ?? false }), invites: [] }),
    "session:watch": () => accepted(hostView()),
    "session:unwatch": () => accepted({}),
  });
  const tag = make("session-composer", {
    services: ["Family session", { name: "Individual", durationMinutes: 45 }],
    timeZone: "America/Toronto",
    contacts,
    ...more,
  });
  stage(host, tag);
  return { tag, host };
}

async function fill(tag: SessionComposer, id: string, value: string): Promise<void> {
  const field = await one<HTMLInputElement | HTMLSelectElement>(tag, `#${id}`);
  field.value = value;
  field.dispatchEvent(new Event(field instanceof HTMLSelectElement ? "change" : "input"));
  await tag.updateComplete;
}
const value = async (tag: SessionComposer, id: string) => (await one<HTMLInputElement>(tag, `#${id}`)).value;

describe("session-composer", () => {
  afterEach(clear);

  it("suggests what the page says, in the portal's own time zone, and shows which that is", async () => {
    const { tag } = composer({
      startsAt: "2026-11-24T15:00:00Z",
      durationMinutes: 110,
      hosts: [
        { id: "m", name: "Dr. Maya Osei" },
        { id: "n", name: "Dr. Ngozi Bell" },
      ],
    });
    equal([await value(tag, "date"), await value(tag, "time"), await value(tag, "durationMinutes")], ["2026-11-24", "10:00", "110"]);
    includes(words(tag), "Times are in Toronto time.");
    includes(words(tag), "Dr. Maya Osei and Dr. Ngozi Bell");
  });

  it("offers colleagues beside the hosts, and asks for those who are ticked", async () => {
    const maya = { id: "m", name: "Dr. Maya Osei" };
    const [ngozi, tomas] = [
      { id: "n", name: "Dr. Ngozi Bell" },
      { id: "t", name: "Tomás Ruiz" },
    ] as const;
    const { tag, host } = composer({ hosts: [maya], colleagues: [maya, ngozi, tomas], noShareStep: true });
    await one(tag, ".colleague");
    const boxes = all<HTMLInputElement>(tag, ".colleague input");
    equal(all(tag, ".colleague").map(words), ["Dr. Ngozi Bell", "Tomás Ruiz"]);
    boxes[0]?.click();
    boxes[1]?.click();
    boxes[0]?.click();
    (await button(tag, "Create session")).click();
    await until(() => host.all("session:create").length === 1);
    equal((host.all("session:create")[0] as { hosts: unknown }).hosts, [maya, tomas]);
  });

  it("offers no colleagues where the page does not say beside whom: the session is the host's own", async () => {
    const { tag, host } = composer({ colleagues: [{ id: "n", name: "Dr. Ngozi Bell" }], noShareStep: true });
    (await button(tag, "Create session")).click();
    await until(() => host.all("session:create").length === 1);
    equal(all(tag, ".colleague"), []);
    equal("hosts" in (host.all("session:create")[0] as object), false);
  });

  it("creates the session as entered, tells the page, and opens the share window with the client's people", async () => {
    const { tag, host } = composer({ clientRef: "noor", sessionTitle: "Family session, Noor Haddad" });
    const created = heard<{ session: SessionInfo }>(document, "session-created");
    await fill(tag, "service", "Individual");
    await fill(tag, "date", "2030-07-01");
    await fill(tag, "time", "09:30");
    (await button(tag, "Create session")).click();
    const manager = await one<HTMLElementTagNameMap["session-link-manager"]>(tag, "session-link-manager");
    await until(() => words(manager).includes("Samir Haddad"));
    equal(host.all("session:create"), [
      {
        title: "Family session, Noor Haddad",
        service: "Individual",
        startsAt: "2030-07-01T09:30:00-04:00",
        durationMinutes: 45,
        timeZone: "America/Toronto",
        linkSharing: true,
        clientRef: "noor",
      },
    ]);
    equal(
      created.map(({ session }) => session.id),
      [sessionId],
    );
    await manager.hide();
    await until(() => all(tag, "session-link-manager").length === 0);
    includes(words(tag), "Session created");
    await until(() => tag.shadowRoot?.activeElement?.id === "invite");
  });

  it("leaves the share window out with `no-share-step`, and without links", async () => {
    const first = composer({ noShareStep: true });
    (await button(first.tag, "Create session")).click();
    await until(() => words(first.tag).includes("Session created"));
    equal(all(first.tag, "session-link-manager").length, 0);
    clear();
    const second = composer();
    (await one(second.tag, "[role=switch]")).click();
    (await button(second.tag, "Create session")).click();
    await until(() => words(second.tag).includes("Session created"));
    equal([second.host.all("session:create")[0]?.linkSharing, all(second.tag, "session-link-manager").length], [false, 0]);
  });

  it("marks what is wrong in place, goes there, and asks the relay for nothing", async () => {
    const { tag, host } = composer({ services: [] });
    await fill(tag, "date", "");
    (await button(tag, "Create session")).click();
    await until(() => words(tag).includes("Say what kind of session it is."));
    includes(words(tag), "Choose a date.");
    equal(tag.shadowRoot?.activeElement?.id, "service");
    equal((await one(tag, "#service")).getAttribute("aria-invalid"), "true");
    await fill(tag, "service", "Couple");
    equal((await one(tag, "#service")).getAttribute("aria-invalid"), "false");
    await fill(tag, "date", "2020-01-01");
    includes(words(tag), "This time is already over. Choose a later one.");
    equal(host.all("session:create").length, 0);
  });

  it("knows that a clock skips an hour in spring", async () => {
    const { tag } = composer();
    await fill(tag, "date", "2031-03-09");
    await fill(tag, "time", "02:30");
    (await button(tag, "Create session")).click();
    await until(() => words(tag).includes("The clocks skip this time on that day. Choose another."));
  });

  it("takes a service's usual length until one was chosen by hand", async () => {
    const { tag } = composer();
    await fill(tag, "service", "Individual");
    equal(await value(tag, "durationMinutes"), "45");
    await fill(tag, "durationMinutes", "90");
    await fill(tag, "service", "Family session");
    await fill(tag, "service", "Individual");
    equal(await value(tag, "durationMinutes"), "90");
  });

  it("keeps what was entered when the page renders anew", async () => {
    const { tag } = composer();
    await fill(tag, "date", tomorrow);
    tag.services = ["Family session", "Individual"];
    await tag.updateComplete;
    equal(await value(tag, "date"), tomorrow);
  });

  it("says in words what the relay refused, and can be sent again", async () => {
    const { tag, host } = composer({ noShareStep: true });
    const fine = host.answers["session:create"]!;
    host.answers["session:create"] = () => refused("unavailable");
    (await button(tag, "Create session")).click();
    await until(() => words(tag).includes("The video service can't be reached."));
    host.answers["session:create"] = fine;
    (await button(tag, "Create session")).click();
    await until(() => words(tag).includes("Session created"));
  });

  it("a second press while it is being created makes no second session", async () => {
    const { tag, host } = composer({ noShareStep: true });
    host.answers["session:create"] = () => new Promise(() => {});
    const create = await button(tag, "Create session");
    create.click();
    create.click();
    await button(tag, "Creating…");
    equal(host.all("session:create").length, 1);
  });

  it("reset() empties the form for another", async () => {
    const { tag } = composer({ noShareStep: true });
    await fill(tag, "date", tomorrow);
    (await button(tag, "Create session")).click();
    await until(() => words(tag).includes("Session created"));
    await tag.reset();
    await button(tag, "Create session");
  });

  it("says in its own place what attribute is wrong", async () => {
    const lines: unknown[] = [];
    const { error } = console;
    console.error = (line: unknown) => lines.push(line);
    try {
      const { tag } = composer({ timeZone: "Mars/Olympus" });
      await one(tag, "[part=complaint]");
      includes(String(lines[0]), 'attribute "time-zone" is "Mars/Olympus", which is no time zone. Set it to an IANA name');
      tag.timeZone = "UTC";
      tag.startsAt = "soon";
      await until(() => lines.length === 2);
      includes(String(lines[1]), 'attribute "starts-at" is "soon"');
      delete tag.startsAt;
      tag.requestUpdate("startsAt");
    } finally {
      console.error = error;
    }
    ok(true, "it never threw");
  });
});
