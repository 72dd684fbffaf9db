import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Tenants } from "../../relay/access/tenants.ts";
import { HARBOUR, RIVERSIDE, RIVERSIDE_SECRET, tenant } from "./people.ts";

const tenants = new Tenants([RIVERSIDE, HARBOUR], "https://relay.example/doorstep");

describe("Tenants", () => {
  test("are found by id and by API secret, and by nothing that only resembles it", () => {
    assert.equal(tenants.get("riverside"), RIVERSIDE);
    assert.equal(tenants.byApiSecret(RIVERSIDE_SECRET), RIVERSIDE);
    for (const secret of ["", "riverside", RIVERSIDE_SECRET.slice(0, -1), `${RIVERSIDE_SECRET} `, RIVERSIDE_SECRET.toUpperCase()]) {
      assert.equal(tenants.byApiSecret(secret), undefined, secret);
    }
    assert.equal(tenants.get("__proto__"), undefined);
    assert.equal(tenants.get("constructor"), undefined);
  });

  test("let in pages of their own origins, their guest page's and the relay's, and no others (DOOR5)", () => {
    const own = ["https://riverside.example", "https://relay.example"];
    for (const origin of own) assert.ok(tenants.originAllowed(origin, "riverside"), origin);
    const foreign = [
      "https://harbour.example",
      "http://riverside.example",
      "https://riverside.example:8443",
      "https://riverside.example.evil.example",
      "https://evil.example/https://riverside.example",
      "https://RIVERSIDE.example",
      "null",
      "",
      "*",
    ];
    for (const origin of foreign) assert.ok(!tenants.originAllowed(origin, "riverside"), origin);
    assert.ok(tenants.originAllowed("https://harbour.example"), "before the tenant is known, any tenant's will do");
    assert.ok(!tenants.originAllowed("https://evil.example"));
    assert.ok(!tenants.originAllowed("https://riverside.example", "nobody"));
  });

  test("of a relay on this machine are its own pages under any of the machine's own names, on that port alone (DOOR5)", () => {
    const local = new Tenants([HARBOUR], "http://localhost:8787");
    for (const name of ["localhost", "127.0.0.1", "[::1]"]) assert.ok(local.originAllowed(`http://${name}:8787`, "harbour"), name);
    for (const other of ["http://localhost:8788", "https://localhost:8787", "http://127.0.0.2:8787"]) {
      assert.ok(!local.originAllowed(other, "harbour"), other);
    }
    assert.ok(!new Tenants([HARBOUR], "https://relay.example").originAllowed("http://localhost", "harbour"));
  });

  test("may let in every page with *", () => {
    const open = new Tenants([tenant("open", { allowedOrigins: ["*"] }), HARBOUR], "https://relay.example");
    assert.ok(open.originAllowed("https://anywhere.example", "open"));
    assert.ok(open.originAllowed("null", "open"));
    assert.ok(!open.originAllowed("https://anywhere.example", "harbour"), "one tenant's * is not another's");
  });
});
