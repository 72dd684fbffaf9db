/// <reference types="mocha" />
import { until } from "../../support/until.ts";
import type { LocalMedia } from "../../../widget/media/local-media.ts";
import type { Caller } from "./wire.ts";
import { fakeMedia, Wire } from "./wire.ts";

describe("a call of many from browser to browser, without a media server (MEDIA9)", function () {
  this.timeout(90_000);
  const wire = new Wire();
  const medias: LocalMedia[] = [];

  after(() => {
    for (const media of medias) media.stop();
    wire.close();
  });

  /** One who sees seven others, each of whom sees that one alone: enough for what the one asks, and light enough for a page. */
  async function star(): Promise<[Caller, Caller[]]> {
    for (let n = 0; n < 8; n += 1) medias.push(await fakeMedia());
    for (const media of medias) await media.setMicrophone(false);
    const [one, ...others] = medias.map((media) => wire.seat(media)) as [Caller, ...Caller[]];
    wire.tellOne(one);
    for (const other of others) {
      other.engine.setIce({ iceServers: [] });
      other.engine.see({ me: other.ref, others: [one.ref], topology: "mesh" });
    }
    return [one, others];
  }
  const frames = async (one: Caller, others: readonly Caller[]) =>
    Promise.all(others.map(async (other) => (await one.heardFrom(other)).frames));

  it("everyone is heard, four are seen, and whoever speaks is among them", async () => {
    const [one, others] = await star();
    const aside = () => others.filter((other) => one.engine.remotes.get(other.ref.participantId)?.aside === true);
    await until("all are connected", () => [...one.engine.remotes.values()].filter(({ state }) => state === "connected").length === 7, {
      withinMs: 40_000,
    });
    await until("three are put aside", () => aside().length === 3);
    let before = await frames(one, others);
    await until(
      "pictures of four come, and of three none",
      async () => {
        const now = await frames(one, others);
        const flowing = others.filter((_, n) => (now[n] ?? 0) > (before[n] ?? 0) + 1);
        before = now;
        return flowing.length === 4 && flowing.every((other) => !aside().includes(other));
      },
      { withinMs: 40_000, everyMs: 1_500 },
    );

    const silent = aside().at(-1)!;
    const heard = (await one.heardFrom(silent)).energy;
    await silent.media.setMicrophone(true);
    await until("the silent one is heard", async () => (await one.heardFrom(silent)).energy > heard, { withinMs: 20_000 });
    await until("and is seen from then on", () => !aside().includes(silent), { withinMs: 20_000 });
    if (aside().length !== 3) throw new Error(`${aside().length} are aside`);
    const seen = (await one.heardFrom(silent)).frames;
    await until("its pictures come", async () => (await one.heardFrom(silent)).frames > seen + 2, { withinMs: 20_000 });
    if (silent.engine.weak) throw new Error("its way is said to be weak");
  });
});
