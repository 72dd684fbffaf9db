import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ServerClock } from "../../relay/store/server-clock.ts";

const SERVER = Date.UTC(2026, 10, 24, 15);

describe("A server's clock as a relay carries it on (STORE6)", () => {
  test("lies within the tightest answer's way there and back, whatever slower answers say", () => {
    const clock = new ServerClock();
    // The server is 1,000,000 ms ahead of this process's clock.
    const answer = (processedAt: number, way: number, back: number) =>
      clock.read(Math.floor(SERVER + processedAt), processedAt - way, processedAt + back);
    answer(1_000, 200, 5);
    answer(2_000, 1, 1);
    answer(3_000, 5, 400);
    answer(4_000, 300, 10);
    assert(Math.abs(clock.now(5_000) - (SERVER + 5_000)) <= 2);
  });

  test("drifts: an old reading does not outweigh new ones for ever", () => {
    const clock = new ServerClock();
    for (let second = 0; second <= 3_600; second += 1) {
      const at = second * 1_000;
      // 50 parts per million too fast, and answers that take 2 ms either way.
      const server = SERVER + at * 1.00005;
      clock.read(Math.floor(server), at - 2, at + 2);
      assert(Math.abs(clock.now(at) - server) < 6, `off by ${clock.now(at) - server} ms after ${second} s`);
    }
  });

  test("follows at once when the server's clock is set, or this process slept", () => {
    const clock = new ServerClock();
    clock.read(SERVER, 0, 1);
    clock.read(SERVER + 90_000, 100, 101);
    assert(Math.abs(clock.now(200) - (SERVER + 90_100)) <= 2);
    clock.read(SERVER - 3_600_000, 300, 301);
    assert(Math.abs(clock.now(400) - (SERVER - 3_599_900)) <= 2);
  });
});
