/** Starts a thread beside the page's own, under whatever rules the page has for scripts. */

/** One that says nothing by then will not, ms. */
const START_WITHIN_MS = 10_000;
/** For pages with Trusted Types: the name that their `trusted-types` has to list. */
const POLICY = "doorstep-worker";

/** What is used of Trusted Types, which not every browser has. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): unknown };
}

let trust: ((url: string) => string) | undefined;

/**
 * @param address of its file, whose first deed is to post a message
 * @returns the running thread, once it has said something
 * @throws {Error} with what the browser says, where the page does not let it start.
 */
export async function startWorker(address: string): Promise<Worker> {
  const worker = new Worker(trusted(mayStart(address) ? address : from(address)), { type: "module", name: "doorstep" });
  try {
    await ready(worker);
    return worker;
  } catch (error) {
    worker.terminate();
    throw error;
  }
}

/** A thread must be of the page's own origin. From elsewhere it may still be imported into one that is. */
export function mayStart(address: string): boolean {
  return address.startsWith("blob:") || new URL(address).origin === location.origin;
}

function from(address: string): string {
  return URL.createObjectURL(new Blob([`import ${JSON.stringify(address)};`], { type: "text/javascript" }));
}

function trusted(url: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  if (trustedTypes === undefined) return url;
  if (trust === undefined) {
    // A second copy of the widget on a page makes one of the same name, which a page may forbid.
    const policy = trustedTypes.createPolicy(POLICY, { createScriptURL: (each) => each });
    trust = (each) => policy.createScriptURL(each) as string;
  }
  return trust(url);
}

function ready(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("The thread says nothing.")), START_WITHIN_MS);
    const settle = (act: () => void) => () => {
      clearTimeout(timer);
      act();
    };
    worker.addEventListener("message", settle(resolve), { once: true });
    worker.addEventListener(
      "error",
      settle(() => reject(new Error("The page does not let the thread start."))),
      { once: true },
    );
  });
}
