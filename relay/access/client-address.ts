/** Who is calling, for the limits (DOOR6): the peer itself, or what the operator's own proxies say of it. */

import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

export type AddressOf = (request: IncomingMessage) => string;

/**
 * `trustedProxies`: how many proxies of the operator stand before the relay. Each adds the address it saw to `X-Forwarded-For`, so the
 * one to believe is that many from the right; whatever stands left of it the client may have made up.
 */
export function addressOf(trustedProxies: number): AddressOf {
  return (request) => {
    const peer = request.socket.remoteAddress ?? "unknown";
    if (trustedProxies === 0) return peer;
    const hops = [request.headers["x-forwarded-for"] ?? []].flat().join(",").split(",");
    const seen = hops.map((hop) => hop.trim()).filter((hop) => hop !== "");
    const client = withoutPort(seen.at(-Math.min(trustedProxies, seen.length)) ?? "");
    return isIP(client) === 0 ? peer : client;
  };
}

/** Keys of addresses that came lately: to take an address apart costs more than all the rest of a limit. */
const lately = new Map<string, string>();
const LATELY = 1_000;

/** One key for all addresses that one client can take for itself: an IPv6 network of 64 bits, an IPv4 address alone. */
export function addressKey(address: string): string {
  let key = lately.get(address);
  if (key !== undefined) return key;
  key = keyOf(address);
  if (lately.size >= LATELY) lately.clear();
  lately.set(address, key);
  return key;
}

function keyOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === "ipv4") return parsed.toString();
  return `${(parsed as ipaddr.IPv6).parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(":")}::/64`;
}

/** Some proxies add the port: `203.0.113.7:4711`, `[2001:db8::1]:4711`. */
function withoutPort(hop: string): string {
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(hop);
  if (bracketed !== null) return bracketed[1] ?? hop;
  return /^[\d.]+:\d+$/.test(hop) ? hop.slice(0, hop.indexOf(":")) : hop;
}
