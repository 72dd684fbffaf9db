/** Socket.IO's packets (protocol 5) as far as they are text, which is all that passes between a page and its relay. */

export const PacketType = { CONNECT: 0, DISCONNECT: 1, EVENT: 2, ACK: 3, CONNECT_ERROR: 4 } as const;

export interface TextPacket {
  type: number;
  nsp: string;
  data?: unknown;
  id?: number;
}

/** `type` `namespace,` `id` `json`, each where there is one. */
const PACKET = /^([0-4])(?:(\/[^,]*)(?:,|$))?(\d+)?([^]*)$/u;

export function writePacket({ type, nsp, id, data }: TextPacket): string {
  return `${type}${nsp === "/" ? "" : `${nsp},`}${id ?? ""}${data === undefined ? "" : JSON.stringify(data)}`;
}

/** Throws at what is no packet. */
export function readPacket(text: string): TextPacket {
  const found = PACKET.exec(text);
  if (found === null) throw new Error("not a packet");
  const [, digit, nsp = "/", id, json = ""] = found;
  const type = Number(digit);
  const data: unknown = json === "" ? undefined : JSON.parse(json);
  if (!fits(type, data)) throw new Error("invalid payload");
  return { type, nsp, ...(id === undefined ? {} : { id: Number(id) }), ...(json === "" ? {} : { data }) };
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
