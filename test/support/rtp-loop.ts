/** A piece of a call as it went over the wire, to be sent again and again: one picture and one voice. */

/** One packet: its payload, what it said of itself, and when it came after the first, ms. */
interface Piece {
  slot: "audio" | "camera";
  at: number;
  stamp: number;
  marker: boolean;
  payload: Buffer;
}

const HEADER = 12;
/** Payload types by which a loop sends, as its senders describe them. */
export const TYPES = { audio: 111, camera: 96 } as const;
const CLOCKS = { audio: 48, camera: 90 } as const;

/** Listens until it has `ms` of both from the first whole picture on. */
export class RtpRecorder {
  readonly pieces: Piece[] = [];
  #begun = 0;

  constructor(private readonly ms: number) {}

  get done(): boolean {
    return this.pieces.length > 0 && performance.now() - this.#begun > this.ms && this.pieces.some(({ slot }) => slot === "audio");
  }

  take(slot: "audio" | "camera", packet: Buffer): void {
    if (isRtcp(packet) || packet.length <= HEADER || this.done) return;
    const payload = payloadOf(packet);
    // It begins with a picture that needs none before it, so that it can begin again.
    if (this.pieces.length === 0 && (slot !== "camera" || !isKeyFrame(payload))) return;
    if (this.pieces.length === 0) this.#begun = performance.now();
    const marker = (packet[1]! & 0x80) !== 0;
    this.pieces.push({ slot, at: performance.now() - this.#begun, stamp: packet.readUInt32BE(4), marker, payload });
  }

  loop(): RtpLoop {
    return new RtpLoop(this.pieces, this.ms);
  }
}

/** Sends what was recorded, without end, as if it were new each time. */
export class RtpLoop {
  #timer: NodeJS.Timeout | undefined;
  readonly #first: Record<"audio" | "camera", number>;

  constructor(
    private readonly pieces: readonly Piece[],
    private readonly ms: number,
  ) {
    this.#first = { audio: pieces.find(({ slot }) => slot === "audio")?.stamp ?? 0, camera: pieces[0]?.stamp ?? 0 };
  }

  /** @param ssrcs of the two; @param send gives one packet away */
  start(ssrcs: Record<"audio" | "camera", number>, send: (slot: "audio" | "camera", packet: Buffer) => void): void {
    const begun = performance.now();
    const sequence = { audio: 0, camera: 0 };
    let round = 0;
    let next = 0;
    const tick = (): void => {
      const now = performance.now() - begun;
      for (;;) {
        const piece = this.pieces[next];
        if (piece === undefined) {
          next = 0;
          round += 1;
          continue;
        }
        const due = round * this.ms + Math.min(piece.at, this.ms - 1);
        if (due > now) break;
        next += 1;
        const { slot } = piece;
        const packet = Buffer.alloc(HEADER + piece.payload.length);
        packet[0] = 0x80;
        packet[1] = TYPES[slot] | (piece.marker ? 0x80 : 0);
        packet.writeUInt16BE((sequence[slot] = (sequence[slot] + 1) & 0xffff), 2);
        packet.writeUInt32BE((round * this.ms * CLOCKS[slot] + ((piece.stamp - this.#first[slot]) >>> 0)) >>> 0, 4);
        packet.writeUInt32BE(ssrcs[slot], 8);
        piece.payload.copy(packet, HEADER);
        send(slot, packet);
      }
    };
    this.#timer = setInterval(tick, 10);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

/** RFC 5761 section 4. */
export function isRtcp(packet: Buffer): boolean {
  const type = packet[1]! & 0x7f;
  return type >= 64 && type <= 95;
}

function payloadOf(packet: Buffer): Buffer {
  let at = HEADER + 4 * (packet[0]! & 0x0f);
  if ((packet[0]! & 0x10) !== 0) at += 4 + 4 * packet.readUInt16BE(at + 2);
  const padding = (packet[0]! & 0x20) !== 0 ? packet[packet.length - 1]! : 0;
  return Buffer.from(packet.subarray(at, packet.length - padding));
}

/** RFC 7741 section 4: the first packet of a VP8 frame that refers to no other. */
function isKeyFrame(payload: Buffer): boolean {
  const first = payload[0] ?? 0;
  if ((first & 0x10) === 0 || (first & 0x07) !== 0) return false;
  let at = 1;
  if ((first & 0x80) !== 0) {
    const more = payload[at++] ?? 0;
    if ((more & 0x80) !== 0) at += (payload[at]! & 0x80) !== 0 ? 2 : 1;
    if ((more & 0x40) !== 0) at += 1;
    if ((more & 0x30) !== 0) at += 1;
  }
  return ((payload[at] ?? 1) & 0x01) === 0;
}
