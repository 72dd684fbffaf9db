import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Decoder, Encoder, PacketType as LibraryTypes, protocol } from "socket.io-parser";
import type { TextPacket } from "../../../widget/connection/text-packets.ts";
import { PacketType, readPacket, writePacket } from "../../../widget/connection/text-packets.ts";

const packets: TextPacket[] = [
  { type: PacketType.CONNECT, nsp: "/host", data: { token: "a" } },
  { type: PacketType.CONNECT, nsp: "/guest" },
  { type: PacketType.DISCONNECT, nsp: "/host" },
  { type: PacketType.DISCONNECT, nsp: "/" },
  { type: PacketType.EVENT, nsp: "/host", data: ["session:view", { title: "a,b\n1[2]{\u2028}" }] },
  { type: PacketType.EVENT, nsp: "/", id: 7, data: ["ping", 3] },
  { type: PacketType.EVENT, nsp: "/guest", id: 1_234, data: ["guest:knock", { name: "Zoë 🦉" }] },
  { type: PacketType.ACK, nsp: "/guest", id: 0, data: [{ ok: true }] },
  { type: PacketType.ACK, nsp: "/", id: 12, data: [] },
  { type: PacketType.CONNECT_ERROR, nsp: "/host", data: { message: "no", data: { code: "link-revoked" } } },
];

function readByLibrary(text: string): unknown {
  const found: unknown[] = [];
  const decoder = new Decoder();
  decoder.on("decoded", (packet: unknown) => found.push(packet));
  decoder.add(text);
  assert.equal(found.length, 1);
  return JSON.parse(JSON.stringify(found[0]));
}

describe("Socket.IO's packets as text", () => {
  it("names every packet as the library does", () => {
    assert.equal(protocol, 5);
    for (const [name, number] of Object.entries(PacketType)) assert.equal(LibraryTypes[number], name);
  });

  for (const packet of packets) {
    const text = new Encoder().encode(packet)[0];

    it(`writes ${text} as the library does`, () => {
      assert.equal(writePacket(packet), text);
    });

    it(`reads ${text} as the library does`, () => {
      assert.deepEqual(readPacket(text), readByLibrary(text));
    });
  }

  for (const text of ["x", "9", "5[]", "51-/host,[]", "2{}", "2[1", "3{}", "1[]", "4[]", "0[]"]) {
    it(`refuses ${JSON.stringify(text)}, as the library does`, () => {
      assert.throws(() => readPacket(text));
      assert.throws(() => {
        const decoder = new Decoder();
        decoder.add(text);
        // Of a binary packet the library waits for the rest, which a page never gets.
        if (text.startsWith("5")) decoder.add(text);
      });
    });
  }

  it("refuses what is nothing, and an event or an answer without anything in it", () => {
    for (const text of ["", "2/host,", "20", "3"]) assert.throws(() => readPacket(text), text);
  });
});
