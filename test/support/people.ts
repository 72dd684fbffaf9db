import type { Browser } from "puppeteer-core";
import type { Participant, SessionInfo } from "../../protocol/views.ts";
import { API_SECRET } from "./relay-process.ts";
import { Screen } from "./screen.ts";
import { until } from "./until.ts";

/** What `GET …/participants` says. */
export interface Attendance {
  topology: string;
  seats: { taken: number; limit: number };
  waiting: { guestId: string; name: string; inviteId: string; since: string }[];
  participants: (Pick<Participant, "participantId" | "name" | "role"> & { seatedAt: string })[];
}

/** The vendor's back end: what it may ask a relay with the API secret. */
export class BackEnd {
  constructor(
    /** Any relay of the service. */
    public relayUrl: string,
  ) {}

  attendance(sessionId: string): Promise<Attendance> {
    return this.#get(`/v1/sessions/${sessionId}/participants`);
  }

  async sessions(): Promise<SessionInfo[]> {
    const { items } = await this.#get<{ items: SessionInfo[] }>("/v1/sessions?limit=200");
    return items;
  }

  async invites(sessionId: string): Promise<{ id: string; openedAt?: string; revokedAt?: string }[]> {
    const { items } = await this.#get<{ items: { id: string; openedAt?: string; revokedAt?: string }[] }>(
      `/v1/sessions/${sessionId}/invites`,
    );
    return items;
  }

  /** A session that has begun just now, with a link for each of `names`; the links in their order. */
  async session(names: readonly string[], { e2ee = false } = {}): Promise<{ session: SessionInfo; links: string[] }> {
    const session = await this.#send<SessionInfo>("POST", "/v1/sessions", {
      title: "Individual session with Noor Haddad",
      service: "Individual session",
      hosts: [{ id: "maya.osei", name: "Dr. Maya Osei" }],
      startsAt: new Date().toISOString(),
      durationMinutes: 50,
      timeZone: "America/Toronto",
      clientRef: "noor-haddad",
      linkSharing: true,
      e2ee,
    });
    return { session, links: await this.links(session.id, names) };
  }

  /** A link to copy for each of `labels`. */
  async links(sessionId: string, labels: readonly string[]): Promise<string[]> {
    const links: string[] = [];
    for (const label of labels) {
      const { url } = await this.#send<{ url: string }>("POST", `/v1/sessions/${sessionId}/links`, { label });
      links.push(url);
    }
    return links;
  }

  change(sessionId: string, changes: Record<string, unknown>): Promise<SessionInfo> {
    return this.#send("PATCH", `/v1/sessions/${sessionId}`, changes);
  }

  #get<T>(path: string): Promise<T> {
    return this.#send("GET", path);
  }

  async #send<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(this.relayUrl + path, {
      method,
      headers: { Authorization: `Bearer ${API_SECRET}`, ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(5_000),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text) as T;
  }
}

type Preparation = (screen: Screen) => Promise<unknown>;
const asItIs: Preparation = async () => undefined;

/** Dr. Maya Osei at the demo's portal. */
export class Host {
  private constructor(
    readonly screen: Screen,
    readonly portalUrl: string,
  ) {}

  /** @param prepare what is done to her page before it is loaded */
  static async arrive(browser: Browser, portalUrl: string, prepare: Preparation = asItIs): Promise<Host> {
    const host = new Host(await Screen.open(browser, "Maya"), portalUrl);
    await prepare(host.screen);
    await host.openPortal();
    return host;
  }

  async openPortal(): Promise<void> {
    await this.screen.goTo(`${this.portalUrl}/#/calendar`);
    await this.screen.find({ role: "button", name: "The week after" });
  }

  /** Makes a session for Noor Haddad that begins soon, and links for `people` of her circle. Their links, in that order. */
  async createSession(people: readonly string[]): Promise<{ sessionId: string; links: string[] }> {
    const { screen } = this;
    await screen.press("New session", { exact: true });
    const client = await screen.find({ role: "combobox", name: "Client" });
    await client.select("noor-haddad");
    await screen.press("Create session");
    await screen.sees("Invite people to this session");
    for (const name of people) await screen.press(name, { role: "checkbox" });
    await screen.press(`Send invitations (${people.length})`);
    await screen.sees("People with a link");
    const links: string[] = [];
    for (const name of people) {
      await screen.press(`Copy the link of ${name}`);
      await until(`the link of ${name} is copied`, async () => {
        const copied = await screen.copied();
        return copied !== undefined && !links.includes(copied) && links.push(copied);
      });
    }
    // Not by what is new in the calendar, which may still be filling itself.
    const sessionId = await until("the share window knows its session", () => this.#sessionShared());
    await screen.press("Close", { within: SHARE_WINDOW });
    await until("the calendar shows the new session", async () => (await this.#sessionsShown()).includes(sessionId));
    return { sessionId, links };
  }

  /** From the badge in the portal's top bar. */
  async letIn(name: string): Promise<void> {
    await this.screen.press("1 waiting");
    await this.screen.sees(name, { within: "waiting-list" });
    await this.screen.press("Let in", { within: "waiting-list" });
  }

  /** From the icons of the session's row in the client's profile, as long as the calendar is crowded with the sessions of tests. */
  async joinCall(sessionId: string): Promise<void> {
    const row = `[data-session="${sessionId}"]`;
    await this.screen.goTo(`${this.portalUrl}/#/clients/noor-haddad/sessions`);
    await this.screen.press("Join Video Call", { within: `li${row}` });
    await this.screen.press("Join", { exact: true, within: "session-call" });
  }

  /** Stops someone's link in the share window, in another tab of the portal. */
  async stopLink(sessionId: string, name: string): Promise<Screen> {
    const tab = await this.screen.sameBrowser();
    await tab.goTo(`${this.portalUrl}/#/clients/noor-haddad/sessions`);
    await tab.press("Open the share window", { within: `li[data-session="${sessionId}"]` });
    await tab.press(`Stop the link of ${name}`);
    await tab.press("Stop link", { exact: true });
    await tab.sees("That link has stopped.");
    return tab;
  }

  /** Whose people the open window shows. */
  #sessionShared(): Promise<string | undefined> {
    return this.screen.page.evaluate(() => {
      const look = (root: ParentNode): string | undefined => {
        for (const element of root.querySelectorAll("*")) {
          const { localName, shadowRoot } = element;
          if (localName === "session-link-manager" && (element as HTMLElement & { open: boolean }).open)
            return (element as HTMLElement & { sessionId: string }).sessionId;
          const inner = shadowRoot === null ? undefined : look(shadowRoot);
          if (inner !== undefined) return inner;
        }
        return undefined;
      };
      return look(document);
    });
  }

  #sessionsShown(): Promise<string[]> {
    return this.screen.page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>("article[data-session]")].map((each) => each.dataset["session"] ?? ""),
    );
  }
}

const SHARE_WINDOW = "dialog[part~=dialog]";

/** Someone who was given a link. */
export class Guest {
  private constructor(
    readonly screen: Screen,
    readonly link: string,
  ) {}

  /** On a phone, as most guests. @param prepare what is done to the page before it is loaded */
  static async open(browser: Browser, link: string, who = "Samir", prepare: Preparation = asItIs): Promise<Guest> {
    const guest = new Guest(await Screen.open(browser, who, { width: 390, height: 844 }), link);
    await prepare(guest.screen);
    await guest.screen.goTo(link);
    return guest;
  }

  /** Reads what the page offers, and asks to be let in. */
  async knock(name?: string, button = "Join session"): Promise<void> {
    await this.screen.find({ role: "button", name: button });
    if (name !== undefined) await this.screen.fill("Your name", name);
    await this.screen.press(button);
    await this.screen.sees("You're in the waiting room");
  }
}
