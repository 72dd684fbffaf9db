import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { HOST_APPS, HostApps } from "../support/host-apps.ts";

/** Each app holds lines that must not compile (`@ts-expect-error`), so that types which let everything pass fail here too. */
describe("The types that are shipped", { skip: !existsSync("dist/tags.d.ts") && "not built" }, () => {
  let apps: HostApps;
  before(async () => {
    apps = await HostApps.install();
  });
  after(() => apps?.remove());

  for (const app of HOST_APPS) test(`fit a portal of a vendor: ${app}`, { timeout: 200_000 }, () => apps.checkTypes(app));

  test("let no mistake pass in a template of Angular", { timeout: 200_000 }, async () => {
    assert.deepEqual(await apps.mistakesInAngular(), [
      "Property 'visitor' does not exist on type 'GuestDetail'.",
      "Property 'letIn' does not exist on type 'WaitingList'.",
      "Argument of type 'number' is not assignable to parameter of type 'string'.",
    ]);
  });
});
