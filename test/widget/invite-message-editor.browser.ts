/// <reference types="mocha" />
import "../../widget/elements/invite-message-editor/invite-message-editor.ts";
import type { InviteMessageEditor } from "../../widget/elements/invite-message-editor/invite-message-editor.ts";
import type { Message } from "../../protocol/message-template.ts";
import { DEFAULT_MESSAGE } from "../../protocol/message-template.ts";
import { accepted, refused } from "../../protocol/refusals.ts";
import type { DefaultMessageView } from "../../protocol/views.ts";
import { equal, excludes, includes, ok } from "./support/expect.ts";
import { FakeHost } from "./support/fake-host.ts";
import { defaultMessage } from "./support/host-views.ts";
import { all, button, clear, heard, make, one, stage, until, words } from "./support/stage.ts";

/** A relay that keeps what it is told, for each service. */
function relay(general: Partial<DefaultMessageView> = {}): FakeHost {
  const first = defaultMessage(general);
  const kept = new Map<string, Message>();
  const view = (service = ""): DefaultMessageView => {
    const own = kept.get(service);
    return { ...first, custom: first.custom || own !== undefined, message: own ?? kept.get("") ?? first.message };
  };
  return new FakeHost({
    "message:get": ({ service }) => accepted(view(service)),
    "message:save": ({ service = "", message }) => {
      kept.set(service, message);
      return accepted(view(service));
    },
    "message:restore": ({ service = "" }) => {
      kept.delete(service);
      return accepted({ ...view(service), custom: false, message: kept.get("") ?? DEFAULT_MESSAGE });
    },
    "message:test": () => accepted({}),
  });
}

function editor(general: Partial<DefaultMessageView> = {}, more: Partial<InviteMessageEditor> = {}) {
  const host = relay(general);
  const tag = make("invite-message-editor", more);
  stage(host, tag);
  return { tag, host };
}

const field = (tag: InviteMessageEditor, name: "subject" | "body") => one<HTMLTextAreaElement>(tag, `#${name}`);
async function write(tag: InviteMessageEditor, name: "subject" | "body", text: string): Promise<HTMLTextAreaElement> {
  const element = await field(tag, name);
  element.focus();
  element.value = text;
  element.setSelectionRange(text.length, text.length);
  element.dispatchEvent(new Event("input"));
  await tag.updateComplete;
  return element;
}
const mail = async (tag: InviteMessageEditor) => words(await one(tag, ".mail"));
const off = (element: Element) => element.getAttribute("aria-disabled") === "true";

describe("invite-message-editor", () => {
  afterEach(clear);

  it("shows the message that holds, and the mail it makes: sample data filled in, the button before the sign-off", async () => {
    const { tag, host } = editor();
    equal((await field(tag, "subject")).value, DEFAULT_MESSAGE.subject);
    equal((await field(tag, "body")).value, DEFAULT_MESSAGE.body);
    const shown = await mail(tag);
    for (const part of ["From Riverside Counselling", "Dr. Maya Osei invites you to a video session", "Hello Samir,", "(Family session)"]) {
      includes(shown, part);
    }
    ok(shown.indexOf("Join session") < shown.indexOf("Kind regards"), "the button stands before the sign-off");
    excludes(shown, "{{");
    equal(host.all("message:get"), [{}]);
  });

  it("follows every letter in the preview, on a phone and on a desk", async () => {
    const { tag } = editor();
    await write(tag, "subject", "{{guestName}}, see you soon");
    includes(await mail(tag), "Samir, see you soon");
    const narrow = (await one(tag, ".mail")).getBoundingClientRect().width;
    const desktop = await button(tag, "Desktop");
    desktop.click();
    await until(() => desktop.getAttribute("aria-pressed") === "true");
    const size = Number.parseFloat(getComputedStyle(await one(tag, ".mail")).fontSize);
    const wide = (await one(tag, ".mail")).getBoundingClientRect().width;
    ok(wide / size > (narrow / 15) * 1.3, `a line holds more on a desk: ${wide}/${size} against ${narrow}/15`);
  });

  it("puts a place in at the caret, replaces what is selected, and leaves the caret behind it", async () => {
    const { tag } = editor();
    const body = await write(tag, "body", "Hello , welcome");
    const reads = async (text: string) => {
      await until(
        () => body.value === text,
        () => `“${text}” instead of “${body.value}”`,
      );
      // What was typed has been drawn too: nothing moves the caret any more.
      await tag.updateComplete;
    };
    await tag.updateComplete;
    body.setSelectionRange(6, 6);
    (await button(tag, "Insert Guest name")).click();
    await reads("Hello {{guestName}}, welcome");
    equal(tag.shadowRoot?.activeElement === body && body.selectionStart, "Hello {{guestName}}".length);
    includes(words(tag), "Guest name inserted");
    body.setSelectionRange(body.value.indexOf("welcome"), body.value.length);
    (await button(tag, "Insert Service")).click();
    await reads("Hello {{guestName}}, {{service}}");
    // Within another place it goes behind it.
    body.setSelectionRange(10, 10);
    (await button(tag, "Insert Host name")).click();
    await reads("Hello {{guestName}} {{hostName}}, {{service}}");
    const subject = await write(tag, "subject", "About");
    (await button(tag, "Insert Service")).click();
    await until(
      () => subject.value === "About {{service}}",
      () => `“About {{service}}” instead of “${subject.value}”`,
    );
  });

  it("can be undone like anything typed", async () => {
    const { tag } = editor();
    const body = await field(tag, "body");
    body.focus();
    body.setSelectionRange(5, 5);
    (await button(tag, "Insert Guest name")).click();
    await until(() => body.value.startsWith("Hello {{guestName}}"));
    document.execCommand("undo");
    await until(() => body.value === DEFAULT_MESSAGE.body);
    ok(!tag.unsaved, "nothing is left to save");
  });

  it("marks in place what nobody can fill in, says what may have been meant, and does not save it", async () => {
    const { tag, host } = editor();
    const subject = await write(tag, "subject", "{{hostNam}} and {{weather}}");
    equal(
      all(tag, ".marks mark.unknown").map((each) => each.textContent),
      ["{{hostNam}}", "{{weather}}"],
    );
    equal(subject.getAttribute("aria-invalid"), "true");
    includes(words(await one(tag, `#${subject.getAttribute("aria-describedby")}`)), "{{hostNam}} is not something we can fill in.");
    equal(await tag.save(), false);
    equal(host.all("message:save").length, 0);
    includes(words(tag), "Not yet: something above is marked.");
    equal([subject.selectionStart, subject.selectionEnd], [0, 11]);
    (await button(tag, "Did you mean {{hostName}}?")).click();
    await until(() => subject.value === "{{hostName}} and {{weather}}");
    (await button(tag, "Show me")).click();
    await until(() => subject.value.slice(subject.selectionStart, subject.selectionEnd) === "{{weather}}");
  });

  it("asks for a subject and for words", async () => {
    const { tag } = editor();
    await write(tag, "subject", " ");
    await write(tag, "body", "");
    includes(words(tag), "Write a subject: it is the first thing people read.");
    includes(words(tag), "Write a few words to go with the link.");
    equal(await tag.save(), false);
    equal(tag.shadowRoot?.activeElement?.id, "subject");
  });

  it("a subject is one line, whatever is pasted", async () => {
    const { tag } = editor();
    const subject = await write(tag, "subject", "One\r\nBcc: two");
    await until(() => subject.value === "One Bcc: two");
    const enter = new KeyboardEvent("keydown", { key: "Enter", cancelable: true });
    subject.dispatchEvent(enter);
    ok(enter.defaultPrevented, "Enter is no part of it");
  });

  it("saves, tells the page, and says so; Ctrl+S does too", async () => {
    const { tag, host } = editor();
    const told = heard<{ message: Message }>(document, "message-saved");
    const save = await button(tag, "Save");
    ok(off(save), "there is nothing to save yet");
    await write(tag, "subject", " Come and see us ");
    includes(words(tag), "Not saved yet");
    ok(!off(save), "there is now");
    save.click();
    await until(() => told.length === 1);
    equal(host.all("message:save"), [{ message: { subject: "Come and see us", body: DEFAULT_MESSAGE.body } }]);
    equal(told[0]?.message.subject, "Come and see us");
    await until(() => words(tag).includes("Saved. New invitations go out with these words."));
    ok(off(save), "saved");
    const body = await write(tag, "body", "Hello");
    const key = new KeyboardEvent("keydown", { key: "s", ctrlKey: true, bubbles: true, cancelable: true });
    body.dispatchEvent(key);
    await until(() => told.length === 2);
    ok(key.defaultPrevented, "the browser does not save the page");
  });

  it("keeps what was written when the relay says no, and says why in words", async () => {
    const { tag, host } = editor();
    const fine = host.answers["message:save"]!;
    await write(tag, "body", "Hello");
    host.answers["message:save"] = () => refused("unavailable");
    equal(await tag.save(), false);
    await until(() => words(tag).includes("The video service can't be reached."));
    equal((await field(tag, "body")).value, "Hello");
    host.answers["message:save"] = fine;
    equal(await tag.save(), true);
  });

  it("keeps what is written while it is being saved", async () => {
    const { tag, host } = editor();
    let answer: () => void = () => {};
    const fine = host.answers["message:save"]!;
    host.answers["message:save"] = async (payload) => {
      await new Promise<void>((resolve) => (answer = resolve));
      return fine(payload);
    };
    await write(tag, "body", "First");
    const saved = tag.save();
    await button(tag, "Saving…");
    await write(tag, "body", "First and second");
    answer();
    equal(await saved, true);
    equal((await field(tag, "body")).value, "First and second");
    includes(words(tag), "Not saved yet");
  });

  it("asks before the default comes back, and Escape says no", async () => {
    const { tag, host } = editor();
    const restore = await button(tag, "Restore default");
    ok(off(restore), "it holds already");
    await write(tag, "body", "My own words");
    await tag.save();
    restore.click();
    await until(() => words(tag).includes("Put the standard message in the place of these words?"));
    await until(() => tag.shadowRoot?.activeElement?.id === "question");
    (await one(tag, "#question")).dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    await until(() => !words(tag).includes("Put the standard message"));
    await until(() => tag.shadowRoot?.activeElement === restore);
    equal(host.all("message:restore").length, 0);
    restore.click();
    (await button(tag, "Restore")).click();
    await until(() => words(tag).includes("The default message is back."));
    equal((await field(tag, "body")).value, DEFAULT_MESSAGE.body);
  });

  it("sends a test as it stands, unsaved, and asks for the address only once", async () => {
    const { tag, host } = editor();
    await write(tag, "subject", "A try");
    (await button(tag, "Send me a test")).click();
    const address = await one<HTMLInputElement>(tag, "#test-address");
    await until(() => tag.shadowRoot?.activeElement === address);
    const type = (text: string) => {
      address.value = text;
      address.dispatchEvent(new Event("input"));
    };
    type("maya@");
    (await button(tag, "Send test")).click();
    await until(() => words(tag).includes("That is not an e-mail address."));
    equal(host.all("message:test").length, 0);
    type("maya@clinic.example");
    (await button(tag, "Send test")).click();
    await until(() => words(tag).includes("A test is on its way to maya@clinic.example."));
    (await button(tag, "Send me a test")).click();
    await until(() => host.all("message:test").length === 2);
    equal(
      host.all("message:test").map(({ to, message }) => [to, message.subject]),
      [
        ["maya@clinic.example", "A try"],
        ["maya@clinic.example", "A try"],
      ],
    );
    equal(host.all("message:save").length, 0);
    (await button(tag, "Use another address")).click();
    await one(tag, "#test-address");
  });

  it("says so when too many samples were sent", async () => {
    const { tag, host } = editor();
    host.answers["message:test"] = () => refused("rate-limited", undefined, { why: "samples" });
    (await button(tag, "Send me a test")).click();
    const address = await one<HTMLInputElement>(tag, "#test-address");
    address.value = "maya@clinic.example";
    address.dispatchEvent(new Event("input"));
    (await button(tag, "Send test")).click();
    await until(() => words(tag).includes("You sent several samples just now. Wait a minute."));
  });

  it("offers no test where the relay sends no mail, and says so", async () => {
    const { tag } = editor({ mails: false });
    await until(() => words(tag).includes("This service sends no e-mail yet"));
    equal(
      all(tag, "button").some((each) => words(each).includes("Send me a test")),
      false,
    );
  });

  it("lets hosts who are no administrators read it, and nothing else", async () => {
    const { tag, host } = editor({ editable: false });
    const body = await field(tag, "body");
    ok(body.readOnly, "it can't be changed");
    includes(words(tag), "Only the practice's administrators can change this message.");
    equal(
      all(tag, "button").map((each) => words(each)),
      ["Phone", "Desktop"],
    );
    equal([await tag.save(), await tag.restoreDefault()], [false, false]);
    equal(host.asked.length, 1);
  });

  it("keeps words of their own for each service, and what is unsaved in one while another is looked at", async () => {
    const { tag, host } = editor({}, { services: [{ name: "Family session" }, "Intake"] });
    await write(tag, "body", "For everyone");
    const select = await one<HTMLSelectElement>(tag, "#service");
    const choose = async (service: string) => {
      select.value = service;
      select.dispatchEvent(new Event("change"));
      await until(() => host.all("message:get").some((each) => (each.service ?? "") === service));
      await field(tag, "body");
    };
    await choose("Intake");
    await until(() => words(tag).includes("This service has no words of its own yet"));
    equal((await field(tag, "body")).value, DEFAULT_MESSAGE.body);
    await write(tag, "body", "Welcome to your first session");
    equal(await tag.save(), true);
    equal(host.all("message:save"), [{ service: "Intake", message: { ...DEFAULT_MESSAGE, body: "Welcome to your first session" } }]);
    await choose("");
    const body = await field(tag, "body");
    await until(() => body.value === "For everyone");
    includes(words(select), "All services · not saved");
    equal(tag.service, "");
  });

  it("keeps what was written while it is offline, and saves it afterwards", async () => {
    const { tag, host } = editor();
    await write(tag, "body", "Written on a train");
    host.become({ is: "reconnecting", since: 0 });
    await until(() => words(tag).includes("You're offline. What you write is kept"));
    equal((await field(tag, "body")).value, "Written on a train");
    host.become({ is: "open" });
    await until(() => !words(tag).includes("You're offline."));
    equal([(await field(tag, "body")).value, await tag.save()], ["Written on a train", true]);
  });

  it("shows bars while it loads, and says when it may not be shown", async () => {
    const host = relay();
    host.answers["message:get"] = () => new Promise(() => {});
    const loading = make("invite-message-editor");
    stage(host, loading);
    await one(loading, ".skeleton");
    clear();
    const shut = make("invite-message-editor");
    stage(new FakeHost({ "message:get": () => refused("not-allowed") }), shut);
    await until(() => words(shut).includes("You can't do this here."));
  });

  it("leaves nothing behind when it is removed", async () => {
    const { tag, host } = editor();
    await field(tag, "body");
    tag.remove();
    await until(() => host.listeners === 0);
  });
});
