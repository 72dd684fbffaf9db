/**
 * Socket.IO's own packet format, for a relay that only ever sends text: nothing is searched for binary parts before it is written.
 * Browsers speak the usual format and notice nothing. What they send is read by the library's decoder as it is.
 */

import { Decoder, Encoder } from "socket.io-parser";
import type { Packet } from "socket.io-parser";

class TextEncoder extends Encoder {
  /** `type` `namespace,` `id` `json`, each where there is one (Socket.IO protocol 5). */
  override encode({ type, nsp, id, data }: Packet): [string] {
    const where = nsp === "/" ? "" : `${nsp},`;
    return [`${type}${where}${id ?? ""}${data === undefined ? "" : JSON.stringify(data)}`];
  }
}

export const TEXT_PACKETS = { Encoder: TextEncoder, Decoder };
