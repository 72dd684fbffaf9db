/** What two browsers tell each other about the move of the media that it belongs to. */

import type { InstanceId, ParticipantId } from "../../protocol/ids.ts";

export interface Letter {
  epoch: number;
  data?: unknown;
  /** The sender has the receiver on that way. */
  here?: true;
}

export interface From {
  participantId: ParticipantId;
  instance: InstanceId;
}

export function isLetter(data: unknown): data is Letter {
  return typeof data === "object" && data !== null && "epoch" in data && Number.isSafeInteger(data.epoch);
}

const KEPT = 200;

/** Letters of a move that this browser has not heard of yet. */
export class UnseenLetters {
  #letters: { from: From; letter: Letter }[] = [];

  keep(from: From, letter: Letter): void {
    this.#letters.push({ from, letter });
    if (this.#letters.length > KEPT) this.#letters.shift();
  }

  /** All of them, once. */
  take(): { from: From; letter: Letter }[] {
    return this.#letters.splice(0);
  }
}
