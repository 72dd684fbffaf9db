/**
 * Guests without browsers, in a process of their own: the library that they are made with does not let go of the process it is in. Started
 * by `RobotCrowd`, and run by this file when it is a program.
 */

import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { admit } from "./callers.ts";
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
  /** How many of the others each shows when all are there; absent: everyone. */
  shows?: number;
}

export interface CrowdState {
  /** What it is at. */
  stage: string;
  inside: number;
  /** What each still misses of the others, and what went wrong. */
  misses: string[][];
  problems: string[];
}

const LEAVE = "leave";
const RECORDED_MS = 3_000;
const SLOW = { withinMs: 120_000 };

export class RobotCrowd {
  state: CrowdState = { stage: "starting", inside: 0, misses: [], problems: [] };
  readonly #child: ChildProcess;

  constructor(plan: CrowdPlan) {
    this.#child = fork(import.meta.filename, [], { execArgv: ["--import", "tsx"] });
    this.#child.on("message", (state) => (this.state = state as CrowdState));
    this.#child.send(plan);
    process.on("exit", this.#end);
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

async function enters(robot: RobotGuest, { relay, sessionId }: CrowdPlan): Promise<RobotGuest> {
  await admit(relay, sessionId, await robot.knock());
  await until("a robot is inside", () => robot.inside !== undefined, SLOW);
  return robot;
}

async function run(plan: CrowdPlan): Promise<void> {
  const { relay, links, source } = plan;
  const robots: RobotGuest[] = [];
  const problems: string[] = [];
  let stage = "entering";
  setInterval(() => {
    const told = robots.flatMap(({ problem }) => (problem === undefined ? [] : [problem]));
    const state: CrowdState = {
      stage,
      inside: robots.length,
      misses: robots.map((robot) => robot.misses()),
      problems: [...problems, ...told],
    };
    process.send?.(state);
  }, 250);
  try {
    const recorder = new RtpRecorder(RECORDED_MS);
    const [first = "", ...rest] = links;
    const listening = await enters(new RobotGuest(relay, first, "Somebody who listens"), plan);
    listening.listener = (from, slot, packet) => from === source && slot !== "screen" && recorder.take(slot as "audio" | "camera", packet);
    stage = "recording";
    await until("a piece of the call is recorded", () => recorder.done, SLOW);
    await listening.leave();
    stage = "filling";
    for (const [n, link] of rest.entries()) robots.push(await enters(new RobotGuest(relay, link, `Robot ${n + 1}`, recorder.loop()), plan));
    const { shows } = plan;
    if (shows !== undefined) await Promise.all(robots.map((robot) => robot.show(shows)));
    stage = "full";
    process.on("message", (message) => {
      if (message !== LEAVE) return;
      stage = "leaving";
      void Promise.all(robots.splice(0).map((robot) => robot.leave())).then(() => (stage = "gone"));
    });
  } catch (error) {
    problems.push(String(error));
  }
}

if (process.argv[1] === import.meta.filename) process.once("message", (plan) => void run(plan as CrowdPlan));
