/** Tells a browser which servers it may try to reach before it is let in (NET2). */

import { newId } from "../../protocol/ids.ts";
import type { Result } from "../../protocol/refusals.ts";
import { accepted } from "../../protocol/refusals.ts";
import type { House } from "./house.ts";

/** The addresses alone: the credential that comes with them is thrown away (SIG4). */
export function serversOf({ ice }: Pick<House, "ice">): Result<{ urls: string[] }> {
  return accepted({ urls: ice(newId("gst")).iceServers.flatMap(({ urls }) => urls) });
}
