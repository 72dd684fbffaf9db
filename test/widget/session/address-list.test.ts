import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isAddress } from "../../../widget/session/address.ts";
import { foldAddresses, parseAddresses } from "../../../widget/session/address-list.ts";

const brief = (text: string) =>
  parseAddresses(text).map(({ text, email, name, valid }) => (valid ? (name === "" ? email : `${name} <${email}>`) : `bad: ${text}`));

test("a pasted messy list becomes its recipients, the bad one marked", () => {
  assert.deepEqual(brief("Ana <ana@x.org>; b@y.org, c@z"), ["Ana <ana@x.org>", "b@y.org", "bad: c@z"]);
});

test("quotes keep a comma in a name, lines and tabs split, spaces split bare addresses", () => {
  assert.deepEqual(brief('"Karam, Leila" <l.karam@school.example>\r\nb@y.org\tc@y.org d@y.org'), [
    "Karam, Leila <l.karam@school.example>",
    "b@y.org",
    "c@y.org",
    "d@y.org",
  ]);
});

test("an address without brackets keeps the name before it, and mailto: and a full stop fall away", () => {
  assert.deepEqual(brief("Samir Haddad samir@x.org, mailto:dina@x.org."), ["Samir Haddad <samir@x.org>", "dina@x.org"]);
});

test("one mailbox is one recipient, whatever its case, and takes the name that came later", () => {
  assert.deepEqual(brief("ANA@x.org, Ana <ana@X.org>, ana@x.org"), ["Ana <ANA@x.org>"]);
});

test("an address chosen elsewhere is folded away, a bad one never", () => {
  const typed = parseAddresses("samir@x.org, jo@@mail");
  assert.deepEqual(
    foldAddresses([], typed, ["Samir@X.org"]).map(({ text }) => text),
    ["jo@@mail"],
  );
});

test("a domain with other letters is written as mail servers write it", () => {
  assert.deepEqual(brief("ana@münchen.example"), ["ana@xn--mnchen-3ya.example"]);
  assert.deepEqual(brief("ana@mün/chen.example"), ["bad: ana@mün/chen.example"]);
});

test("what nobody can be reached at is marked", () => {
  for (const text of ["jo@@mail", "jo", "@x.org", "jo@x", "jo@-x.org", "jo@x..org", "Jo <>", `${"a".repeat(250)}@x.org`]) {
    assert.deepEqual(brief(text), [`bad: ${text}`]);
  }
});

test("controls and marks that turn text around never reach a name", () => {
  assert.deepEqual(brief("A\u202ena\u0007 <ana@x.org>"), ["Ana <ana@x.org>"]);
});

test("whatever is pasted: every piece is an address or marked, none twice", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...Array.from("ab@.<>\"',; \n\té")), maxLength: 80 }), (text) => {
      const found = parseAddresses(text);
      assert.equal(new Set(found.map((each) => (each.valid ? each.email.toLowerCase() : `? ${each.text}`))).size, found.length);
      for (const each of found) {
        assert.equal(each.valid, isAddress(each.email));
        assert.ok(each.text !== "" || each.valid);
      }
    }),
    { numRuns: 2_000 },
  );
});
