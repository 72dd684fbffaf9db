/**
 * A guest without a browser who tells of every packet that a server hands on to it. In a process of its own: the library that it is made
 * with does not let go of the process it is in. Started by `RobotEar`, and run by this file when it is a program.
 */

import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import type { GuestId, RelayId } from "../../protocol/ids.ts";
import type { PictureSize } from "../../protocol/sfu.ts";
import { RobotGuest } from "./robot-guest.ts";

interface Plan {
  relay: string;
  link: string;
  name: string;
  sees: number | undefined;
}
const LEAVE = "leave";

type Told =
  | { is: "knocked"; guestId: GuestId }
  | { is: "wanted"; by: RelayId; camera: PictureSize | null }
  | { is: "left" }
  | { is: "packet"; from: string; slot: string; packet: Uint8Array }
  | { is: "problem"; what: string };

export class RobotEar {
  /** Told of each packet, with whose it is. */
  listener: ((from: string, slot: string, packet: Buffer) => void) | undefined;
  /** How large a picture of it each relay says that somebody there is sent (MEDIA8). */
  readonly wantedBy = new Map<RelayId, PictureSize | null>();
  /** What went wrong last, if anything did. */
  problem: string | undefined;
  readonly #child: ChildProcess;
  readonly #knocked: Promise<GuestId>;

  readonly #left: Promise<void>;

  /** Comes by its link and asks to be let in at once. @param sees how many of the others it shows, small; without it, it says nothing of that */
  constructor(relay: string, link: string, name: string, { sees }: { sees?: number } = {}) {
    this.#child = fork(import.meta.filename, [], { execArgv: ["--import", "tsx"], serialization: "advanced" });
    let gone: () => void;
    this.#left = new Promise((resolve) => (gone = resolve));
    this.#knocked = new Promise((resolve, reject) => {
      this.#child.once("exit", () => reject(new Error(`${name} is gone: ${this.problem ?? "no reason"}`)));
      this.#child.on("message", (told: Told) => {
        if (told.is === "knocked") resolve(told.guestId);
        else if (told.is === "problem") this.problem = told.what;
        else if (told.is === "wanted") this.wantedBy.set(told.by, told.camera);
        else if (told.is === "left") gone();
        else this.listener?.(told.from, told.slot, Buffer.from(told.packet));
      });
    });
    // Whoever asks hears of it; nobody has to.
    this.#knocked.catch(() => undefined);
    this.#child.send({ relay, link, name, sees } satisfies Plan);
    process.on("exit", this.#end);
  }

  /** When it is on the list. */
  knock(): Promise<GuestId> {
    return this.#knocked;
  }

  /** Gives its seat up, and goes. */
  async leave(): Promise<void> {
    this.#child.send(LEAVE);
    await this.#left;
    this.stop();
  }

  /** At once, without a goodbye. */
  stop(): void {
    this.#end();
    process.off("exit", this.#end);
  }

  readonly #end = (): void => void this.#child.kill("SIGKILL");
}

async function run({ relay, link, name, sees }: Plan): Promise<void> {
  const tell = (told: Told): void => void process.send?.(told);
  const robot = new RobotGuest(relay, link, name);
  robot.listener = (from, slot, packet) => tell({ is: "packet", from, slot, packet });
  robot.wanted = (by, camera) => tell({ is: "wanted", by, camera });
  process.on("message", (message) => message === LEAVE && void robot.leave().then(() => tell({ is: "left" })));
  try {
    if (sees !== undefined) await robot.show(sees);
    tell({ is: "knocked", guestId: await robot.knock() });
  } catch (error) {
    tell({ is: "problem", what: String(error) });
  }
  let last: string | undefined;
  setInterval(() => {
    if (robot.problem !== undefined && robot.problem !== last) tell({ is: "problem", what: (last = robot.problem) });
  }, 250);
}

if (process.argv[1] === import.meta.filename) process.once("message", (plan) => void run(plan as Plan));
