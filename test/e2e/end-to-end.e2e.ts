import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import type { Browser } from "puppeteer-core";
import { clearBytes } from "../../widget/media/e2ee/clear-bytes.ts";
import { FrameOpener, OpenedStream } from "../../widget/media/e2ee/frame-opener.ts";
import { generationOf } from "../../widget/media/e2ee/key-ids.ts";
import { readHeader } from "../../widget/media/e2ee/sframe.ts";
import { launchChromium, launchFirefox } from "../support/browsers.ts";
import { admit, CallPerson } from "../support/callers.ts";
import { JANUS_SECRET, JanusServer } from "../support/janus-server.ts";
import { BackEnd } from "../support/people.ts";
import { RelayProcess } from "../support/relay-process.ts";
import { RobotEar } from "../support/robot-ear.ts";
import { missing } from "../support/system-packages.ts";
import { until } from "../support/until.ts";

const SLOW = { withinMs: 60_000, everyMs: 150 };
/** The fixed part of an RTP header, bytes; servers of these tests add nothing to it for sound but what the extension says. */
const RTP_HEADER = 12;

/** A key as a page hands it to its thread. */
interface Stolen {
  from: string;
  kid: number;
  base: number[];
}
declare global {
  interface Window {
    stolen: Stolen[];
  }
}

describe("A call that is end-to-end encrypted", { skip: missing("chromium", "firefox-esr", "janus") }, () => {
  let first: Browser;
  let second: Browser;
  let firefox: Browser;
  let janus: JanusServer;
  let relay: RelayProcess;
  let robot: RobotEar | undefined;
  const people: CallPerson[] = [];

  before(async () => {
    [first, second, firefox, janus] = await Promise.all([launchChromium(), launchChromium(), launchFirefox(), JanusServer.start()]);
    relay = await RelayProcess.start({ env: { JANUS_URLS: janus.url, JANUS_API_SECRET: JANUS_SECRET, MESH_MAX: "2" } });
  });
  afterEach(async () => {
    robot?.stop();
    await Promise.all(people.splice(0).map((each) => each.close()));
  });
  after(async () => {
    await Promise.all([first, second, firefox].map((each) => each?.close()));
    await Promise.all([relay?.stop(), janus?.stop()]);
  });

  test(
    "E2E1–E2E5: two kinds of browsers hear and see each other; what a server hands on does not decode; a removed one's keys open nothing more",
    { timeout: 240_000 },
    async (t) => {
      const { session, links } = await new BackEnd(relay.url).session(["Samir", "Dina", "Robot"], { e2ee: true });
      const host = await CallPerson.host(first, relay.url, session.id);
      const samir = await CallPerson.guest(firefox, links[0] ?? "", relay.url, session.id);
      people.push(host, samir);
      const [dina, comes] = await CallPerson.atTheDoor(second, links[1] ?? "", relay.url, session.id);
      people.push(dina);
      await dina.page.evaluate(thief);
      await comes();
      const three = [host, samir, dina];
      const [hostId, samirId, dinaId] = (await Promise.all(three.map((each) => each.id()))) as [string, string, string];
      robot = new RobotEar(relay.url, links[2] ?? "", "Robot");
      const taken: Uint8Array<ArrayBuffer>[] = [];
      /** What frames of each one's pictures begin with, from the first one on. */
      const begun = new Map<string, Uint8Array[]>();
      robot.listener = (from, slot, packet) => {
        const carried = carriedBy(packet);
        if (from === hostId && slot === "audio") taken.push(carried);
        const frame = slot === "camera" ? frameIn(carried) : undefined;
        if (frame !== undefined) begun.set(from, [...(begun.get(from) ?? []), frame]);
      };
      await admit(relay.url, session.id, await robot.knock());

      const topologies = () => Promise.all(three.map((each) => each.topology()));
      await until("the media goes through the server", async () => (await topologies()).every((each) => each === "sfu"), SLOW);
      const ways = () => Promise.all(three.map((each) => each.ways()));
      await until("only that way is left", async () => (await ways()).every((count) => count === 2), SLOW);
      const flows = async (who: CallPerson, ...ids: string[]): Promise<void> => {
        let before = await who.heard();
        let now = before;
        const more = async (): Promise<boolean> => {
          now = await who.heard();
          // What was built anew counts anew.
          if (ids.some((id) => (now[id]?.frames ?? 0) < (before[id]?.frames ?? 0))) before = now;
          return ids.every((id) => now[id]!.frames > (before[id]?.frames ?? 0) + 2 && now[id]!.energy > (before[id]?.energy ?? 0));
        };
        await until(`${who.who} hears and sees them`, more, SLOW).catch((error: unknown) => {
          throw new Error(`${String(error)}: ${JSON.stringify({ before, now, robot: robot?.problem })}`);
        });
      };
      await Promise.all([flows(host, samirId, dinaId), flows(samir, hostId, dinaId)]);

      const codeOf = (each: CallPerson) => each.page.evaluate(() => window.call()?.secret?.code);
      const same = async (): Promise<string | undefined> => {
        const [one, ...others] = await Promise.all(three.map(codeOf));
        return others.every((code) => code === one) ? one : undefined;
      };
      const code = await until("all have the same code", same, SLOW);
      assert.match(code, /^\d{5}( \d{5}){4}$/);

      // Dina's browser shows what the server hands on as it comes.
      let pictures = { frames: 0, decoded: 0 };
      const enough = async (): Promise<boolean> => (pictures = await dina.page.evaluate(incoming)).frames > 150;
      await until("pictures have come to the thief", enough, SLOW);
      t.diagnostic(`as the server hands them on: ${pictures.frames} frames, ${pictures.decoded} decoded, to noise`);
      // VP8 knows no checksum: of a few frames, whose size stands in the clear, noise is made before the decoder gives up.
      assert(pictures.decoded * 4 < pictures.frames, `${pictures.decoded} of ${pictures.frames}`);
      const counts = () => [hostId, samirId, dinaId].map((id) => begun.get(id)?.length ?? 0);
      await until("frames of each were taken at the server", () => counts().every((count) => count > 5), SLOW).catch((error: unknown) => {
        throw new Error(`${String(error)}: ${counts().join(", ")}; ${robot?.problem}`);
      });
      for (const frames of begun.values()) {
        const headers = frames.map((frame) => readHeader(frame.subarray(clearBytes("video", frame))));
        assert(
          headers.every((header) => header !== undefined && header.kid < 256 * 16),
          "a frame is not sealed",
        );
        assert.equal(new Set(headers.map((header) => `${header?.kid} ${header?.counter}`)).size, frames.length, "a counter was used twice");
      }

      const stolen = async () => (await dina.page.evaluate(() => window.stolen)).filter(({ from }) => from === hostId);
      await until("the thief has the host's key", async () => (await stolen()).length > 0, SLOW);
      const keys = await stolen();
      const opened = async (sound: Uint8Array<ArrayBuffer>): Promise<boolean> => {
        const opener = new FrameOpener(() => 0);
        for (const { kid, base } of keys) await opener.know(hostId, kid, Uint8Array.from(base));
        const stream = new OpenedStream({ kind: "audio", slot: "audio" });
        stream.assign(hostId, "audio");
        return (await opener.open(sound, stream)) !== undefined;
      };
      const since = taken.length;
      await until("sound of the host was taken at the server", () => taken.length > since + 20, SLOW);
      assert(await opened(taken.at(-1)!), "with the key what was taken opens");

      const before = generation(taken.at(-1)!);
      await host.page.evaluate((id) => window.call()?.powers?.remove(id as never), dinaId);
      await until("the host has another key", () => generation(taken.at(-1)!) > before, SLOW);
      const later = taken.length;
      await until("more sound was taken", () => taken.length > later + 50, SLOW);
      const outcomes = await Promise.all(taken.slice(later).map(opened));
      assert.equal(outcomes.filter(Boolean).length, 0, "a removed one's keys still open");
      await Promise.all([flows(host, samirId), flows(samir, hostId)]);
      const [mine, his] = await Promise.all([codeOf(host), codeOf(samir)]);
      assert(mine !== undefined && mine === his && mine !== code, `${mine} and ${his}, before ${code}`);
    },
  );
});

const generation = (sound: Uint8Array): number => generationOf(readHeader(sound.subarray(1))?.kid ?? -1);

/** What an RTP packet carries (RFC 3550 section 5.1), header extension and padding left out. */
function carriedBy(packet: Buffer): Uint8Array<ArrayBuffer> {
  const first = packet[0]!;
  let at = RTP_HEADER + 4 * (first & 15);
  if ((first & 16) !== 0) at += 4 + 4 * packet.readUInt16BE(at + 2);
  return Uint8Array.from(packet.subarray(at, (first & 32) === 0 ? packet.length : packet.length - packet.at(-1)!));
}

/** The beginning of a VP8 frame, if it begins here (RFC 7741 section 4.2). */
function frameIn(carried: Uint8Array): Uint8Array | undefined {
  const [first = 0, more = 0, id = 0] = carried;
  if ((first & 0x1f) !== 0x10) return undefined;
  if ((first & 0x80) === 0) return carried.subarray(1);
  const pictureId = (more & 0x80) === 0 ? 0 : (id & 0x80) === 0 ? 1 : 2;
  return carried.subarray(2 + pictureId + ((more & 0x40) === 0 ? 0 : 1) + ((more & 0x30) === 0 ? 0 : 1));
}

/** Runs in the page: it shows what comes as it comes, and keeps a copy of every key that its thread is given. */
function thief(): void {
  Object.defineProperty(RTCRtpReceiver.prototype, "transform", { get: () => null, set() {} });
  window.stolen = [];
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (
    this: Worker,
    message: { is?: string; from: string; kid: number; base: Uint8Array },
    ...more: [never]
  ) {
    if (message.is === "key") window.stolen.push({ from: message.from, kid: message.kid, base: [...message.base] });
    post.call(this, message, ...more);
  };
}

/** Runs in the page: pictures that came over all connections. */
async function incoming(): Promise<{ frames: number; decoded: number }> {
  const sum = { frames: 0, decoded: 0 };
  for (const connection of window.peerConnections) {
    if (connection.connectionState !== "connected") continue;
    const reports = (await connection.getStats()) as unknown as Map<string, RTCInboundRtpStreamStats>;
    for (const { type, kind, framesReceived = 0, framesDecoded = 0 } of reports.values()) {
      if (type !== "inbound-rtp" || kind !== "video") continue;
      sum.frames += framesReceived;
      sum.decoded += framesDecoded;
    }
  }
  return sum;
}
