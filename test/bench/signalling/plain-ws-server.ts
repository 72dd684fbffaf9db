/** Reference: no library but ws. The first frame names a room; every further one goes to the other socket of that room. */

import { createServer } from "node:http";
import type { WebSocket } from "ws";
import { WebSocketServer } from "ws";
import { serveBench } from "./bench-server.ts";

const server = createServer();
const rooms = new Map<string, Set<WebSocket>>();

new WebSocketServer({ server, perMessageDeflate: false }).on("connection", (socket) => {
  let room: Set<WebSocket> | undefined;
  socket.on("message", (frame: Buffer) => {
    const message = JSON.parse(frame.toString()) as { room?: string; data?: unknown };
    if (message.room !== undefined) {
      room = rooms.get(message.room) ?? new Set();
      rooms.set(message.room, room.add(socket));
      socket.send("{}");
      return;
    }
    const out = JSON.stringify(message);
    for (const other of room ?? []) if (other !== socket) other.send(out);
  });
  socket.on("close", () => room?.delete(socket));
});

serveBench(server);
