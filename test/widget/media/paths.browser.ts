/// <reference types="mocha" />
import { until } from "../../support/until.ts";
import { newId } from "../../../protocol/ids.ts";
import { guestId } from "../support/host-views.ts";
import type { LocalMedia } from "../../../widget/media/local-media.ts";

/** Connections made in this page that were not closed. */
const made = new Set<RTCPeerConnection>();
globalThis.RTCPeerConnection = new Proxy(globalThis.RTCPeerConnection, {
  construct(Native, [configuration]: [RTCConfiguration]) {
    const connection = new Native(configuration);
    made.add(connection);
    return connection;
  },
});
// Loaded after that.
const { fakeMedia, flows, Wire } = await import("./wire.ts");
const { goesByServer } = await import("./media-server.ts");
const { CallEngine } = await import("../../../widget/media/call-engine.ts");
const UNAVAILABLE = { ok: false, refusal: { code: "unavailable", detail: "The relay did not answer in time." } } as const;
const standing = () => [...made].filter(({ connectionState }) => connectionState === "connected").length;

describe("a call whose media moves", function () {
  this.timeout(60_000);
  const wire = new Wire();
  const medias: LocalMedia[] = [];

  after(async () => {
    wire.close();
    for (const each of medias) each.stop();
    await until("every connection is closed", () => [...made].every(({ signalingState }) => signalingState === "closed"));
  });

  it("made ready for either way, asks nobody browser to browser who comes into a call that a server carries (MEDIA1)", async () => {
    const media = await fakeMedia();
    medias.push(media);
    const others = [1, 2, 3].map((order) => ({ participantId: guestId(`other-${order}`), instance: newId("ins"), order }));
    const sent: unknown[] = [];
    const asked: string[] = [];
    let used: number | undefined;
    const engine = new CallEngine({
      media,
      wire: { send: (_to, data) => sent.push(data) },
      sfu: async (name) => {
        asked.push(name);
        if (name === "subscribe") return { ok: true, value: {} };
        if (name === "publish") used ??= made.size;
        return { ok: false, refusal: { code: "unavailable", detail: "There is no server here." } };
      },
      changed: () => undefined,
    });
    try {
      engine.prepare();
      engine.setIce({ iceServers: [] });
      await until("two for the mesh and two for a server are ready", () => made.size === 4, { withinMs: 10_000 });
      const [all, looking] = [made.size, [...made].filter(({ iceGatheringState }) => iceGatheringState !== "new").length];
      if (looking > 0) throw new Error(`${looking} of ${all} connections look for a way before anybody is known (WAIT2)`);
      engine.see({ me: { participantId: guestId("me"), instance: newId("ins"), order: 4 }, others, topology: "sfu", epoch: 1 });
      await until("it has offered what it sends", () => asked.includes("publish"), { withinMs: 10_000 });
      if (sent.length > 0) throw new Error(`${sent.length} signals to others: ${JSON.stringify(sent[0]).slice(0, 200)}`);
      if (used !== all) throw new Error(`${used} connections, and ${all} were ready: those were to be used`);
    } finally {
      engine.close();
    }
  });

  it("asks nobody browser to browser who came with the move, while the new way cannot be gone yet, and changes nothing for the others (MEDIA1)", async () => {
    const media = await fakeMedia();
    medias.push(media);
    const others = [1, 2, 3].map((order) => ({ participantId: guestId(`one-${order}`), instance: newId("ins"), order }));
    const asked = new Set<string>();
    const [native, set] = [RTCRtpSender.prototype.setParameters, new Set<RTCRtpSender>()];
    const engine = new CallEngine({
      media,
      wire: { send: (to) => void asked.add(to.participantId) },
      sfu: () => Promise.resolve(UNAVAILABLE),
      // What seals it never comes.
      seal: () => new Promise(() => undefined),
      changed: () => undefined,
    });
    const me = { participantId: guestId("me"), instance: newId("ins"), order: 4 };
    try {
      engine.setIce({ iceServers: [] });
      engine.see({ me, others: others.slice(0, 2), topology: "mesh", epoch: 0 });
      await until("both are asked", () => asked.size === 2, { withinMs: 10_000 });
      RTCRtpSender.prototype.setParameters = function (...given) {
        set.add(this);
        return native.apply(this, given);
      };
      const before = made.size;
      engine.see({ me, others, topology: "sfu", epoch: 1 });
      if (made.size > before) throw new Error("a connection to the newcomer was begun");
      if (asked.has(others[2]!.participantId)) throw new Error("the newcomer was asked");
      // What is sent to the two goes on as it was: senders are told of another limit within the same turn.
      await new Promise((resolve) => setTimeout(resolve));
      if (set.size > 0) throw new Error(`${set.size} senders were given other limits`);
    } finally {
      RTCRtpSender.prototype.setParameters = native;
      engine.close();
    }
  });

  it("asks the relay what it still has, and takes no answer for one about a connection that began since (MEDIA5)", async () => {
    const media = await fakeMedia();
    medias.push(media);
    const builds: number[] = [];
    const answers: ((standing: { publish: number[]; subscribe: number[] }) => void)[] = [];
    const engine = new CallEngine({
      media,
      wire: { send: () => undefined },
      sfu: (name, payload) => {
        if (name === "subscribe") builds.push((payload as { build: number }).build);
        if (name === "configure") return new Promise((resolve) => answers.push((value) => resolve({ ok: true, value } as never)));
        return Promise.resolve({ ok: true, value: name === "publish" ? { sdp: "" } : {} } as never);
      },
      changed: () => undefined,
    });
    const shown = (camera: number) => engine.show(new Map([[guestId("other"), { camera, screen: 0 }]]));
    try {
      goesByServer(engine);
      await until("it has asked for what there is", () => builds.length === 1, { withinMs: 10_000 });
      shown(100);
      await until("it has asked what the relay has", () => answers.length === 1);
      engine.push({ is: "gone", told: { sessionId: newId("ses"), epoch: 1, leg: "subscribe", build: builds[0]! } });
      await until("another connection has begun", () => builds.length === 2);
      answers[0]?.({ publish: [], subscribe: [] });
      engine.relayIsBack();
      await until("it has asked once more", () => answers.length === 2);
      answers[1]?.({ publish: [], subscribe: [builds[1]!] });
      await until("the relay's last offer is asked for again", () => builds.length === 3);
      if (builds[2] !== builds[1]) throw new Error("a connection that had just begun was given up");
    } finally {
      engine.close();
    }
  });

  it("begins another connection to receive by where the relay's offers begin anew, and where it comes to no answer (MEDIA11)", async () => {
    const media = await fakeMedia();
    medias.push(media);
    const builds: number[] = [];
    const engine = new CallEngine({
      media,
      wire: { send: () => undefined },
      sfu: (name, payload) => {
        if (name === "publish") return new Promise(() => undefined);
        if (name === "subscribe") builds.push((payload as { build: number }).build);
        return Promise.resolve({ ok: true, value: {} } as never);
      },
      changed: () => undefined,
    });
    const sessionId = newId("ses");
    const offers = (n: number) =>
      engine.push({ is: "offer", told: { sessionId, epoch: 1, build: builds.at(-1)!, n, sdp: "", streams: [] } });
    // What a browser is busy with for good.
    const native = RTCPeerConnection.prototype.setRemoteDescription;
    RTCPeerConnection.prototype.setRemoteDescription = () => new Promise(() => undefined);
    try {
      goesByServer(engine);
      await until("it has asked for what there is", () => builds.length === 1, { withinMs: 10_000 });
      offers(2);
      offers(1);
      await until("it has begun anew", () => builds.length === 2);
      for (let times = 0; times < 4; times += 1) offers(1);
      if (builds.length > 2) throw new Error("it gave up a connection that was only late");
      offers(1);
      await until("it has begun anew once more", () => builds.length === 3);
    } finally {
      RTCPeerConnection.prototype.setRemoteDescription = native;
      engine.close();
    }
  });

  it("tells the relay what it sends while it still sets that up for itself: neither waits for the other (MEDIA5)", async () => {
    const media = await fakeMedia();
    medias.push(media);
    const published: { sdp: string; slots: { mid: string; slot: string }[] }[] = [];
    const engine = new CallEngine({
      media,
      wire: { send: () => undefined },
      sfu: (name, payload) => {
        if (name === "publish") published.push(payload as never);
        return name === "publish" ? new Promise(() => undefined) : Promise.resolve({ ok: true, value: {} } as never);
      },
      changed: () => undefined,
    });
    const native = RTCPeerConnection.prototype.setLocalDescription;
    RTCPeerConnection.prototype.setLocalDescription = () => new Promise(() => undefined);
    try {
      goesByServer(engine);
      await until("it has offered what it sends", () => published.length > 0, { withinMs: 10_000 });
      const [{ sdp, slots } = { sdp: "", slots: [] }] = published;
      const sections = sdp.split(/(?=^m=)/mu).slice(1);
      const told = slots.map(({ mid, slot }) => `${slot} ${sections.find((each) => each.includes(`a=mid:${mid}\r\n`))?.slice(2, 7)}`);
      if (told.join() !== "audio audio,camera video,screen video") throw new Error(`told: ${told.join()}`);
    } finally {
      RTCPeerConnection.prototype.setLocalDescription = native;
      engine.close();
    }
  });

  it("asks for another way again and again while the one from the server is broken (MEDIA11)", async () => {
    const media = await fakeMedia();
    medias.push(media);
    const known = made.size;
    const restarts: number[] = [];
    const engine = new CallEngine({
      media,
      wire: { send: () => undefined },
      sfu: (name, payload) => {
        if (name === "publish") return new Promise(() => undefined);
        const { build, restart } = payload as { build: number; restart?: boolean };
        if (name === "subscribe" && restart === true) restarts.push(build);
        // What was asked for is lost on the way.
        return Promise.resolve(name === "subscribe" && restart === true ? UNAVAILABLE : ({ ok: true, value: {} } as never));
      },
      changed: () => undefined,
    });
    try {
      goesByServer(engine);
      await until("it has a connection to receive by", () => made.size > known, { withinMs: 10_000 });
      const receiving = [...made][known]!;
      for (const state of ["connected", "disconnected"]) {
        for (const name of ["connectionState", "iceConnectionState"])
          Object.defineProperty(receiving, name, { value: state, configurable: true });
        receiving.dispatchEvent(new Event("connectionstatechange"));
      }
      await until("it has asked three times", () => restarts.length >= 3, { withinMs: 15_000 });
      if (new Set(restarts).size !== 1) throw new Error(`for another connection each time: ${restarts.join(", ")}`);
    } finally {
      engine.close();
    }
  });

  it("is seen and heard by the old way until the new one shows, and has one way then (MEDIA4)", async () => {
    for (let n = 0; n < 2; n += 1) medias.push(await fakeMedia());
    const [a, b] = [wire.seat(medias[0]!), wire.seat(medias[1]!)];
    wire.tell();
    const bothWays = async () => (await flows(a, b)) && (await flows(b, a));
    await until("frames and sound flow both ways", bothWays, { withinMs: 20_000 });
    if (standing() !== 2) throw new Error(`${standing()} ends of connections before the move`);
    const before = a.engine.remotes.get(b.ref.participantId)?.streams.camera;

    const moves = (caller: typeof a, other: typeof a) =>
      caller.engine.see({ me: caller.ref, others: [other.ref], topology: "mesh", epoch: 1 });
    moves(a, b);
    // One end has heard of it and the other has not: nothing is lost meanwhile.
    if (a.engine.remotes.get(b.ref.participantId)?.streams.camera !== before) throw new Error("the old picture is gone");
    moves(b, a);
    await until(
      "the new way is the only one",
      () => {
        const remote = a.engine.remotes.get(b.ref.participantId);
        if (remote?.state !== "connected") throw new Error(`it is ${remote?.state} meanwhile`);
        return remote.streams.camera !== before && standing() === 2;
      },
      { withinMs: 15_000, everyMs: 20 },
    );
    await until("frames and sound flow on", bothWays, { withinMs: 20_000 });
  });
});
