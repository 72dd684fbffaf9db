/** Which of a server's three sizes does for what is on the screen (MEDIA8). */

import type { ParticipantId } from "../../protocol/ids.ts";
import type { PictureSize, SfuConfigure } from "../../protocol/sfu.ts";
import type { Shown } from "./transport.ts";

/** Heights up to which the smallest and the middle picture are enough, px. */
const SMALL_UP_TO = 200;
const MIDDLE_UP_TO = 400;
/** The largest picture asked for at each step that this browser wishes the others to go down (`picture-steps.ts`); null: none. */
const LARGEST: readonly (PictureSize | null)[] = [2, 2, 1, 0, null];

/** @param wish how far this browser wishes the others to step down */
export function sizesShown(sizes: ReadonlyMap<ParticipantId, Shown>, wish: number): SfuConfigure["shown"] {
  const largest = LARGEST[Math.min(wish, LARGEST.length - 1)] ?? null;
  return [...sizes].map(([participantId, { camera, screen }]) => {
    const needed = camera <= SMALL_UP_TO ? 0 : camera <= MIDDLE_UP_TO ? 1 : 2;
    return {
      participantId,
      camera: camera <= 0 || largest === null ? null : needed < largest ? needed : largest,
      screen: screen > 0 && largest !== null,
    };
  });
}
