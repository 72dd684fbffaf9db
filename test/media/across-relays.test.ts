import { after, before, describe, test } from "node:test";
import { admit } from "../support/callers.ts";
import { JANUS_SECRET, JanusServer } from "../support/janus-server.ts";
import { BackEnd } from "../support/people.ts";
import { RedisServer } from "../support/redis-server.ts";
import { RelayProcess } from "../support/relay-process.ts";
import { RobotEar } from "../support/robot-ear.ts";
import { missing } from "../support/system-packages.ts";
import { until } from "../support/until.ts";

describe("A call through a server whose people are on two relays", { skip: missing("janus", "redis-server"), timeout: 120_000 }, () => {
  let redis: RedisServer;
  let janus: JanusServer;
  let relays: RelayProcess[] = [];
  const robots: RobotEar[] = [];
  before(async () => {
    [redis, janus] = await Promise.all([RedisServer.start(), JanusServer.start()]);
    const env = { REDIS_URL: redis.url, JANUS_URLS: janus.url, JANUS_API_SECRET: JANUS_SECRET, MESH_MAX: "2" };
    relays = await Promise.all([RelayProcess.start({ env }), RelayProcess.start({ env })]);
  });
  after(async () => {
    for (const each of robots) each.stop();
    await Promise.all(relays.map((each) => each.stop()));
    await Promise.all([redis?.stop(), janus?.stop()]);
  });

  test("MEDIA8: a picture that somebody on the other relay was sent is made for nobody once they have gone", async () => {
    const { session, links } = await new BackEnd(relays[0]!.url).session(["Ana", "Ben", "Cleo"]);
    const [first, second] = relays as [RelayProcess, RelayProcess];
    // Those beside Ana are blind: what is wanted of her is wanted by Cleo's relay alone.
    for (const [n, { relay, sees }] of [
      { relay: first, sees: 0 },
      { relay: first, sees: 0 },
      { relay: second, sees: 2 },
    ].entries()) {
      const robot = new RobotEar(relay.url, links[n] ?? "", `Robot ${n}`, { sees });
      robots.push(robot);
      await admit(relay.url, session.id, await robot.knock());
    }
    const [ana, , cleo] = robots as [RobotEar, RobotEar, RobotEar];
    const seenBy = () => [...ana.wantedBy].filter(([, camera]) => camera !== null).map(([relay]) => relay);
    await until("Ana is told that she is seen", () => seenBy().length === 1, { withinMs: 20_000 });
    await cleo.leave();
    await until("Ana is told that she is not any more", () => seenBy().length === 0, { withinMs: 10_000 });
  });
});
