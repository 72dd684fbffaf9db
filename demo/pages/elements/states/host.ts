/** What a host comes by outside of the call. */

import { accepted, refused } from "../../../../protocol/refusals.ts";
import type { HostView } from "../../../../protocol/views.ts";
import { FakeHost } from "../../../../test/widget/support/fake-host.ts";
import {
  busyView,
  contacts,
  defaultMessage,
  guestId,
  hostView,
  mailed,
  past,
  sessionId,
  sessionInfo,
  stopped,
  summary,
  waiting,
} from "../../../../test/widget/support/host-views.ts";
import { hosted, make, press, relayToCome, relayWith, until } from "./place.ts";
import type { Specimen, State } from "./state.ts";

const manager = (id: string, title: string, view: HostView, more: Partial<State> = {}): State => ({
  id,
  title,
  code: '<session-link-manager session-id="ses_…" open></session-link-manager>',
  make: () => hosted(relayWith(view), make("session-link-manager", { sessionId, contacts, open: true })),
  ...more,
});

const turnOff = (place: HTMLElement) => press(place, "session-link-manager", "[role=switch], .switch input");

export const linkManager: Specimen = {
  tag: "session-link-manager",
  states: [
    manager("invite", "Nobody invited yet", hostView()),
    manager(
      "people",
      "People with a link",
      busyView({
        invites: [
          mailed("samir", 4_000),
          mailed("leila", 300, { status: "delivered" }),
          ...busyView().invites.slice(1, 3),
          mailed("p.lindqvist", 900, { status: "failed", failure: "550 5.1.1 User unknown" }),
        ],
      }),
    ),
    manager("question", "Sharing is about to be turned off", busyView(), { act: turnOff }),
    manager("off", "Sharing is off", hostView({ session: sessionInfo({ linkSharing: false }) })),
    manager(
      "ended",
      "The session is over",
      hostView({ session: sessionInfo({ state: "ended" }), invites: [past("samir"), past("leila"), stopped("dina")] }),
    ),
    manager("inline", "In the page", busyView(), {
      code: '<session-link-manager session-id="ses_…" inline></session-link-manager>',
      make: () => hosted(relayWith(busyView()), make("session-link-manager", { sessionId, contacts, inline: true })),
    }),
    manager("loading", "Loading", hostView(), {
      make: () => hosted(relayToCome(), make("session-link-manager", { sessionId, contacts, open: true })),
    }),
    manager("refused", "Not this host's session", hostView(), {
      make: () =>
        hosted(
          new FakeHost({ "session:watch": () => refused("not-allowed") }),
          make("session-link-manager", { sessionId, contacts, open: true }),
        ),
    }),
  ],
};

const list = (id: string, title: string, view: HostView, more: Partial<State> = {}): State => ({
  id,
  title,
  code: '<waiting-list session-id="ses_…"></waiting-list>',
  make: () => hosted(relayWith(view), make("waiting-list", { sessionId })),
  ...more,
});
const three = [waiting("Samir Haddad"), waiting("Ana"), waiting("Leila", { here: false })];

function offline(): State {
  const relay = relayWith(hostView({ waiting: three }));
  return list("offline", "Offline", hostView(), {
    make: () => hosted(relay, make("waiting-list", { sessionId })),
    async act(place) {
      const inside = (selector: string) => until(() => place.querySelector("waiting-list")?.shadowRoot?.querySelector(selector));
      await inside("[data-guest]");
      relay.become({ is: "connecting" });
      await inside(".banner");
    },
  });
}

export const waitingList: Specimen = {
  tag: "waiting-list",
  states: [
    list("one", "One waits", hostView({ waiting: three.slice(0, 1) })),
    list("many", "Several wait", hostView({ waiting: three })),
    list(
      "same-link",
      "Twice by one link",
      hostView({ waiting: [three[1]!, waiting("Ana again", { guestId: guestId("again"), sameLinkAs: guestId("Ana") })] }),
    ),
    list("full", "All seats are taken", hostView({ waiting: three, seats: { taken: 16, limit: 16 } })),
    list("empty", "Nobody waits", hostView()),
    list("message", "Writing to someone", hostView({ waiting: three }), { act: (place) => press(place, "waiting-list", ".talk") }),
    list("all", "All of a host's sessions", hostView(), {
      code: "<waiting-list></waiting-list>",
      make: () =>
        hosted(
          new FakeHost({
            "waiting:watch": () =>
              accepted({
                items: [
                  summary({ waiting: three.slice(0, 2) }),
                  summary({
                    sessionId: `${sessionId.slice(0, -1)}1` as typeof sessionId,
                    title: "Intake, Jo Marsh",
                    waiting: [waiting("Jo")],
                  }),
                ],
              }),
            "waiting:unwatch": () => accepted({}),
          }),
          make("waiting-list"),
        ),
    }),
    list("compact", "Compact, for a top bar", hostView({ waiting: three }), {
      code: '<waiting-list session-id="ses_…" compact></waiting-list>',
      make: () => hosted(relayWith(hostView({ waiting: three })), make("waiting-list", { sessionId, compact: true })),
      act: (place) => press(place, "waiting-list", ".badge, [part~=badge]"),
    }),
    list("loading", "Loading", hostView(), { make: () => hosted(relayToCome(), make("waiting-list", { sessionId })) }),
    offline(),
  ],
};

const actions = (id: string, title: string, view: HostView, act?: State["act"]): State => ({
  id,
  title,
  code: '<session-actions session-id="ses_…"></session-actions>',
  make() {
    const row = document.createElement("div");
    row.className = "row-sample";
    row.append("Family session, 10:00", make("session-actions", { sessionId, contacts }));
    return hosted(relayWith(view), row);
  },
  ...(act === undefined ? {} : { act }),
});

export const sessionActions: Specimen = {
  tag: "session-actions",
  states: [
    actions(
      "icons",
      "The row is hovered",
      hostView(),
      async (place) => void place.querySelector(".row-sample")?.dispatchEvent(new PointerEvent("pointerenter")),
    ),
    actions("links", "Giving out links", busyView(), (place) => press(place, "session-actions", "[part~=send]")),
    actions("nobody", "Nobody has a link", hostView(), (place) => press(place, "session-actions", "[part~=send]")),
    actions("off", "Sharing is off", hostView({ session: sessionInfo({ linkSharing: false }) }), (place) =>
      press(place, "session-actions", "[part~=send]"),
    ),
  ],
};

const composer = (id: string, title: string, more: Partial<State> = {}): State => ({
  id,
  title,
  code: '<session-composer client-ref="noor" starts-at="2026-11-24T10:00" duration-minutes="110"></session-composer>',
  make: () =>
    hosted(
      new FakeHost({
        "session:create": ({ service }) => accepted({ session: sessionInfo({ service, linkSharing: false }), invites: [] }),
      }),
      make("session-composer", {
        services: ["Family session", { name: "Individual", durationMinutes: 45 }],
        timeZone: "America/Toronto",
        startsAt: new Date(Date.now() + 86_400_000).toISOString(),
        durationMinutes: 110,
        hosts: [{ id: "maya", name: "Dr. Maya Osei" }],
        colleagues: [
          { id: "tomas", name: "Tomás Ruiz" },
          { id: "ngozi", name: "Dr. Ngozi Bell" },
        ],
        contacts,
      }),
    ),
  ...more,
});

export const sessionComposer: Specimen = {
  tag: "session-composer",
  states: [
    composer("new", "A new session"),
    composer("wrong", "Something is missing", {
      async act(place) {
        const tag = place.querySelector("session-composer");
        const date = await until(() => tag?.shadowRoot?.querySelector<HTMLInputElement>("#date"));
        date.value = "";
        date.dispatchEvent(new Event("input"));
        await press(place, "session-composer", "[part~=create]");
      },
    }),
    composer("done", "Created", { act: (place) => press(place, "session-composer", "[part~=create]") }),
  ],
};

const editor = (id: string, title: string, more: Parameters<typeof defaultMessage>[0] = {}, state: Partial<State> = {}): State => ({
  id,
  title,
  code: "<invite-message-editor></invite-message-editor>",
  make: () => hosted(new FakeHost({ "message:get": () => accepted(defaultMessage(more)) }), make("invite-message-editor")),
  ...state,
});

export const messageEditor: Specimen = {
  tag: "invite-message-editor",
  states: [
    editor("default", "The standard message"),
    editor("unknown", "Something nobody can fill in", {
      custom: true,
      message: { subject: "Your session with {{hostName}}", body: "Hello {{guestNme}},\n\nopen {{joinUrl}} on {{startsAt}}." },
    }),
    editor("read-only", "For hosts who may not change it", { editable: false }),
    editor("no-mails", "Nothing is sent", { mails: false }),
    editor("loading", "Loading", {}, { make: () => hosted(relayToCome(), make("invite-message-editor")) }),
  ],
};
