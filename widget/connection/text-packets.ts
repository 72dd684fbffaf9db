/**
 * Socket.IO's packet format (protocol 5) as far as it is text, which is all that passes between a page and its relay. The build puts it in
 * place of the library's own reader and writer, which look for binary parts in everything (`scripts/text-socket.ts`).
 */

export const protocol = 5;

export const PacketType = { CONNECT: 0, DISCONNECT: 1, EVENT: 2, ACK: 3, CONNECT_ERROR: 4, BINARY_EVENT: 5, BINARY_ACK: 6 } as const;

export interface TextPacket {
  type: number;
  nsp: string;
  data?: unknown;
  id?: number;
}

/** `type` `namespace,` `id` `json`, each where there is one. */
const PACKET = /^([0-4])(?:(\/[^,]*)(?:,|$))?(\d+)?([^]*)$/u;

export class Encoder {
  encode({ type, nsp, id, data }: TextPacket): [string] {
    return [`${type}${nsp === "/" ? "" : `${nsp},`}${id ?? ""}${data === undefined ? "" : JSON.stringify(data)}`];
  }
}

export class Decoder {
  readonly #told = new Set<(packet: TextPacket) => void>();

  on(_decoded: "decoded", told: (packet: TextPacket) => void): void {
    this.#told.add(told);
  }

  off(_decoded: "decoded", told: (packet: TextPacket) => void): void {
    this.#told.delete(told);
  }

  /** Throws at what is no packet; the library closes the connection then. */
  add(text: unknown): void {
    const found = typeof text === "string" ? PACKET.exec(text) : null;
    if (found === null) throw new Error("not a packet");
    const [, digit, nsp = "/", id, json = ""] = found;
    const type = Number(digit);
    const data: unknown = json === "" ? undefined : JSON.parse(json);
    if (!fits(type, data)) throw new Error("invalid payload");
    for (const told of this.#told) told({ type, nsp, ...(id === undefined ? {} : { id: Number(id) }), ...(json === "" ? {} : { data }) });
  }

  /** The library ends a connection so; nothing is kept from one packet to the next. */
  destroy(): void {}
}

function fits(type: number, data: unknown): boolean {
  switch (type) {
    case PacketType.DISCONNECT:
      return data === undefined;
    case PacketType.EVENT:
      return Array.isArray(data) && typeof data[0] === "string";
    case PacketType.ACK:
      return Array.isArray(data);
    case PacketType.CONNECT_ERROR:
      return typeof data === "string" || isObject(data);
    default:
      return data === undefined || isObject(data);
  }
}

const isObject = (data: unknown): boolean => typeof data === "object" && data !== null && !Array.isArray(data);
