/** PeerJS as its guide shows it: the host calls the guest it lets in, the guest answers. */

import { Peer } from "peerjs";

const query = Object.fromEntries(new URLSearchParams(location.search)) as { server: string; role: "host" | "guest"; id: string };

async function main(): Promise<void> {
  const media = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 1280, height: 720, frameRate: 30 } });
  const { hostname, port } = new URL(query.server);
  const peer = new Peer(`${query.role}-${query.id}`, { host: hostname, port: Number(port), path: "/", config: { iceServers: [] } });
  await new Promise<void>((resolve) => peer.on("open", () => resolve()));
  // A screen is a second call, and is not answered with another camera.
  peer.on("call", (call) => call.answer(call.metadata === "screen" ? undefined : media));
  Object.assign(window, {
    ready: true,
    letIn() {
      const at = performance.timeOrigin + performance.now();
      peer.call(`guest-${query.id}`, media);
      return at;
    },
    share() {
      const at = performance.timeOrigin + performance.now();
      void navigator.mediaDevices.getDisplayMedia().then((screen) => peer.call(`host-${query.id}`, screen, { metadata: "screen" }));
      return at;
    },
  });
}

if (query.role !== undefined) void main();
