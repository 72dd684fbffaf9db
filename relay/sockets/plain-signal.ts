/**
 * A signal in the words in which browsers write it, taken apart without reading more than it has to: the relay passes its data on as it came
 * (SIG1), so what was parsed need not be written out again. Whatever is written otherwise, be it the same in another order, goes by its
 * schema, and so does everything that is at fault.
 */

import { fitsIn } from "../../protocol/json-size.ts";
import type { InstanceId, ParticipantId, SessionId } from "../../protocol/ids.ts";
import { SIGNAL_BYTES } from "../../protocol/limits.ts";
import { JsonText } from "./json-text.ts";

export interface PlainSignal {
  to: ParticipantId;
  instance: InstanceId;
  data: JsonText;
}

const ID = "[A-Za-z0-9_-]{22}";
const ADDRESS = `"to":"((?:gst|hst)_${ID})","instance":"(ins_${ID})","data":`;
const FROM_GUEST = new RegExp(`^\\["call:signal",\\{${ADDRESS}`);
const FROM_HOST = new RegExp(`^\\["call:signal",\\{"sessionId":"(ses_${ID})",${ADDRESS}`);
const END = "}]";

export function guestSignal(event: string): PlainSignal | undefined {
  const match = FROM_GUEST.exec(event);
  const data = match === null ? undefined : dataOf(event, match[0].length);
  return data === undefined ? undefined : { to: match![1] as ParticipantId, instance: match![2] as InstanceId, data };
}

export function hostSignal(event: string): (PlainSignal & { sessionId: SessionId }) | undefined {
  const match = FROM_HOST.exec(event);
  const data = match === null ? undefined : dataOf(event, match[0].length);
  if (data === undefined) return undefined;
  return { sessionId: match![1] as SessionId, to: match![2] as ParticipantId, instance: match![3] as InstanceId, data };
}

/** JSON by itself, so that nothing in it can pose as another part of what it is put into. */
function dataOf(event: string, start: number): JsonText | undefined {
  if (!event.endsWith(END)) return undefined;
  const text = event.slice(start, -END.length);
  try {
    return fitsIn(SIGNAL_BYTES, JSON.parse(text)) ? new JsonText(text) : undefined;
  } catch {
    return undefined;
  }
}
