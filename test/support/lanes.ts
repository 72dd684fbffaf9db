import { existsSync } from "node:fs";

/** Which test files run beside which. What is not named here shares the machine, a few files at a time. */

/** They carry calls, measure time, or fill the machine by themselves: each runs when nothing else does. */
const ALONE = [
  "test/e2e/blur-in-call.e2e.ts",
  "test/e2e/end-to-end.e2e.ts",
  "test/e2e/host-apps.e2e.ts",
  "test/e2e/host-in-call.e2e.ts",
  "test/e2e/host-pages.e2e.ts",
  "test/e2e/keyboard.e2e.ts",
  "test/e2e/media-server.e2e.ts",
  "test/e2e/no-devices.e2e.ts",
  "test/e2e/session.e2e.ts",
  "test/e2e/sharing-off.e2e.ts",
  "test/e2e/sixteen.e2e.ts",
  "test/e2e/slow-agreement.e2e.ts",
  "test/e2e/turn.e2e.ts",
  "test/e2e/weak-network.e2e.ts",
  "test/walk/three-relays.e2e.ts",
];

/** Most of their time passes in waiting for a pause that a rule prescribes: they start first, and take nobody's place. */
const PATIENT = ["test/adversity/mails.test.ts", "test/e2e/invitations.e2e.ts"];

for (const file of [...ALONE, ...PATIENT]) if (!existsSync(file)) throw new Error(`${file} has a lane of its own and is not there.`);

export interface Lanes {
  alone: string[];
  patient: string[];
  shared: string[];
}

/** @param files paths with `/`, from the folder of the whole on */
export function lanesOf(files: readonly string[]): Lanes {
  return {
    alone: files.filter((file) => ALONE.includes(file)),
    patient: files.filter((file) => PATIENT.includes(file)),
    shared: files.filter((file) => !ALONE.includes(file) && !PATIENT.includes(file)),
  };
}
