/**
 * One connection to the media server, either way: a simple-peer whose other end is reached through the relay alone (MEDIA5). It mends its
 * way when the network changes, and says when it is of no use any more.
 */

import SimplePeer from "simple-peer";
import type { SfuCandidates } from "../../protocol/sfu.ts";
import type { IceConfig } from "../../protocol/views.ts";
import type { FrameSeal } from "./frame-seal.ts";
import { tidySdp } from "./tidy-sdp.ts";

/** What is used of a simple-peer. */
export interface LegPeer {
  readonly destroyed: boolean;
  signal(data: object): void;
  negotiate(): void;
  destroy(): void;
}

export interface LegSettings {
  initiator: boolean;
  ice: IceConfig;
  seal?: FrameSeal | undefined;
  /** Looks for no way, and describes nothing, before `release()`. */
  held?: boolean;
  /** The connection is made; nothing is negotiated yet. */
  made: (connection: RTCPeerConnection) => void;
  /** A description for the other end. */
  describe: (sdp: string) => void;
  candidates: (candidates: SfuCandidates["candidates"]) => void;
  /** `standing` is another. */
  changed: () => void;
  /** It has stood for a moment: the first pictures are through. */
  settled?: () => void;
  /** It has ended, and not by `close()`. */
  ended: () => void;
}

/** Candidates come in bursts: this long is waited for more of them, ms. */
const GATHER_MS = 4;
/** After its connecting, ms. */
const SETTLED_MS = 1_000;

export class SfuLeg {
  readonly connection: RTCPeerConnection;
  /** `broken`: it stood, and does not just now. */
  standing: "connecting" | "connected" | "broken" = "connecting";
  readonly #peer: LegPeer;
  readonly #settings: LegSettings;
  #candidates: SfuCandidates["candidates"] = [];
  #gathering: ReturnType<typeof setTimeout> | undefined;
  #settling: ReturnType<typeof setTimeout> | undefined;
  #closed = false;
  #release: (() => void) | undefined;

  constructor(settings: LegSettings) {
    this.#settings = settings;
    const made: { connection?: RTCPeerConnection; release?: () => void } = {};
    const peer = new SimplePeer({
      initiator: settings.initiator,
      config: { ...settings.seal?.configuration, iceServers: settings.ice.iceServers, bundlePolicy: "max-bundle" },
      sdpTransform: tidySdp,
      wrtc: {
        RTCPeerConnection: class {
          constructor(configuration: RTCConfiguration) {
            const connection = new RTCPeerConnection(configuration);
            made.connection = connection;
            const free = settings.held === true ? new Promise<void>((resolve) => (made.release = resolve)) : undefined;
            describeFirst(connection, settings.describe, free);
            settings.made(connection);
            return connection;
          }
        } as typeof RTCPeerConnection,
        RTCSessionDescription,
        RTCIceCandidate,
      },
    });
    if (made.connection === undefined) throw new TypeError("No more connections.");
    this.connection = made.connection;
    this.#release = made.release;
    this.#peer = peer as unknown as LegPeer;
    // Why one failed matters to nobody: `close` follows, and another is made.
    peer.on("error", () => undefined);
    peer.on("close", () => this.#end());
    peer.on("signal", (signal) => this.#signal(signal as Signal));
    this.connection.addEventListener("connectionstatechange", () => this.#moved());
    this.connection.addEventListener("iceconnectionstatechange", () => this.#moved());
  }

  /** What the other end describes. */
  take(type: "offer" | "answer", sdp: string): void {
    if (!this.#closed && !this.#peer.destroyed) this.#peer.signal({ type, sdp });
  }

  /** Now the way is looked for, and described. */
  release(ice: IceConfig): void {
    if (this.#release === undefined) return;
    this.setIce(ice);
    this.#release();
    this.#release = undefined;
  }

  setIce({ iceServers }: IceConfig): void {
    if (!this.#closed) this.connection.setConfiguration({ iceServers, bundlePolicy: "max-bundle" });
  }

  /** The offering end looks for another way; the other one has to ask for an offer. */
  restart(): void {
    if (this.#closed || this.#peer.destroyed) return;
    this.connection.restartIce();
    this.#peer.negotiate();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#gathering);
    clearTimeout(this.#settling);
    this.#peer.destroy();
  }

  #signal(signal: Signal): void {
    if (this.#closed) return;
    const { candidate, sdpMid, sdpMLineIndex } = signal.candidate ?? {};
    if (typeof candidate !== "string" || candidate === "" || typeof sdpMid !== "string") return;
    this.#candidates.push({ candidate, sdpMid, sdpMLineIndex: sdpMLineIndex ?? 0 });
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined;
      this.#settings.candidates(this.#candidates.splice(0));
    }, GATHER_MS);
  }

  #moved(): void {
    if (this.#closed) return;
    const { connectionState, iceConnectionState } = this.connection;
    const broken = iceConnectionState === "disconnected" || connectionState === "disconnected";
    const standing = connectionState === "connected" && !broken ? "connected" : this.standing === "connecting" ? "connecting" : "broken";
    if (standing === this.standing) return;
    this.standing = standing;
    if (standing === "connected") this.#settling ??= setTimeout(() => this.#settings.settled?.(), SETTLED_MS);
    this.#settings.changed();
  }

  #end(): void {
    if (this.#closed) return;
    this.close();
    this.standing = "broken";
    this.#settings.ended();
  }
}

/**
 * The other end gets a description while this browser sets it up for itself, which takes as long as the way there. A browser looks for
 * ways, and asks its STUN servers, as soon as it has described itself: that, and nothing before it, waits to be free. Where the way stands
 * already, what was agreed to comes at once, and has to find its place: a voice that comes before it Firefox takes for another's, for good.
 */
function describeFirst(connection: RTCPeerConnection, tell: (sdp: string) => void, free: Promise<void> | undefined): void {
  const describe = connection.setLocalDescription.bind(connection);
  connection.setLocalDescription = async (description?: RTCLocalSessionDescriptionInit) => {
    if (free !== undefined) await free;
    if (connection.signalingState === "closed") return;
    const described = describe(description);
    if (connection.currentRemoteDescription !== null) await described;
    tell(description?.sdp ?? "");
    await described;
  };
}

interface Signal {
  candidate?: { candidate?: string; sdpMid?: string | null; sdpMLineIndex?: number | null };
}
