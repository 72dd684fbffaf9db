/** A piece of a call as it went over the wire, to be sent again and again: one picture and one voice. */

type Slot = "audio" | "camera";

/** One packet: its payload, what it said of itself, and when it came after the first, ms. */
interface Piece {
  slot: Slot;
  at: number;
  stamp: number;
  marker: boolean;
  payload: Buffer;
}

interface Tape {
  slot: Slot;
  pieces: readonly Piece[];
  slower: number;
}

const HEADER = 12;
/** Payload types by which a loop sends, as its senders describe them. */
export const TYPES = { audio: 111, camera: 96 } as const;
const TICK_MS = 10;
/** For how long somebody speaks until it is the next one's turn, ms. */
const TURN_MS = 1_000;
const CLOCKS = { audio: 48, camera: 90 } as const;

/** Listens until it has `ms` of both from the first whole picture on. */
export class RtpRecorder {
  readonly pieces: Piece[] = [];
  #begun = 0;

  constructor(private readonly ms: number) {}

  get done(): boolean {
    return this.pieces.length > 0 && performance.now() - this.#begun > this.ms && this.pieces.some(({ slot }) => slot === "audio");
  }

  take(slot: Slot, packet: Buffer): void {
    if (isRtcp(packet) || packet.length <= HEADER || this.done) return;
    const payload = payloadOf(packet);
    // It begins with a picture that needs none before it, so that it can begin again.
    if (this.pieces.length === 0 && (slot !== "camera" || !isKeyFrame(payload))) return;
    if (this.pieces.length === 0) this.#begun = performance.now();
    const marker = (packet[1]! & 0x80) !== 0;
    this.pieces.push({ slot, at: performance.now() - this.#begun, stamp: packet.readUInt32BE(4), marker, payload });
  }

  loop(manner: Manner = {}): RtpLoop {
    return new RtpLoop(this.pieces, this.ms, manner);
  }
}

/** How it is sent: each packet costs whoever receives it. */
export interface Manner {
  /** How many times as long the pictures take as they did. */
  slower?: number | undefined;
  /** It is silent but for its turn, and sends nothing then. */
  speaks?: Turn | undefined;
}

/** Which of how many it is who speak one after the other. */
export interface Turn {
  n: number;
  of: number;
}

/** Sends what was recorded, without end, as if it were new each time. */
export class RtpLoop {
  #timer: NodeJS.Timeout | undefined;
  readonly #tapes: Tape[];

  constructor(
    pieces: readonly Piece[],
    private readonly ms: number,
    private readonly manner: Manner,
  ) {
    const { slower = 1 } = manner;
    const of = (slot: Slot) => pieces.filter((each) => each.slot === slot);
    this.#tapes = [
      { slot: "audio", pieces: of("audio"), slower: 1 },
      { slot: "camera", pieces: of("camera"), slower },
    ];
  }

  /** @param ssrcs of the two; @param send gives one packet away */
  start(ssrcs: Record<Slot, number>, send: (slot: Slot, packet: Buffer) => void): void {
    const begun = performance.now();
    const runs = this.#tapes.map((tape) => this.#run(tape, ssrcs[tape.slot], send));
    this.#timer = setInterval(() => {
      for (const run of runs) run(performance.now() - begun);
    }, TICK_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Sends what is due by a moment since its start, ms. */
  #run(tape: Tape, ssrc: number, send: (slot: Slot, packet: Buffer) => void): (now: number) => void {
    const { slot, pieces, slower } = tape;
    const first = pieces[0]?.stamp ?? 0;
    const { speaks } = this.manner;
    const turn = slot === "audio" ? speaks : undefined;
    let sequence = 0;
    let sent = 0;
    let silent = false;
    return (now) => {
      for (; pieces.length > 0; sent += 1) {
        const piece = pieces[sent % pieces.length]!;
        const before = Math.floor(sent / pieces.length) * this.ms;
        if ((before + Math.min(piece.at, this.ms - 1)) * slower > now) return;
        const wasSilent = silent;
        silent = turn !== undefined && Math.floor(now / TURN_MS) % turn.of !== turn.n % turn.of;
        if (silent) continue;
        const stamp = (before * CLOCKS[slot] + ((piece.stamp - first) >>> 0)) * slower;
        // RFC 3551 section 4.1: the first one after a silence is marked.
        const marker = slot === "audio" ? wasSilent : piece.marker;
        send(slot, packetOf({ ...piece, marker }, { ssrc, sequence: sequence & 0xffff, stamp: stamp >>> 0 }));
        sequence += 1;
      }
    };
  }
}

function packetOf({ slot, marker, payload }: Piece, { ssrc, sequence, stamp }: { ssrc: number; sequence: number; stamp: number }): Buffer {
  const packet = Buffer.alloc(HEADER + payload.length);
  packet[0] = 0x80;
  packet[1] = TYPES[slot] | (marker ? 0x80 : 0);
  packet.writeUInt16BE(sequence, 2);
  packet.writeUInt32BE(stamp, 4);
  packet.writeUInt32BE(ssrc, 8);
  payload.copy(packet, HEADER);
  return packet;
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
