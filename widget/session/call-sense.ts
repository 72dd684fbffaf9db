/** What the engine notices of a call, from one moment to the next: who speaks, how good each way is, whether pictures still go out. */

import type { ParticipantId } from "../../protocol/ids.ts";
import type { CallEngine } from "../media/call-engine.ts";
import type { Quality } from "../media/connection-quality.ts";
import type { CallNews } from "./call-news.ts";

const NO_QUALITY: ReadonlyMap<ParticipantId, Quality> = new Map();

export class CallSense {
  qualities = NO_QUALITY;
  speaker: ParticipantId | undefined;
  weak = false;
  readonly #tell: (news: CallNews) => void;

  constructor(tell: (news: CallNews) => void) {
    this.#tell = tell;
  }

  take(engine: Pick<CallEngine, "speaking" | "qualities" | "weak">, me: ParticipantId | undefined): void {
    const { speaker } = this;
    if (speaker === undefined || speaker === me || !engine.speaking.has(speaker)) {
      const other = [...engine.speaking].find((id) => id !== me);
      if (other !== undefined) this.speaker = other;
    }
    const before = this.qualities;
    this.qualities = engine.qualities;
    for (const [participantId, level] of this.qualities) {
      if ((before.get(participantId) ?? "good") !== level) this.#tell({ is: "quality", participantId, level });
    }
    if (engine.weak === this.weak) return;
    this.weak = engine.weak;
    this.#tell({ is: "weak", on: this.weak });
  }

  clear(): void {
    this.qualities = NO_QUALITY;
    this.speaker = undefined;
    this.weak = false;
  }
}
