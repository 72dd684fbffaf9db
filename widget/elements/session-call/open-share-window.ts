/** Shows the share window over a host's call; loaded when it is first wanted. */
export async function openShareWindow(
  tag: HTMLElement & { renderRoot: ParentNode; relay?: string; token?: string },
  sessionId: string,
): Promise<void> {
  await import("../session-link-manager/session-link-manager.ts");
  const root = tag.renderRoot.querySelector(".root");
  if (!tag.isConnected || root === null || root.querySelector("session-link-manager") !== null) return;
  const manager = document.createElement("session-link-manager");
  manager.setAttribute("session-id", sessionId);
  // Without a provider around the call it has the call's own way to the relay.
  if (tag.relay !== undefined) manager.setAttribute("relay", tag.relay);
  if (tag.token !== undefined) manager.setAttribute("token", tag.token);
  manager.setAttribute("theme", "dark");
  manager.addEventListener("close", () => manager.remove());
  root.append(manager);
  await manager.show();
}
