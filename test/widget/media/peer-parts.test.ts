import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { peerAsModule } from "../../../scripts/lean-peer.js";
import { Buffer as Bytes, errCode, randombytes, stream } from "../../../widget/media/peer-parts.ts";

const source = readFileSync("node_modules/simple-peer/index.js", "utf8");

describe("What simple-peer gets in place of Node's packages", () => {
  it("tells what comes at once, in the order in which it was asked for", () => {
    const heard: unknown[] = [];
    const peer = new stream.Duplex();
    peer.on("data", (data) => heard.push(["first", data]));
    peer.on("data", (data) => heard.push(["second", data]));
    peer.push("a");
    assert.deepEqual(heard, [
      ["first", "a"],
      ["second", "a"],
    ]);
  });

  it("tells once what was asked for once, and nobody who has gone", () => {
    let once = 0;
    let gone = 0;
    const told = (): number => (gone += 1);
    const peer = new stream.Duplex().once("connect", () => (once += 1)).on("connect", told);
    peer.emit("connect");
    peer.removeListener("connect", told);
    assert.equal(peer.emit("connect"), false);
    assert.deepEqual([once, gone], [1, 1]);
    peer.on("signal", told);
    peer.removeAllListeners("signal");
    peer.emit("signal");
    assert.equal(gone, 1);
  });

  it("a listener that goes while it is told keeps nobody else from hearing", () => {
    const heard: string[] = [];
    const peer = new stream.Duplex().once("stable", () => heard.push("once")).on("stable", () => heard.push("always"));
    peer.emit("stable");
    assert.deepEqual(heard, ["once", "always"]);
  });

  it("throws an error that nobody listens to, and tells it where somebody does", () => {
    const fault = new Error("no way");
    const peer = new stream.Duplex();
    assert.throws(() => peer.emit("error", fault), fault);
    const heard: unknown[] = [];
    peer.on("error", (error) => heard.push(error));
    peer.emit("error", fault);
    assert.deepEqual(heard, [fault]);
  });

  it("gives every error its code, a browser's own as well", () => {
    const fault = errCode(new DOMException("gone", "InvalidStateError"), "ERR_SIGNALING");
    assert.equal((fault as Error & { code: unknown }).code, "ERR_SIGNALING");
  });

  it("names a channel by as many bytes as are asked for, and takes bytes as they come", () => {
    assert.match(randombytes(20).toString(), /^[0-9a-f]{40}$/);
    assert.deepEqual([...Bytes.from(new Uint8Array([1, 2]).buffer)], [1, 2]);
  });
});

describe("simple-peer as a module", () => {
  it("is the package's own code, with nothing of Node in it, and no method for tracks that nobody calls", () => {
    const code = peerAsModule(source, "/parts.ts");
    assert.match(code, /^import \{ stream, Buffer, randombytes, getBrowserRTC, errCode \} from "\/parts\.ts";/);
    assert.match(code, /^class Peer extends stream\.Duplex \{$/m);
    assert.doesNotMatch(code, /require\(|_debug/);
    const methods = (text: string): string[] => [...text.matchAll(/^ {2}(\w+) \(.*\) \{$/gm)].map(([, name = ""]) => name);
    const without = ["_debug", "addStream", "addTrack", "replaceTrack", "removeTrack", "removeStream"];
    assert.deepEqual(
      methods(code),
      methods(source).filter((name) => !without.includes(name)),
    );
    // What is left calls none of them, but for the streams that the constructor may be given.
    assert.deepEqual([...code.matchAll(/this\.(?:addStream|addTrack|replaceTrack|removeTrack|removeStream)\(/g)].map(String), [
      "this.addStream(",
    ]);
  });

  it("a version that is put together differently builds nothing", () => {
    assert.throws(() => peerAsModule(`${source}\nrequire('fs').readFileSync`, "/parts.ts"), /not what lean-peer\.js knows: require/);
    assert.throws(() => peerAsModule("export {}", "/parts.ts"), /not what lean-peer\.js knows/);
  });
});
