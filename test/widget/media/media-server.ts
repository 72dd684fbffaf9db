/** Stands for the media server in the page of a call: takes what the call sends, and sends nothing itself. */

import type { SfuCandidates, SfuPublish } from "../../../protocol/sfu.ts";
import { newId } from "../../../protocol/ids.ts";
import type { CallEngine } from "../../../widget/media/call-engine.ts";
import type { SfuAsk } from "../../../widget/media/transport.ts";
import { until } from "../../support/until.ts";
import { guestId } from "../support/host-views.ts";

export interface MediaServerSettings {
  /** Takes every size of a face: a browser would take one. */
  threeSizes?: boolean;
  /** Its answer is on its way. */
  answering?: () => void;
  /** Something comes on the m-line of that number. */
  came?: (track: MediaStreamTrack, line: number) => void;
}

export class MediaServer {
  /** Each connection's first offer. */
  readonly offered: SfuPublish[] = [];
  readonly #settings: MediaServerSettings;
  readonly #ends = new Map<number, RTCPeerConnection>();

  constructor(settings: MediaServerSettings = {}) {
    this.#settings = settings;
  }

  /** Its end of the newest connection. */
  get end(): RTCPeerConnection | undefined {
    return [...this.#ends.values()].at(-1);
  }

  /** What a call asks of the relay. */
  readonly ask: SfuAsk = async (name, payload) => {
    if (name === "candidates") {
      const { leg, build, candidates } = payload as SfuCandidates;
      const end = leg === "publish" ? this.#ends.get(build) : undefined;
      if (end !== undefined) await Promise.all(candidates.map((each) => end.addIceCandidate(each)));
    }
    if (name === "publish") return { ok: true, value: { sdp: await this.#take(payload as SfuPublish) } } as never;
    const builds = this.offered.map(({ build }) => build);
    return { ok: true, value: { publish: builds, subscribe: builds } } as never;
  };

  close(): void {
    for (const end of this.#ends.values()) end.close();
  }

  async #take(offer: SfuPublish): Promise<string> {
    const end = new RTCPeerConnection();
    this.#ends.set(offer.build, end);
    this.offered.push(offer);
    end.addEventListener("track", ({ track, transceiver }) => this.#settings.came?.(track, end.getTransceivers().indexOf(transceiver)));
    await end.setRemoteDescription({ type: "offer", sdp: offer.sdp });
    await end.setLocalDescription();
    await until("the server has its candidates", () => end.iceGatheringState === "complete", { withinMs: 10_000 });
    this.#settings.answering?.();
    const { sdp } = end.localDescription!;
    return this.#settings.threeSizes === true ? takesThreeSizes(sdp) : sdp;
  }
}

/** Enters a call of two that a server carries. */
export function goesByServer(engine: CallEngine): void {
  engine.setIce({ iceServers: [] });
  const others = [{ participantId: guestId("other"), instance: newId("ins"), order: 1 }];
  engine.see({ me: { participantId: guestId("me"), instance: newId("ins"), order: 2 }, others, topology: "sfu", epoch: 1 });
}

const takesThreeSizes = (sdp: string): string =>
  sdp
    .split(/(?=^m=)/mu)
    .map((section, index) =>
      index === 2 ? `${section}a=rid:h recv\r\na=rid:m recv\r\na=rid:l recv\r\na=simulcast:recv h;m;l\r\n` : section,
    )
    .join("");
