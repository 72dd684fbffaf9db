/// <reference types="mocha" />
import "../../widget/elements/session-provider/session-provider.ts";
import { equal } from "./support/expect.ts";
import { make, until } from "./support/stage.ts";

describe("<session-provider>", () => {
  it("without anything set lets the page be, and tells its developer what is missing", async () => {
    const lines: string[] = [];
    const { error } = console;
    console.error = (line: string) => void lines.push(line);
    const tag = make("session-provider");
    tag.append("The page's own words");
    try {
      document.body.append(tag);
      await until(() => lines.length > 0, "a line in the console");
    } finally {
      console.error = error;
      tag.remove();
    }
    equal(lines, ['<session-provider> attribute "relay" is missing. Set relay="https://relay.example".']);
    equal(tag.textContent, "The page's own words");
  });
});
