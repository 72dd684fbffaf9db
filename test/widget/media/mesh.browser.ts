/// <reference types="mocha" />
import { until } from "../../support/until.ts";
import { newId } from "../../../protocol/ids.ts";
import { LocalMedia } from "../../../widget/media/local-media.ts";
import type { Caller, Weather } from "./wire.ts";

/** Connections made in this page, so that none is left behind unseen. */
const made = new Set<RTCPeerConnection>();
// As pages do that watch their calls: what this makes cannot be derived from.
globalThis.RTCPeerConnection = new Proxy(globalThis.RTCPeerConnection, {
  construct(Native, [configuration]: [RTCConfiguration]) {
    const connection = new Native(configuration);
    made.add(connection);
    return connection;
  },
});
// Loaded after that, as on such a page.
const { fakeMedia, flows, Wire } = await import("./wire.ts");
/** All that were not closed, those kept ready included. */
const open = () => [...made].filter((connection) => connection.signalingState !== "closed");

/** Those that carry, or shall carry, something. */
const used = () => open().filter((connection) => connection.localDescription !== null);

function equal(actual: unknown, expected: unknown, what: string): void {
  if (actual !== expected) throw new Error(`${what}: expected ${String(expected)}, got ${String(actual)}`);
}

describe("a mesh call", function () {
  this.timeout(60_000);
  let wire: InstanceType<typeof Wire>;
  const medias: LocalMedia[] = [];
  const media = async (wish?: { audio: boolean; video: boolean }) => {
    const made = await fakeMedia(wish);
    medias.push(made);
    return made;
  };
  const bothWays = (a: Caller, b: Caller) =>
    until("frames and sound flow both ways", async () => (await flows(a, b)) && (await flows(b, a)), { withinMs: 20_000 });
  const still = async (a: Caller, b: Caller) => {
    const before = [await a.heardFrom(b), await b.heardFrom(a)] as const;
    await until("frames and sound go on", async () => (await flows(a, b, before[0])) && (await flows(b, a, before[1])), {
      withinMs: 20_000,
    });
  };
  const pair = async (weather?: Weather, seed?: number): Promise<[Caller, Caller]> => {
    wire = new Wire(weather, seed);
    const a = wire.seat(await media());
    const b = wire.seat(await media());
    wire.tell();
    return [a, b];
  };

  afterEach(async () => {
    wire.close();
    for (const each of medias.splice(0)) each.stop();
    await until("every connection is closed", () => open().length === 0);
    made.clear();
  });

  it("carries frames and sound both ways, and only the newcomer offers (SIG2)", async () => {
    const [a, b] = await pair();
    await bothWays(a, b);
    const offers = wire.log.filter(({ data }) => JSON.stringify(data).includes('"type":"offer"'));
    equal(offers.length, 1, "offers");
    equal(offers[0]?.from, b.ref.participantId, "who offered");
  });

  describe("to which a host lets somebody in with an offer made beforehand (SIG5)", () => {
    const letIn = async (weather?: Weather): Promise<[Caller, Caller, unknown]> => {
      wire = new Wire(weather, 5);
      const host = wire.seat(await media());
      wire.tell();
      const ref = { participantId: newId("gst"), instance: newId("ins"), order: 2 };
      host.engine.expect(new Set([ref.participantId]));
      let offer: unknown;
      await until("there is an offer", () => (offer = host.engine.offerTo(ref.participantId)) !== undefined);
      const guest = wire.seat(await media(), ref.participantId, host.ref.participantId);
      return [host, guest, offer];
    };
    const offers = () => wire.log.filter(({ data }) => JSON.stringify(data).includes('"type":"offer"'));

    it("the host offers and the guest answers, once", async () => {
      const [host, guest, offer] = await letIn();
      wire.tell();
      guest.engine.receive(host.ref, JSON.parse(JSON.stringify(offer)));
      await bothWays(host, guest);
      equal(
        offers().every(({ from }) => from === host.ref.participantId),
        true,
        "all offers are the host's",
      );
      equal(used().length, 2, "ends of connections in use");
    });

    it("the words come before the host's view names the guest, and over a bad wire", async () => {
      const [host, guest, offer] = await letIn({ delay: [5, 60], loss: 0.3, twice: 0.3 });
      wire.tellOne(guest);
      guest.engine.receive(host.ref, JSON.parse(JSON.stringify(offer)));
      await until("the guest has answered", () => wire.log.some(({ from }) => from === guest.ref.participantId));
      wire.tellOne(host);
      await bothWays(host, guest);
    });

    it("an offer that was lost, or is not to be had any more, is made again", async () => {
      const [host, guest] = await letIn();
      wire.tell();
      await bothWays(host, guest);
      wire.close();
      const [second, late, old] = await letIn();
      // It went away and came back; what was promised to it was let go.
      second.engine.expect(new Set());
      wire.tell();
      late.engine.receive(second.ref, JSON.parse(JSON.stringify(old)));
      await bothWays(second, late);
    });

    it("keeps nothing ready once nobody is expected", async () => {
      wire = new Wire();
      const host = wire.seat(await media());
      wire.tell();
      await until("one to answer with is there", () => open().length === 1);
      host.engine.expect(new Set([newId("gst")]));
      equal(open().length, 2, "connections while somebody waits");
      host.engine.expect(new Set());
      await until("the one to offer with is closed", () => open().length === 1);
    });
  });

  for (const [name, weather] of [
    ["slow and out of order", { delay: [10, 150] }],
    ["lossy", { delay: [5, 40], loss: 0.3 }],
    ["repeating", { delay: [5, 40], twice: 0.7 }],
    ["all of that at once", { delay: [0, 200], loss: 0.25, twice: 0.4 }],
  ] as [string, Weather][]) {
    it(`comes about over a wire that is ${name}`, async () => {
      const [a, b] = await pair(weather, 11);
      await bothWays(a, b);
    });
  }

  it("waits for whoever is not in the view yet, and takes its first words then", async () => {
    wire = new Wire();
    const a = wire.seat(await media());
    const b = wire.seat(await media());
    wire.tellOne(b);
    await until("b has spoken", () => wire.log.some(({ from }) => from === b.ref.participantId));
    equal(a.engine.remotes.size, 0, "peers of a before its view names b");
    wire.tellOne(a);
    await bothWays(a, b);
  });

  it("goes on through mute, camera off and on, and another device, without negotiating anew", async () => {
    const [a, b] = await pair();
    await bothWays(a, b);
    const descriptions = () => wire.log.filter(({ data }) => JSON.stringify(data).includes('"sdp"')).length;
    const before = descriptions();
    await a.media.setMicrophone(false);
    await a.media.setCamera(false);
    let dark = -1;
    await until(
      "frames of a stop",
      async () => {
        const last = dark;
        dark = (await b.heardFrom(a)).frames;
        return dark === last;
      },
      { everyMs: 300 },
    );
    await a.media.setMicrophone(true);
    await a.media.setCamera(true);
    await until("frames of a come again", async () => (await b.heardFrom(a)).frames > dark + 2);
    const { camera } = await a.media.devices();
    await a.media.useDevice("camera", camera.at(-1)!.deviceId);
    await still(a, b);
    equal(descriptions(), before, "descriptions sent");
  });

  it("shows a screen beside the face, and stops showing it", async () => {
    const [a, b] = await pair();
    await bothWays(a, b);
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("2d")!;
    const paint = setInterval(() => context.fillRect(Math.random() * 100, 0, 20, 20), 50);
    const track = canvas.captureStream(10).getVideoTracks()[0]!;
    a.engine.share(track);
    const video = document.createElement("video");
    video.muted = true;
    video.srcObject = b.engine.remotes.get(a.ref.participantId)?.streams.screen ?? null;
    void video.play().catch(() => undefined);
    await until("the screen is seen", () => video.videoWidth > 0);
    a.engine.share(null);
    clearInterval(paint);
    track.stop();
    await still(a, b);
  });

  it("builds a connection anew that failed, whichever end lost it", async () => {
    const [a, b] = await pair();
    await bothWays(a, b);
    for (const _ of [a, b]) {
      const [first] = used();
      first!.close();
      first!.dispatchEvent(new Event("iceconnectionstatechange"));
      await until("another connection stands", () => used().length === 2 && !used().includes(first!));
      await until("it flows again", async () => (await flows(a, b)) && (await flows(b, a)));
    }
  });

  it("restarts ICE on the same connections when the network changed", async () => {
    const [a, b] = await pair();
    await bothWays(a, b);
    const connections = used();
    const before = connections[0]!.remoteDescription!.sdp;
    globalThis.dispatchEvent(new Event("online"));
    await until("new credentials are in use", () => connections[0]!.remoteDescription!.sdp !== before);
    await still(a, b);
    equal(used().length, 2, "connections");
  });

  it("goes on while the relay is away, and mends what waits when it is back", async () => {
    const [a, b] = await pair();
    await bothWays(a, b);
    wire.cut = true;
    globalThis.dispatchEvent(new Event("online"));
    await still(a, b);
    wire.cut = false;
    for (const caller of [a, b]) caller.engine.relayIsBack();
    await still(a, b);
  });

  it("lets a reloaded page in again, as another peer (SIG3)", async () => {
    const [a, b] = await pair();
    await bothWays(a, b);
    const again = wire.seat(b.media, b.ref.participantId);
    wire.tell();
    await bothWays(a, again);
    equal(a.engine.remotes.size, 1, "peers of a");
  });

  it("carries three and four people, and closes whoever the view no longer names", async () => {
    wire = new Wire({ delay: [0, 30] });
    for (let count = 0; count < 4; count += 1) {
      wire.seat(await media());
      if (count > 0) wire.tell();
    }
    const [a, b, c, d] = wire.callers as [Caller, Caller, Caller, Caller];
    for (const [here, there] of [
      [a, b],
      [a, c],
      [a, d],
      [b, c],
      [b, d],
      [c, d],
    ] as const)
      await bothWays(here, there);
    equal(used().length, 12, "connections");
    wire.remove(d);
    wire.tell();
    await until("those of the one who left are closed", () => used().length === 6);
    await still(a, b);
  });

  it("joins without any device, and sees and hears the others", async () => {
    wire = new Wire();
    const a = wire.seat(await media());
    const b = wire.seat(new LocalMedia());
    wire.tell();
    await until("b sees and hears a", () => flows(b, a), { withinMs: 20_000 });
    equal(a.engine.remotes.get(b.ref.participantId)?.state, "connected", "a's connection");
    await b.media.start({ audio: true, video: true });
    medias.push(b.media);
    await bothWays(a, b);
  });

  it("prepares while waiting, and nothing leaves the browser by it (WAIT2)", async () => {
    wire = new Wire();
    const a = wire.seat(await media());
    const b = wire.seat(await media());
    b.engine.prepare();
    await new Promise((resolve) => setTimeout(resolve, 200));
    equal(wire.sent, 0, "signals");
    equal(
      used().some((connection) => connection.iceGatheringState !== "new"),
      false,
      "gathering",
    );
    wire.tell();
    await bothWays(a, b);
    equal(used().length, 2, "connections");
  });
});
