import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, ElementHandle, Page } from "puppeteer-core";
import type { Sought } from "./eyes.ts";
import { installEyes } from "./eyes.ts";
import { installPeerRecorder } from "./peer-recorder.ts";
import { until } from "./until.ts";

type Pressed = HTMLElement & { pressed?: boolean };

/** The loader of these files names functions with a helper of its own, `__name`, which a page lacks. */
const INSTRUMENTS = `globalThis.__name = (it) => it; (${installEyes.toString()})(); (${installPeerRecorder.toString()})();`;
const WAIT = { withinMs: 15_000, everyMs: 50 };
let folder: string | undefined;

/**
 * One browser page, used the way a person does: by the words that are visible and the names of its controls, through all shadow trees.
 * It keeps what the page logged; `evidence()` tells it, with a picture, when a test fails.
 */
export class Screen {
  /** Console lines and errors of the page, oldest first. */
  readonly log: string[] = [];
  /** What the person did or looked for, oldest first. */
  readonly did: string[] = [];

  private constructor(
    readonly page: Page,
    /** Who sits before it, for messages. */
    readonly who: string,
    private readonly isSecondTab: boolean,
  ) {
    page.on("console", (message) => this.log.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => this.log.push(`error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`));
  }

  static async open(browser: Browser, who: string, viewport = { width: 1280, height: 800 }): Promise<Screen> {
    // A context of its own: no cookies, no storage and no permissions of another person in the same browser.
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    await page.setViewport(viewport);
    await page.evaluateOnNewDocument(INSTRUMENTS);
    return new Screen(page, who, false);
  }

  /** Another tab of the same person's browser. */
  async sameBrowser(who = this.who): Promise<Screen> {
    const page = await this.page.browserContext().newPage();
    await page.evaluateOnNewDocument(INSTRUMENTS);
    return new Screen(page, who, true);
  }

  /** The tab that `act` opens in this person's browser. */
  async opening(act: () => Promise<void>, who = this.who): Promise<Screen> {
    const context = this.page.browserContext();
    const known = new Set(context.targets());
    await act();
    const target = await until(
      "a tab opens",
      async () => context.targets().find((each) => each.type() === "page" && !known.has(each)),
      WAIT,
    );
    const page = await target.page();
    if (page === null) throw new Error(`What ${this.who} opened is no page.`);
    await page.evaluateOnNewDocument(INSTRUMENTS);
    // It may be on its way from one document to the next, and the next one has them then.
    await until("the tab can be looked at", async () => {
      await page.evaluate(`if (globalThis.eyes === undefined) { ${INSTRUMENTS} }`);
      return true;
    });
    return new Screen(page, who, true);
  }

  async goTo(url: string): Promise<void> {
    this.did.push("goes to another page");
    await this.page.goto(url, { waitUntil: "domcontentloaded" });
  }

  async reload(): Promise<void> {
    this.did.push("reloads");
    await this.page.reload({ waitUntil: "domcontentloaded" });
  }

  /** All visible words, in reading order. */
  words(within?: string): Promise<string> {
    return this.page.evaluate((selector) => window.eyes.words(selector), within);
  }

  /** Waits until the page says `text`. */
  async sees(text: string | RegExp, { within, withinMs = WAIT.withinMs }: { within?: string; withinMs?: number } = {}): Promise<string> {
    let last = "";
    this.did.push(`looks for ${String(text)}`);
    try {
      return await until(
        `${this.who} sees ${String(text)}`,
        async () => {
          last = await this.words(within);
          return (typeof text === "string" ? last.includes(text) : text.test(last)) ? last : null;
        },
        { ...WAIT, withinMs },
      );
    } catch (error) {
      throw new Error(`${this.who} does not see ${String(text)}. The page says: ${last}`, { cause: error });
    }
  }

  /** The control, as soon as it is there, visible and enabled. */
  async find(sought: Sought, { withinMs = WAIT.withinMs }: { withinMs?: number } = {}): Promise<ElementHandle<HTMLElement>> {
    try {
      return await until(
        `${this.who} finds the ${sought.role} “${sought.name}”`,
        async () => {
          const found = await this.page.evaluateHandle((wanted) => window.eyes.find(wanted), sought);
          return found.asElement() as ElementHandle<HTMLElement> | null;
        },
        { ...WAIT, withinMs },
      );
    } catch (error) {
      throw new Error(`${this.who} does not find the ${sought.role} “${sought.name}”. There are: ${await this.controls()}`, {
        cause: error,
      });
    }
  }

  /** Whether the control is there right now. */
  async has(sought: Sought): Promise<boolean> {
    return this.page.evaluate((wanted) => window.eyes.find(wanted) !== null, sought);
  }

  async press(name: string, more: Omit<Sought, "role" | "name"> & { role?: Sought["role"] } = {}): Promise<void> {
    const sought: Sought = { role: "button", ...more, name };
    this.did.push(`presses ${name}`);
    // Something may be drawn anew between finding and pressing: then it is found again.
    await until(
      `${this.who} presses “${name}”`,
      async () => {
        const element = await this.find(sought);
        await element.evaluate((each) => each.scrollIntoView({ block: "center", inline: "center" }));
        // What is pointed at may make room for itself first.
        await element.hover();
        await element.evaluate((each: Pressed) => {
          each.pressed = false;
          each.addEventListener("click", () => (each.pressed = true), { once: true, capture: true });
        });
        await element.click();
        // What came above it at this moment may have moved it away. A page that has gone by now was certainly pressed.
        return element.evaluate((each: Pressed) => each.pressed === true).catch(() => true);
      },
      { withinMs: WAIT.withinMs },
    );
  }

  /** Replaces what stands in a field. */
  async fill(name: string, text: string, more: Omit<Sought, "role" | "name"> = {}): Promise<void> {
    const field = await this.find({ role: "textbox", ...more, name });
    await field.evaluate((each) => {
      each.focus();
      (each as HTMLInputElement).select();
    });
    await field.type(text);
  }

  /** What was copied last, if anything. */
  copied(): Promise<string | undefined> {
    return this.page.evaluate(() => window.eyes.copied.at(-1));
  }

  /** Names of all controls that are visible, for messages. */
  controls(): Promise<string> {
    return this.page.evaluate(() => window.eyes.controls().join(" · "));
  }

  /** A picture's path, the last log lines and what the page says: all that is needed to see why a test failed. */
  async evidence(): Promise<string> {
    folder ??= mkdtempSync(join(tmpdir(), "doorstep-pictures-"));
    const path = join(folder, `${this.who.replaceAll(/\W+/gu, "-")}-${Date.now()}.png`) as `${string}.png`;
    const words = await this.words().catch((error: unknown) => `(no answer: ${String(error)})`);
    const picture = await this.page.screenshot({ path }).then(
      () => path,
      (error: unknown) => `none (${String(error)})`,
    );
    return [
      `${this.who} at ${this.page.url().replace(/#.*/u, "#…")}`,
      `  picture: ${picture}`,
      `  did: ${this.did.slice(-4).join(", ")}`,
      `  words: ${words}`,
      ...this.log.slice(-15).map((line) => `  log: ${line}`),
    ].join("\n");
  }

  /** A tab of somebody else's browser closes alone; the first one closes with all that this person has. */
  async close(): Promise<void> {
    if (this.isSecondTab) {
      if (!this.page.isClosed()) await this.page.close();
    } else await this.page.browserContext().close();
  }
}

/** How long a story may take, ms: none should come near it. */
const STORY_MS = 80_000;

/** `promise`, or an error when it takes longer than `ms`: a driver's own calls may hang for ever. */
async function within<T>(ms: number, what: string, promise: Promise<T>): Promise<T> {
  let late: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    late = setTimeout(() => reject(new Error(`${what} took longer than ${ms} ms`)), ms);
  });
  return Promise.race([promise, timeout]).finally(() => clearTimeout(late));
}

/** Runs a story; when it fails or gets stuck, adds what every screen showed. */
export async function telling(screens: readonly Screen[], story: () => Promise<void>): Promise<void> {
  try {
    await within(STORY_MS, "The story", story());
  } catch (error) {
    const evidence = await Promise.all(
      screens.map((screen) =>
        within(8_000, "Looking", screen.evidence()).catch(
          (problem: unknown) => `${screen.who}: no answer (${String(problem)})\n  did: ${screen.did.at(-1)}`,
        ),
      ),
    );
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n\n${evidence.join("\n")}`, { cause: error });
  }
}
