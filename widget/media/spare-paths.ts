/** Ways made ready before anybody is known, for whichever the first view tells: nothing leaves this browser by them (WAIT2). */

import type { Path, PathKind } from "./path.ts";
import type { Slot, SlotTracks } from "./transport.ts";

export class SparePaths {
  readonly #paths = new Map<PathKind, Path>();

  has(kind: PathKind): boolean {
    return this.#paths.has(kind);
  }

  keep(path: Path, tracks: SlotTracks): void {
    this.#paths.set(path.kind, path);
    path.transport.prepare(tracks);
  }

  /** From now on it is the caller's, and the `epoch`'s. */
  take(kind: PathKind, epoch: number): Path | undefined {
    const path = this.#paths.get(kind);
    this.#paths.delete(kind);
    return path === undefined ? undefined : Object.assign(path, { epoch });
  }

  replaceTrack(slot: Slot, track: MediaStreamTrack | null): void {
    for (const { transport } of this.#paths.values()) transport.replaceTrack(slot, track);
  }

  clear(): void {
    for (const { transport } of this.#paths.values()) transport.close();
    this.#paths.clear();
  }
}
