/// <reference types="mocha" />
import "../../widget/elements/waiting-list/waiting-list.ts";
import "../../widget/elements/waiting-room/waiting-room.ts";
import "../../widget/elements/session-link-manager/session-link-manager.ts";
import { CallPart } from "../../widget/elements/session-call/call-part.ts";
import type { WaitingList } from "../../widget/elements/waiting-list/waiting-list.ts";
import { msg } from "@lit/localize";
import { accepted } from "../../protocol/refusals.ts";
import { overrideSentences } from "../../widget/locales/locales.ts";
import { equal, includes } from "./support/expect.ts";
import { FakeHost } from "./support/fake-host.ts";
import { busyView, hostView, sessionId, waiting } from "./support/host-views.ts";
import { all, button, clear, make, one, stage, until, words } from "./support/stage.ts";

const done = () => accepted({});
const relay = (view = hostView()) =>
  new FakeHost({ "session:watch": () => accepted(view), "session:unwatch": done, "guest:message": done });

/** A list of who waits, in a place of its own. */
function list(lang?: string, view = hostView(), around = document.createElement("div")): WaitingList {
  const tag = make("waiting-list", { sessionId }, lang === undefined ? {} : { lang });
  around.append(tag);
  stage(relay(view), around);
  return tag;
}
const says = (tag: HTMLElement, text: string) => until(() => words(tag).includes(text), `“${text}”`);
const root = (tag: HTMLElement) => one(tag, ".root");

describe("a tag's language", () => {
  afterEach(() => {
    clear();
    document.documentElement.lang = "en";
  });

  it("is that of its lang attribute, and changes with it", async () => {
    const tag = list("fr");
    await says(tag, "Personne n’attend.");
    tag.lang = "de";
    await says(tag, "Niemand wartet.");
    tag.removeAttribute("lang");
    await says(tag, "Nobody is waiting.");
  });

  it("is that of the nearest lang around it, also when that changes, and across shadow roots", async () => {
    const host = document.createElement("section");
    const inner = host.attachShadow({ mode: "open" }).appendChild(document.createElement("div"));
    const tag = make("waiting-list", { sessionId });
    inner.append(tag);
    stage(relay(), host);
    host.lang = "es-MX";
    await says(tag, "No espera nadie.");
    equal((await root(tag)).lang, "es-MX");
    inner.lang = "fr";
    await says(tag, "Personne n’attend.");
    inner.removeAttribute("lang");
    host.removeAttribute("lang");
    document.documentElement.lang = "de-AT";
    await says(tag, "Niemand wartet.");
  });

  it("is never shown first in another: nothing is read before its sentences are here", async () => {
    const seen = new Set<string>();
    const tag = make("waiting-list", { sessionId }, { lang: "ar-EG" });
    const watching = new MutationObserver(() => seen.add(words(tag)));
    watching.observe(tag.shadowRoot ?? tag.attachShadow({ mode: "open" }), { childList: true, subtree: true });
    stage(relay(), tag);
    await says(tag, "لا أحد ينتظر");
    watching.disconnect();
    equal(
      [...seen].filter((each) => /[a-z]{3}/iu.test(each)),
      [],
    );
  });

  it("is also that of a piece of the call whose file came after its place was made", async () => {
    const tag = list("fr");
    await says(tag, "Personne n’attend.");
    const part = document.createElement("test-late-part") as CallPart;
    part.locale = "fr";
    tag.after(part);
    customElements.define(
      "test-late-part",
      class extends CallPart {
        protected override render(): unknown {
          return msg("Chat", { id: "call.chat" });
        }
      },
    );
    await part.updateComplete;
    equal(words(part), "Discussion");
  });

  it("is its own: two on one page speak two, also after an event", async () => {
    const french = list("fr", hostView({ waiting: [waiting("Ana")] }));
    const german = list("de", hostView({ waiting: [waiting("Leila")] }));
    await says(french, "1 en attente");
    await says(german, "1 wartet");
    (await button(french, "Écrire à Ana")).click();
    (await button(german, "Leila schreiben")).click();
    for (const tag of [french, german]) {
      const field = await until(() => all<HTMLInputElement>(tag, "form input")[0]);
      field.value = "Hallo";
      field.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
    }
    (await button(french, "Envoyer")).click();
    (await button(german, "Senden")).click();
    await says(french, "Envoyé.");
    await says(german, "Gesendet.");
  });

  it("writes Arabic from right to left, names in it as they are, and counts in all its forms", async () => {
    const tag = list("ar", hostView({ waiting: [waiting("Ana"), waiting("Leila")] }));
    await says(tag, "اثنان في الانتظار");
    equal((await root(tag)).dir, "rtl");
    equal(getComputedStyle(await root(tag)).direction, "rtl");
    await button(tag, "السماح بدخول \u2068Ana\u2069");
    const three = list("ar", hostView({ waiting: [waiting("Ana"), waiting("Leila"), waiting("Jo")] }));
    await until(() => /[3٣]\u2069? في الانتظار/u.test(words(three)));
    equal((await root(list("en"))).dir, "ltr");
  });

  it("is English where Doorstep does not speak what the page asks for", async () => {
    const tag = list("xx");
    await says(tag, "Nobody is waiting.");
    equal((await root(tag)).lang.split("-")[0], "en");
  });

  it("counts what turning sharing off takes, in each language", async () => {
    const tag = make("session-link-manager", { sessionId, inline: true }, { lang: "ar" });
    stage(relay(busyView()), tag);
    const off = await until(() => all<HTMLElement>(tag, "[role=switch]")[0], "the switch");
    off.click();
    await until(
      () =>
        words(tag)
          .replaceAll(/[\u2068\u2069]/gu, "")
          .includes("ينتظر شخص واحد، وفي الجلسة واحد."),
      "the question",
    );
  });

  it("may be the page's own: sentences put in the place of ours, and a language we do not ship", async () => {
    const [english, italian] = [list("en"), list("it")];
    await says(english, "Nobody is waiting.");
    overrideSentences({ "waiting-list.empty": "All quiet." });
    await says(english, "All quiet.");
    overrideSentences({ "waiting-list.empty": "Nessuno aspetta." }, "it");
    await says(italian, "Nessuno aspetta.");
    includes(words(italian), "Waiting to be let in");
    overrideSentences({ "waiting-list.empty": "Nobody is waiting." });
  });
});
