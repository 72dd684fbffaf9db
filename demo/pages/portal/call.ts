/** A session's call on a page of its own. */

import { el } from "./dom.ts";
import type { Page, Portal } from "./page.ts";
import { loadSession } from "./practice.ts";

export async function callPage(_portal: Portal, sessionId: string): Promise<Page> {
  const session = await loadSession(sessionId);
  const call = el("session-call", { "session-id": session.id });
  const back = el(
    "a",
    { class: "button", slot: "ended", href: session.clientRef === undefined ? "#/calendar" : `#/clients/${session.clientRef}/sessions` },
    "Back to the portal",
  );
  call.append(back);
  return { title: session.service, body: [el("h1", { class: "visually-hidden" }, session.title), call], fullPage: true };
}
