/** Doorstep as a vendor embeds it: the host in the call with its waiting list, the guest on its own page. */

import "../../../widget/elements/drop-in-join/drop-in-join.ts";
import "../../../widget/elements/session-call/session-call.ts";
import "../../../widget/elements/session-provider/session-provider.ts";
import "../../../widget/elements/waiting-list/waiting-list.ts";

const query = Object.fromEntries(new URLSearchParams(location.search)) as {
  role: "host" | "guest";
  relay: string;
  token: string;
  session: string;
  link: string;
};

function host(): void {
  const provider = Object.assign(document.createElement("session-provider"), { relay: query.relay, token: query.token });
  const call = Object.assign(document.createElement("session-call"), { sessionId: query.session });
  const list = Object.assign(document.createElement("waiting-list"), { sessionId: query.session, muted: true });
  call.style.height = "600px";
  provider.append(call, list);
  document.body.append(provider);
  let guestId: string | undefined;
  call.addEventListener("join", () => Object.assign(window, { joined: true }));
  list.addEventListener("guest-waiting", (event) => {
    ({ guestId } = (event as CustomEvent<{ guest: { guestId: string } }>).detail.guest);
    Object.assign(window, { ready: true });
  });
  void call.join();
  Object.assign(window, {
    async letIn() {
      const at = performance.timeOrigin + performance.now();
      void list.admit(guestId as `gst_${string}`);
      return at;
    },
  });
}

function guest(): void {
  const tag = Object.assign(document.createElement("drop-in-join"), { relay: query.relay, link: query.link, displayName: "Samir" });
  tag.style.height = "600px";
  document.body.append(tag);
  tag.addEventListener("knock", () => Object.assign(window, { ready: true }));
  tag.addEventListener("ready", () => void tag.knock());
  Object.assign(window, {
    share() {
      const at = performance.timeOrigin + performance.now();
      void tag.shadowRoot?.querySelector("session-call")?.toggleScreenShare(true);
      return at;
    },
  });
}

if (query.role === "host") host();
else if (query.role === "guest") guest();
