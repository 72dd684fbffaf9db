import type { Browser, Page } from "puppeteer-core";
import { barePage } from "./bare-page.ts";
import { CAMERA, installCaller, MICROPHONE, MODEST_CAMERA } from "./caller-page.ts";
import { installPeerRecorder } from "./peer-recorder.ts";
import { API_SECRET } from "./relay-process.ts";
import { until } from "./until.ts";
import { installWayRecorder } from "./way-recorder.ts";

/** What has come from one of the others so far, by the call's own count. */
export interface Heard {
  frames: number;
  energy: number;
  state: string;
}

/** Somebody in a call through the real tags, on a page of the relay's own. */
export class CallPerson {
  readonly log: string[] = [];

  private constructor(
    readonly who: string,
    readonly page: Page,
  ) {
    page.on("console", (message) => this.log.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => this.log.push(`error: ${String(error)}`));
  }

  static async #open(browser: Browser, who: string, modest = false, more = ""): Promise<CallPerson> {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    await page.setViewport(modest ? { width: 400, height: 640 } : { width: 1000, height: 700 });
    const devices = JSON.stringify({ camera: modest ? MODEST_CAMERA : CAMERA, microphone: MICROPHONE });
    const installed = [installPeerRecorder, installCaller, installWayRecorder].map((each) => `(${each.toString()})(${devices});`).join(" ");
    await page.evaluateOnNewDocument(`globalThis.__name = (it) => it; ${installed} ${more}`);
    return new CallPerson(who, page);
  }

  /** Dr. Osei, who joins at once. */
  static async host(browser: Browser, relay: string, sessionId: string, more?: string): Promise<CallPerson> {
    const person = await CallPerson.#open(browser, "Dr. Maya Osei", false, more);
    const token = await hostToken(relay);
    await person.page.goto(barePage(relay), { waitUntil: "domcontentloaded" });
    await person.page.evaluate(
      async (of) => {
        document.body.replaceChildren();
        await import(`${of.relay}/widget/doorstep.js`);
        const provider = Object.assign(document.createElement("session-provider"), { relay: of.relay, token: of.token });
        const call = Object.assign(document.createElement("session-call"), { sessionId: of.sessionId });
        call.style.cssText = "display: block; height: 680px";
        provider.append(call);
        document.body.append(provider);
        void call.join();
      },
      { relay, token, sessionId },
    );
    await person.inside();
    return person;
  }

  /** A guest with a link, who is let in at once. */
  static async guest(
    browser: Browser,
    link: string,
    relay: string,
    sessionId: string,
    who?: string,
    modest?: boolean,
    more?: string,
  ): Promise<CallPerson> {
    const [person, letIn] = await CallPerson.atTheDoor(browser, link, relay, sessionId, who, modest, more);
    await letIn();
    return person;
  }

  /**
   * A guest with a link, who waits until it is let in by calling what comes with it.
   * @param modest its window and its pictures are small and few, and cost the machine little
   * @param more runs inside of its page before anything of it
   */
  static async atTheDoor(
    browser: Browser,
    link: string,
    relay: string,
    sessionId: string,
    who = "a guest",
    modest = false,
    more?: string,
  ): Promise<[CallPerson, letIn: () => Promise<void>]> {
    const person = await CallPerson.#open(browser, who, modest, more);
    const known = new Set((await waiting(relay, sessionId)).map(({ guestId }) => guestId));
    await person.page.goto(link, { waitUntil: "domcontentloaded" });
    await until(
      `${person.who} waits`,
      () =>
        person.page.evaluate(() => {
          const tag = document.querySelector("drop-in-join");
          const ready = tag?.shadowRoot?.querySelector("button") != null;
          if (ready) void tag.knock();
          return ready;
        }),
      { withinMs: 20_000, everyMs: 100 },
    );
    const guestId = await until(
      `${person.who} is on the list`,
      async () => (await waiting(relay, sessionId)).find((each) => !known.has(each.guestId))?.guestId,
      { withinMs: 15_000, everyMs: 50 },
    );
    const letIn = async (): Promise<void> => {
      await admit(relay, sessionId, guestId);
      await person.inside();
    };
    return [person, letIn];
  }

  inside(): Promise<unknown> {
    return until(`${this.who} is inside`, () => this.page.evaluate(() => window.call()?.inside !== undefined), {
      withinMs: 20_000,
      everyMs: 50,
    });
  }

  topology(): Promise<string | undefined> {
    return this.page.evaluate(() => window.call()?.inside?.topology);
  }

  /** By participant. */
  heard(): Promise<Record<string, Heard>> {
    return this.page.evaluate(async () => {
      const call = window.call();
      const stats = (await call?.stats()) ?? new Map<string, never>();
      const remotes = call?.remotes ?? new Map<string, never>();
      return Object.fromEntries(
        [...remotes].map(([id, { state }]) => {
          const { framesDecoded = 0, audioEnergy = 0 } =
            (stats.get(id as never) as { framesDecoded?: number; audioEnergy?: number } | undefined) ?? {};
          return [id, { frames: framesDecoded, energy: audioEnergy, state }];
        }),
      );
    });
  }

  /** Waits until pictures and sound of that many others keep coming. */
  async receives(others: number, { withinMs = 20_000 } = {}): Promise<void> {
    let before = await this.heard();
    let now = before;
    try {
      await until(
        `${this.who} receives ${others} others`,
        async () => {
          now = await this.heard();
          const flowing = Object.entries(now).filter(([id, { frames, energy }]) => {
            const was = before[id];
            return was !== undefined && frames > was.frames + 2 && energy > was.energy;
          });
          const reset = Object.entries(now).some(([id, { frames }]) => before[id] === undefined || frames < before[id].frames);
          if (reset) before = now;
          return flowing.length === others && Object.keys(now).length === others;
        },
        // To ask what has come from each of fifteen is itself a burden to a browser.
        { withinMs, everyMs: others > 4 ? 1_000 : 300 },
      );
    } catch (error) {
      throw new Error(
        `${this.who} does not receive ${others} others: ${JSON.stringify({ before, now, rtp: await this.#rtp() })}\n` +
          this.log.slice(-15).join("\n"),
        {
          cause: error,
        },
      );
    }
  }

  /** What the browser itself says of all that it receives. */
  async #rtp(): Promise<unknown> {
    const told = this.page.evaluate(async () => {
      const standing = window.peerConnections.filter(({ connectionState }) => connectionState === "connected");
      const reports = await Promise.all(standing.map(async (each) => [...(await each.getStats()).values()] as { type: string }[]));
      return reports.map((all) => all.filter(({ type }) => type === "inbound-rtp"));
    });
    return Promise.race([told, new Promise((resolve) => setTimeout(resolve, 5_000, "never said"))]).catch(String);
  }

  /** Longest time between two pictures of `id` since `since` by this page's clock, ms, the time since the last one counted too. */
  gap(id: string, since: number): Promise<number> {
    return this.page.evaluate(
      (of) => {
        const times = [of.since, ...(window.frameTimes.get(of.id) ?? []).filter((time) => time >= of.since), performance.now()];
        return Math.max(...times.slice(1).map((time, index) => time - times[index]!));
      },
      { id, since },
    );
  }

  /** The same of whoever's pictures came in the second before. */
  longestGap(since: number): Promise<number> {
    return this.page.evaluate((from) => {
      const gaps = [...window.frameTimes.values()]
        .filter((times) => times.some((time) => time < from && time > from - 1_000))
        .map((times) => [from, ...times.filter((time) => time >= from), performance.now()])
        .map((times) => Math.max(...times.slice(1).map((time, index) => time - times[index]!)));
      return Math.max(...gaps);
    }, since);
  }

  /** How many people's pictures were shown so far, its own among them. */
  shown(): Promise<number> {
    return this.page.evaluate(() => window.frameTimes.size);
  }

  async id(): Promise<string> {
    const id = await this.page.evaluate(() => window.call()?.inside?.me);
    if (id === undefined) throw new Error(`${this.who} is not inside.`);
    return id;
  }

  /** Connections that are open, those kept ready for a newcomer left out. */
  ways(): Promise<number> {
    return this.page.evaluate(() => window.peerConnections.filter(({ connectionState }) => connectionState === "connected").length);
  }

  /** How late the page comes to what it meant to do, ms: the longest of two seconds. */
  lag(): Promise<number> {
    return this.page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let longest = 0;
          let last = performance.now();
          const end = last + 2_000;
          const tick = () => {
            const now = performance.now();
            longest = Math.max(longest, now - last - 20);
            last = now;
            if (now < end) setTimeout(tick, 20);
            else resolve(longest);
          };
          setTimeout(tick, 20);
        }),
    );
  }

  now(): Promise<number> {
    return this.page.evaluate(() => performance.now());
  }

  async leave(): Promise<void> {
    await this.page.evaluate(() => window.call()?.leave());
  }

  async close(): Promise<void> {
    await this.page.browserContext().close();
  }
}

/** As the vendor's back end; asked again while the relay is too busy to decide. */
export async function admit(relay: string, sessionId: string, guestId: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await post(relay, `/v1/sessions/${sessionId}/waiting/${guestId}/admit`);
      return;
    } catch (error) {
      if (attempt === 5 || !String(error).includes('"unavailable"')) throw error;
    }
  }
}

export async function hostToken(relay: string): Promise<string> {
  const { token } = (await post(relay, "/v1/tokens", { sub: "maya.osei", name: "Dr. Maya Osei", role: "host", ttlSeconds: 3_600 })) as {
    token: string;
  };
  return token;
}

async function waiting(relay: string, sessionId: string): Promise<{ guestId: string }[]> {
  const answer = await fetch(`${relay}/v1/sessions/${sessionId}/participants`, { headers: { Authorization: `Bearer ${API_SECRET}` } });
  return ((await answer.json()) as { waiting: { guestId: string }[] }).waiting;
}

async function post(relay: string, path: string, body: object = {}): Promise<unknown> {
  const answer = await fetch(relay + path, {
    method: "POST",
    headers: { Authorization: `Bearer ${API_SECRET}`, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`POST ${path}: ${answer.status} ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}
