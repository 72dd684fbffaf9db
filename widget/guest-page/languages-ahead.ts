/**
 * Before a browser says the first time of day, it lists all languages that it can say one in: in Chromium once for all threads, 25 ms on a
 * fast machine, a hundred on a phone, in one piece in which the page stands still. A thread beside it does that while the page is being made.
 * A file of its own, which the page asks for first, on the relay's own page and under its rules (`relay/http/join-page.ts`).
 */

import address from "./languages-thread.ts?worker&url";

const { trustedTypes } = globalThis as {
  trustedTypes?: { createPolicy(name: string, rules: object): { createScriptURL(url: string): string } };
};
const url = new URL(address, import.meta.url).href;
const trusted = trustedTypes?.createPolicy("doorstep-ahead", { createScriptURL: (each: string) => each }).createScriptURL(url) ?? url;
const thread = new Worker(trusted, { type: "module" });
// Should it not start, it takes as long as it takes.
thread.onmessage = thread.onerror = () => thread.terminate();
