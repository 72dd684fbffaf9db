import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { frameKey, nextBase, readHeader, seal, unseal, writeHeader } from "../../../../widget/media/e2ee/sframe.ts";

const bytes = (hex: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(hex, "hex"));
const hex = (of: Uint8Array): string => Buffer.from(of).toString("hex");
const anyBytes = (more: fc.IntArrayConstraints = {}) => fc.uint8Array(more).map((each) => Uint8Array.from(each));

describe("Frames under lock (E2E2)", () => {
  test("headers are those of RFC 9605, appendix C.1", () => {
    const known: [kid: number, counter: number, header: string][] = [
      [0, 0, "00"],
      [0, 7, "07"],
      [0, 0xff, "08ff"],
      [0, 0x0100, "090100"],
      [1, 0xffffff, "1affffff"],
      [7, 7, "77"],
      [0xff, 0, "80ff"],
      [0xff, 0x0100, "89ff0100"],
      [0xffff, 0xffff, "99ffffffff"],
      [0xffffff, 0, "a0ffffff"],
    ];
    for (const [kid, counter, header] of known) {
      assert.equal(hex(writeHeader(kid, counter)), header);
      assert.deepEqual(readHeader(bytes(header)), { kid, counter, length: header.length / 2 });
    }
  });

  test("a frame is sealed as in RFC 9605, appendix C.3, for AES_256_GCM_SHA512_128", async () => {
    const key = await frameKey(0x0123, bytes("000102030405060708090a0b0c0d0e0f"));
    assert.equal(hex(key.salt), "84991c167b8cd23c93708ec7");
    const metadata = bytes("4945544620534672616d65205747");
    const plain = bytes("64726166742d696574662d736672616d652d656e63");
    const sealed = bytes("990123456794f509d36e9beacb0e261d99c7d1e972f1fed787d4049f17ca21353c1cc24d56ceabced279");
    assert.equal(hex(await seal(key, 0x4567, plain, metadata)), hex(sealed));
    assert.deepEqual(await unseal(key, sealed, readHeader(sealed)!, metadata), plain);
  });

  test("any number up to 2^53 comes back from its header, and nothing makes the reader stumble", () => {
    const number = fc.maxSafeNat();
    fc.assert(
      fc.property(number, number, (kid, counter) => {
        const header = writeHeader(kid, counter);
        assert.deepEqual(readHeader(header), { kid, counter, length: header.length });
        assert.equal(readHeader(header.subarray(0, -1))?.length === header.length, false);
      }),
    );
    fc.assert(
      fc.property(anyBytes({ maxLength: 20 }), (any) => {
        const header = readHeader(any);
        assert(header === undefined || (header.length <= any.length && Number.isSafeInteger(header.kid + 0)));
      }),
    );
  });

  test("one bit of it changed anywhere, or beside it, and it does not open", async () => {
    const key = await frameKey(3, bytes("aa".repeat(64)));
    await fc.assert(
      fc.asyncProperty(
        anyBytes({ maxLength: 300 }),
        anyBytes({ minLength: 1, maxLength: 12 }),
        fc.nat(),
        fc.nat(),
        async (plain, beside, at, bit) => {
          const sealed = await seal(key, 9, plain, beside);
          assert.deepEqual(await unseal(key, sealed, readHeader(sealed)!, beside), plain);
          const all = Uint8Array.from([...sealed, ...beside]);
          all[at % all.length]! ^= 1 << (bit % 8);
          const changed = all.slice(0, sealed.length);
          const header = readHeader(changed);
          assert.equal(header === undefined ? undefined : await unseal(key, changed, header, all.slice(sealed.length)), undefined);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("another key does not open it: neither another number's nor the next step's", async () => {
    const base = bytes("17".repeat(64));
    const sealed = await seal(await frameKey(5, base), 0, bytes("00ff00ff"), bytes("01"));
    for (const other of [await frameKey(6, base), await frameKey(5, await nextBase(base))]) {
      assert.equal(await unseal(other, sealed, readHeader(sealed)!, bytes("01")), undefined);
    }
  });
});
