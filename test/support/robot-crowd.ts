/**
 * Guests without browsers, in a process of their own: the library that they are made with does not let go of the process it is in. Started
 * by `RobotCrowd`, and run by this file when it is a program.
 */

import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { admit } from "./callers.ts";
import { giveWay } from "./give-way.ts";
import { RobotGuest } from "./robot-guest.ts";
import { RtpRecorder } from "./rtp-loop.ts";
import { until } from "./until.ts";

export interface CrowdPlan {
  relay: string;
  sessionId: string;
  /** A link for each, and one more for whoever records what they will send. */
  links: string[];
  /** Whose picture and voice it is. */
  source: string;
  /** What they do is not what is measured: they give way to everyone else on this machine. */
  givesWay?: boolean;
  /** A session of nobody's and links to it, which is held first: what is measured later is not the first of its kind for a relay and a server. */
  rehearsal?: { sessionId: string; links: string[] };
  /** How many of the others each shows when all are there; absent: everyone. */
  shows?: number;
  /** Until `look()` they show nobody: what they receive of pictures costs a machine more than all else. */
  blind?: boolean;
  /** Their pictures come that many times slower than they were recorded; absent: as they were. */
  slower?: number;
  /** Each speaks in its turn, of so many, as people do; absent: all at once. */
  turns?: number;
}

export interface CrowdState {
  /** What it is at. */
  stage: string;
  inside: number;
  /** What each still misses of the others, and what went wrong. */
  misses: string[][];
  /** By when each had seen and heard all others on the connection it has now, ms since the epoch; null while it has not. */
  completeAt: (number | null)[];
  problems: string[];
}

const ENTER = "enter";
const EMPTY = "empty";
const SOME = "some";
const NEXT = "next";
const FILL = "fill";
const LOOK = "look";
const MAKE_ROOM = "make room";
const LEAVE = "leave";
const RECORDED_MS = 3_000;
/** So many come before the one goes who recorded. */
const BEFORE = 2;
const SLOW = { withinMs: 120_000 };

export class RobotCrowd {
  state: CrowdState = { stage: "starting", inside: 0, misses: [], completeAt: [], problems: [] };
  readonly #child: ChildProcess;

  constructor(plan: CrowdPlan) {
    this.#child = fork(import.meta.filename, [], { execArgv: ["--import", "tsx"], detached: true });
    if (plan.givesWay === true) giveWay(this.#child.pid);
    this.#child.on("message", (state) => (this.state = state as CrowdState));
    this.#child.send(plan);
    process.on("exit", this.#end);
  }

  /** The first of them comes in, to record; `state.stage` has been "ready", and is "recorded" then. */
  enter(): void {
    this.#child.send(ENTER);
  }

  /** The first one goes again; `state.stage` is "empty" then. */
  empty(): void {
    this.#child.send(EMPTY);
  }

  /** One more of those who send comes. Not before "recorded". */
  next(): void {
    this.#child.send(NEXT);
  }

  /** Some of them are there or come; then the first one goes, if it is still there: so long it keeps the call as it is. `state.stage` is "some" then. */
  some(): void {
    this.#child.send(SOME);
  }

  /** From now on all come who are not there yet. */
  fill(): void {
    this.some();
    this.#child.send(FILL);
  }

  /** From now on, when all are there, each shows everyone. */
  look(): void {
    this.#child.send(LOOK);
  }

  /** They show nobody any more, and one of them gives its seat up; `state.stage` is "room" then. */
  makeRoom(): void {
    this.#child.send(MAKE_ROOM);
  }

  /** All give their seats up; `state.stage` is "gone" then. */
  leave(): void {
    this.#child.send(LEAVE);
  }

  /** At once, without a goodbye. */
  stop(): void {
    this.#end();
    process.off("exit", this.#end);
  }

  readonly #end = (): void => void this.#child.kill("SIGKILL");
}

async function enters(robot: RobotGuest, { relay, sessionId }: Pick<CrowdPlan, "relay" | "sessionId">): Promise<RobotGuest> {
  await admit(relay, sessionId, await robot.knock());
  await until("a robot is inside", () => robot.inside !== undefined, SLOW);
  return robot;
}

async function rehearse(relay: string, { sessionId, links }: NonNullable<CrowdPlan["rehearsal"]>): Promise<void> {
  const robots = links.map((link, n) => new RobotGuest(relay, link, `Somebody ${n + 1}`));
  for (const robot of robots) await enters(robot, { relay, sessionId });
  const others = robots.length - 1;
  await until("each is offered all", () => robots.every(({ offered }) => offered === 2 * others), SLOW);
  await Promise.all(robots.map((robot) => robot.leave()));
}

async function run(plan: CrowdPlan): Promise<void> {
  const { relay, links, source } = plan;
  const robots: RobotGuest[] = [];
  const problems: string[] = [];
  let stage = "rehearsing";
  const told = (command: string) => new Promise<void>((resolve) => process.on("message", (message) => message === command && resolve()));
  const [enter, empty, some, fill, look] = [told(ENTER), told(EMPTY), told(SOME), told(FILL), told(LOOK)];
  const [makeRoom, leave] = [told(MAKE_ROOM), told(LEAVE)];
  setInterval(() => {
    const theirs = robots.flatMap(({ problem }) => (problem === undefined ? [] : [problem]));
    const state: CrowdState = {
      stage,
      inside: robots.length,
      misses: robots.map((robot) => robot.misses()),
      completeAt: robots.map((robot) => robot.completeAt ?? null),
      problems: [...problems, ...theirs],
    };
    process.send?.(state);
  }, 250);
  try {
    if (plan.rehearsal !== undefined) await rehearse(relay, plan.rehearsal);
    stage = "ready";
    await enter;
    stage = "entering";
    const recorder = new RtpRecorder(RECORDED_MS);
    const [first = "", ...rest] = links;
    const listening = await enters(new RobotGuest(relay, first, "Somebody who listens"), plan);
    listening.listener = (from, slot, packet) => from === source && slot !== "screen" && recorder.take(slot as "audio" | "camera", packet);
    stage = "recording";
    await until("a piece of the call is recorded", () => recorder.done, SLOW);
    const { shows, slower, turns, blind = false } = plan;
    const coming = rest.entries();
    let came = 0;
    const next = async () => {
      const { value, done } = coming.next();
      if (done) return;
      const [n, link] = value;
      came += 1;
      const speaks = turns === undefined ? undefined : { n, of: turns };
      const robot = new RobotGuest(relay, link, `Robot ${n + 1}`, recorder.loop({ slower, speaks }));
      if (blind) await robot.show(0);
      robots.push(await enters(robot, plan));
    };
    process.on("message", (message) => message === NEXT && void next().catch((error: unknown) => problems.push(String(error))));
    const upTo = (count: number) => Promise.all(Array.from({ length: Math.max(0, count - came) }, next));
    stage = "recorded";
    const emptied = await Promise.race([empty.then(() => true), some.then(() => false)]);
    if (emptied) {
      await listening.leave();
      stage = "empty";
      await some;
    }
    stage = "filling";
    await upTo(BEFORE);
    if (!emptied) await listening.leave();
    stage = "some";
    await fill;
    stage = "filling";
    await upTo(rest.length);
    if (shows !== undefined) await Promise.all(robots.map((robot) => robot.show(shows)));
    stage = "full";
    if (blind) await look.then(() => Promise.all(robots.map((robot) => robot.show(robots.length + BEFORE))));
    if (await Promise.race([makeRoom.then(() => true), leave.then(() => false)])) {
      await robots.pop()?.leave();
      await Promise.all(robots.map((robot) => robot.show(0)));
      stage = "room";
      await leave;
    }
    stage = "leaving";
    await Promise.all(robots.splice(0).map((robot) => robot.leave()));
    stage = "gone";
  } catch (error) {
    problems.push(String(error));
  }
}

if (process.argv[1] === import.meta.filename) {
  process.once("message", (plan) => void run(plan as CrowdPlan));
  process.once("disconnect", () => process.exit());
}
