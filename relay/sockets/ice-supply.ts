/** Keeps one seated participant supplied with ICE servers: fresh credentials well before the old ones end (SIG4). */

import type { ParticipantId } from "../../protocol/ids.ts";
import type { IceConfig } from "../../protocol/views.ts";

/** Renewed when this part of their life is over. */
const RENEW_AFTER = 2 / 3;

export class IceSupply {
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly ice: (participantId: ParticipantId) => IceConfig,
    private readonly participantId: ParticipantId,
    private readonly push: (ice: IceConfig) => void,
  ) {}

  /** Fresh servers now; more follow by `push` until `stop`. */
  take(): IceConfig {
    this.stop();
    const ice = this.ice(this.participantId);
    if (ice.expiresAt !== undefined) {
      const life = Date.parse(ice.expiresAt) - Date.now();
      this.#timer = setTimeout(() => this.push(this.take()), Math.max(1_000, life * RENEW_AFTER)).unref();
    }
    return ice;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
