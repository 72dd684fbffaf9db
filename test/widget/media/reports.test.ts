import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";
import { reportsOf } from "../../../widget/media/reports.ts";

/** As Firefox's: what is asked of it is answered when the test says so, or never. */
class Connection {
  signalingState: RTCSignalingState = "stable";
  resolve: (report: RTCStatsReport) => void = () => undefined;
  reject: (error: Error) => void = () => undefined;
  getStats(): Promise<RTCStatsReport> {
    return new Promise((resolve, reject) => Object.assign(this, { resolve, reject }));
  }
}

describe("Asking a connection for its statistics", () => {
  beforeEach(() => mock.timers.enable({ apis: ["setInterval"] }));
  afterEach(() => mock.timers.reset());

  test("waits for a slow answer while the connection is there", async () => {
    const connection = new Connection();
    const asked = reportsOf(connection);
    mock.timers.tick(60_000);
    const report = new Map([["one", { id: "one" }]]) as unknown as RTCStatsReport;
    connection.resolve(report);
    assert.equal(await asked, report);
  });

  test("tells nothing of a connection that was closed meanwhile and never answers", async () => {
    const connection = new Connection();
    const asked = reportsOf(connection);
    connection.signalingState = "closed";
    mock.timers.tick(1_000);
    assert.equal((await asked).size, 0);
  });

  test("hands on that it could not be asked", async () => {
    const connection = new Connection();
    const asked = reportsOf(connection);
    connection.reject(new Error("gone"));
    await assert.rejects(asked, /gone/u);
  });
});
