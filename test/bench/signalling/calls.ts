/** Pairs of people in calls on the benched servers, ready to signal to each other. */

import { GUEST_DOOR, HOST_DOOR, SOCKET_PATH } from "../../../protocol/events.ts";
import type { HostReplies } from "../../../protocol/events.ts";
import { newId } from "../../../protocol/ids.ts";
import type { Result } from "../../../protocol/refusals.ts";
import type { GuestView, HostView } from "../../../protocol/views.ts";
import { API_SECRET } from "./child.ts";
import { PlainWire, Wire } from "./wire.ts";

/** One side of a call. */
export interface Side {
  /** Sends one signal to the other side. */
  signal(): void;
  /** Told of every signal that arrives. */
  heard: () => void;
}

/** A host candidate as browsers send them, the most frequent signal there is. */
const DATA = {
  type: "candidate",
  candidate: {
    candidate:
      "candidate:842163049 1 udp 1677729535 203.0.113.7 49203 typ srflx raddr 0.0.0.0 rport 0 generation 0 ufrag EsAw network-cost 999",
    sdpMLineIndex: 0,
    sdpMid: "0",
  },
};

const nobody = (): void => undefined;

/** Reference: both sides in a Socket.IO room. `urls`: one server each, or the same twice. */
export async function roomCall(urls: [string, string], room: string): Promise<[Side, Side]> {
  const enter = async (url: string): Promise<Side> => {
    const wire = await Wire.open(url, "/socket.io", "");
    await new Promise<void>((resolve) => wire.ask(JSON.stringify(["join", room]), () => resolve()));
    const json = JSON.stringify(["signal", room, DATA]);
    const side: Side = { signal: () => wire.tell(json), heard: nobody };
    wire.onEvent = () => side.heard();
    return side;
  };
  return [await enter(urls[0]), await enter(urls[1])];
}

/** Reference: both sides on bare WebSockets. */
export async function plainCall(url: string, room: string): Promise<[Side, Side]> {
  const enter = async (): Promise<Side> => {
    const wire = await PlainWire.open(url, JSON.stringify({ room }));
    const json = JSON.stringify({ data: DATA });
    const side: Side = { signal: () => wire.tell(json), heard: nobody };
    wire.onMessage = () => side.heard();
    return side;
  };
  return [await enter(), await enter()];
}

/** A session of ours with `links` links to copy, made by the vendor's back end. No mails, whose sending would be measured too. */
export async function session(url: string, links: number): Promise<{ sessionId: string; links: string[] }> {
  const { id } = await post<{ id: string }>(`${url}/v1/sessions`, {
    title: "Session",
    service: "Video session",
    hosts: [{ id: "host", name: "Dr Host" }],
    startsAt: new Date().toISOString(),
    durationMinutes: 50,
    timeZone: "America/Toronto",
    linkSharing: true,
  });
  const made: string[] = [];
  for (let n = 0; n < links; n += 1) {
    const link = (await post<{ url: string }>(`${url}/v1/sessions/${id}/links`, { label: `Guest ${n}` })).url;
    made.push(link.slice(link.indexOf("#") + 1));
  }
  return { sessionId: id, links: made };
}

export async function hostToken(url: string): Promise<string> {
  return (await post<{ token: string }>(`${url}/v1/tokens`, { sub: "host", name: "Dr Host", role: "host", ttlSeconds: 3_600 })).token;
}

async function post<T>(url: string, body: object): Promise<T> {
  const answer = await fetch(url, {
    method: "POST",
    headers: { authorization: `Bearer ${API_SECRET}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

export const guestAuth = (link: string): object => ({ link, instance: newId("ins") });

/** Ours: a host and a guest it let in, each with the acknowledgement that every signal asks for. */
export async function doorstepCall(urls: [string, string], token: string): Promise<[Side, Side]> {
  const { sessionId, links } = await session(urls[0], 1);
  const hostInstance = newId("ins");
  const host = await Wire.open(urls[0], SOCKET_PATH, HOST_DOOR, { token });
  const joined = await host.request<Result<HostReplies["call:join"]>>("call:join", { sessionId, instance: hostInstance });
  if (!joined.ok) throw new Error(JSON.stringify(joined));
  const auth = guestAuth(links[0]!) as { instance: string };
  const guest = await Wire.open(urls[1], SOCKET_PATH, GUEST_DOOR, auth);
  const ticket = guest.next<{ guestId: string }>("ticket");
  const inside = guest.next<GuestView>("view", (view) => (view as GuestView).state === "in");
  await guest.request("guest:knock", { name: "Guest" });
  const { guestId } = await ticket;
  await host.request("guest:admit", { sessionId, guestId });
  await inside;
  await host.request<Result<HostView>>("session:unwatch", { sessionId });
  const me = joined.value.view.me;
  const sides: [Side, Side] = [
    side(host, JSON.stringify(["call:signal", { sessionId, to: guestId, instance: auth.instance, data: DATA }])),
    side(guest, JSON.stringify(["call:signal", { to: me, instance: hostInstance, data: DATA }])),
  ];
  return sides;
}

function side(wire: Wire, json: string): Side {
  const made: Side = { signal: () => wire.ask(json, nobody), heard: nobody };
  wire.onEvent = (event) => {
    if (event.startsWith('["call:signal"')) made.heard();
  };
  return made;
}
