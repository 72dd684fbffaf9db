/// <reference types="mocha" />
import { Chime } from "../../../widget/media/chime.ts";
import { LevelMeter } from "../../../widget/media/level-meter.ts";
import { equal, ok } from "../support/expect.ts";
import { until } from "../support/stage.ts";

describe("sounds", () => {
  const made: AudioContext[] = [];
  const Native = globalThis.AudioContext;

  beforeEach(() => {
    made.length = 0;
    globalThis.AudioContext = class extends Native {
      constructor(options?: AudioContextOptions) {
        super(options);
        made.push(this);
      }
    };
  });
  afterEach(() => {
    globalThis.AudioContext = Native;
  });

  it("a chime that is over has no loudspeaker served any more, and can be played again", async () => {
    const chime = new Chime();
    for (const time of ["the first time", "again"]) {
      equal(await chime.play(undefined, "notes"), true, time);
      equal(made[0]?.state, "running", time);
      await until(() => made[0]?.state === "suspended", `it sleeps ${time}`);
    }
    equal(made.length, 1);
    // Closed in the middle of its notes, it sounds and sleeps all the same the next time.
    await chime.play(undefined, "bell");
    chime.close();
    equal(await chime.play(undefined, "bell"), true);
    await until(() => made[1]?.state === "suspended", "it sleeps after it was closed");
    chime.close();
  });

  it("a meter says how loud a microphone is, and lets the browser sleep between", async () => {
    const [source, played] = [new Native(), new Native()];
    const tone = source.createOscillator();
    const out = source.createMediaStreamDestination();
    const volume = source.createGain();
    volume.gain.value = 0.1;
    tone.connect(volume).connect(out);
    tone.start();
    const meter = new LevelMeter(out.stream.getAudioTracks()[0]!);
    // 0.1 is -23 dB, and so 0.74 of the way from -60 to -10.
    await until(() => Math.abs(meter.level - 0.74) < 0.02, "it is as loud as it is");
    volume.gain.value = 0;
    await until(() => meter.level === 0, "it is silent");
    ok(made[0]!.baseLatency > played.baseLatency, `${made[0]!.baseLatency} beside ${played.baseLatency} s`);
    meter.close();
    await until(() => made[0]!.state === "closed", "it is closed");
    await Promise.all([source.close(), played.close()]);
  });
});
