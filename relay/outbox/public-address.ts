/** Which addresses of the net anybody's webhook may name: those that anybody can reach, and nothing of the house's own network. */

import type { LookupAddress } from "node:dns";
import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/** Whether a numeric address is a public one. Texts that are no address are not. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0) return false;
  // An IPv4 address in IPv6's clothes is judged as what it is.
  const parsed = ipaddr.process(address);
  if (parsed.range() !== "unicast") return false;
  // What is not within 2000::/3 was never given to anybody, deprecated forms among it (::127.0.0.1, fec0::1).
  return parsed.kind() === "ipv4" || (parsed as ipaddr.IPv6).match(ipaddr.IPv6.parse("2000::"), 3);
}

/** Whether a numeric address is this machine's own. */
export function isLoopbackAddress(address: string): boolean {
  return isIP(address) !== 0 && ipaddr.process(address).range() === "loopback";
}

/** Which addresses webhooks go to: everybody's, those and this machine's own, or the private networks' too. */
export type WebhookReach = "public" | "this-machine" | "anywhere";

const PERMITTED: Record<WebhookReach, (address: string) => boolean> = {
  public: isPublicAddress,
  "this-machine": (address) => isPublicAddress(address) || isLoopbackAddress(address),
  anywhere: () => true,
};

export const permittedIn = (reach: WebhookReach): ((address: string) => boolean) => PERMITTED[reach];

/** Why an address must not be called. */
export class ForbiddenAddress extends Error {
  override name = "ForbiddenAddress";
}

/** Looks a name up, all its addresses. */
export type Lookup = (hostname: string) => Promise<LookupAddress[]>;

/** The addresses of `hostname` if every one of them may be called: a name that mixes them is up to something. Throws `ForbiddenAddress`. */
export async function permittedAddresses(
  hostname: string,
  lookup: Lookup,
  permitted: (address: string) => boolean,
): Promise<LookupAddress[]> {
  const found = await lookup(hostname);
  if (found.length === 0) throw new Error(`${hostname} has no address.`);
  for (const { address } of found) {
    if (!permitted(address)) throw new ForbiddenAddress(`${hostname} stands for an address of a private network.`);
  }
  return found;
}
