/** A page in WebKit, by the W3C WebDriver protocol that Debian's driver speaks, on a screen that nobody sees. */

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "./free-port.ts";
import { OwnedProcess } from "./owned-process.ts";
import { until } from "./until.ts";
import { openVirtualScreen } from "./virtual-screen.ts";

const LIBRARIES = "/usr/lib";
const PATIENCE = { withinMs: 30_000, everyMs: 100 };

export class WebKit {
  private constructor(
    private readonly processes: readonly OwnedProcess[],
    private readonly session: string,
  ) {}

  static async start(): Promise<WebKit> {
    const processes: OwnedProcess[] = [];
    try {
      const { screen, env: onScreen } = await openVirtualScreen();
      processes.push(screen);
      const port = await freePort();
      // What draws and what plays cannot be locked up by a user who may do anything.
      const env = { ...onScreen, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1" };
      processes.push(new OwnedProcess("WebKitWebDriver", [`--port=${port}`, "--host=127.0.0.1"], { env, group: true }));
      const driver = `http://127.0.0.1:${port}`;
      await until("the driver answers", async () => (await fetch(`${driver}/status`)).ok, PATIENCE);
      const browserOptions = { binary: miniBrowser(), args: ["--automation"] };
      const { sessionId } = await ask<{ sessionId: string }>("POST", `${driver}/session`, {
        capabilities: { alwaysMatch: { browserName: "MiniBrowser", "webkitgtk:browserOptions": browserOptions } },
      });
      return new WebKit(processes, `${driver}/session/${sessionId}`);
    } catch (error) {
      await Promise.all(processes.map((each) => each.stop()));
      throw error;
    }
  }

  /** Goes to another page; one that differs behind the # alone is not loaded anew. */
  async open(url: string): Promise<void> {
    await ask("POST", `${this.session}/url`, { url });
  }

  /** What `script`, the body of a function, returns; it has its `args` in `arguments`. */
  run<T>(script: string, ...args: unknown[]): Promise<T> {
    return ask<T>("POST", `${this.session}/execute/sync`, { script, args });
  }

  async stop(): Promise<void> {
    await ask("DELETE", this.session).catch(() => undefined);
    await Promise.all(this.processes.map((each) => each.stop()));
  }
}

/** Debian keeps the little browser that its driver steers beside the library, in a folder with the machine's name. */
function miniBrowser(): string {
  const [first] = folders(LIBRARIES).flatMap((machine) =>
    folders(join(LIBRARIES, machine)).flatMap((name) =>
      name.startsWith("webkit2gtk-") ? [join(LIBRARIES, machine, name, "MiniBrowser")] : [],
    ),
  );
  if (first === undefined) throw new Error("There is no MiniBrowser beside WebKit.");
  return first;
}

function folders(path: string): string[] {
  return readdirSync(path, { withFileTypes: true }).flatMap((each) => (each.isDirectory() ? [each.name] : []));
}

async function ask<T>(method: string, url: string, body?: unknown): Promise<T> {
  const answer = await fetch(url, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const { value } = (await answer.json()) as { value: T & { error?: string; message?: string } };
  if (!answer.ok) throw new Error(`${value.error}: ${value.message}`);
  return value;
}
