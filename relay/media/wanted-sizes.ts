/** How large a picture of each participant somebody on this relay is sent, told to whoever has to make it (MEDIA8). */

import type { ParticipantId } from "../../protocol/ids.ts";
import type { PictureSize } from "../../protocol/sfu.ts";

/** Null: none at all. */
export type Wanted = PictureSize | null;

/** A smaller one is enough once it has been enough for so long, ms: people look here and there. */
const LOWER_MS = 5_000;
/** Said again, for relays promise each other no delivery, ms. */
const AGAIN_MS = 10_000;

export class WantedSizes {
  readonly #told = new Map<ParticipantId, Wanted>();
  readonly #lowering = new Map<ParticipantId, NodeJS.Timeout>();
  readonly #again: NodeJS.Timeout;
  #wanted: ReadonlyMap<ParticipantId, Wanted> = new Map();

  constructor(private readonly tell: (participantId: ParticipantId, camera: Wanted) => void) {
    this.#again = setInterval(() => {
      for (const [id, camera] of this.#told) this.tell(id, camera);
    }, AGAIN_MS).unref();
  }

  /** @param wanted everybody who sends, with the largest that somebody here is sent */
  follow(wanted: ReadonlyMap<ParticipantId, Wanted>): void {
    this.#wanted = wanted;
    for (const id of [...this.#told.keys()]) if (!wanted.has(id)) this.#forget(id);
    for (const [id, camera] of wanted) this.#compare(id, camera);
  }

  /** Nobody is left here to be sent anything: without a word of it a large picture would be made for nobody until the media moves. */
  close(): void {
    clearInterval(this.#again);
    for (const [id, camera] of this.#told) {
      this.#forget(id);
      if (camera !== null) this.tell(id, null);
    }
  }

  #compare(id: ParticipantId, camera: Wanted): void {
    const told = this.#told.get(id);
    if (told !== undefined && rank(camera) < rank(told)) {
      if (!this.#lowering.has(id)) this.#lowering.set(id, setTimeout(() => this.#lower(id), LOWER_MS).unref());
      return;
    }
    this.#stay(id);
    if (told !== camera) this.#say(id, camera);
  }

  #lower(id: ParticipantId): void {
    this.#lowering.delete(id);
    const camera = this.#wanted.get(id);
    if (camera !== undefined) this.#say(id, camera);
  }

  #say(id: ParticipantId, camera: Wanted): void {
    this.#told.set(id, camera);
    this.tell(id, camera);
  }

  #stay(id: ParticipantId): void {
    clearTimeout(this.#lowering.get(id));
    this.#lowering.delete(id);
  }

  #forget(id: ParticipantId): void {
    this.#stay(id);
    this.#told.delete(id);
  }
}

const rank = (camera: Wanted): number => camera ?? -1;

/** The larger of two. */
export function larger(a: Wanted | undefined, b: Wanted): Wanted {
  return a !== undefined && rank(a) > rank(b) ? a : b;
}
