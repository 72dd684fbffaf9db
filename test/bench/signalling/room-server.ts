/** Reference: a plain Socket.IO relay as tutorials write it. Whoever joins a room has its signals emitted to the others in it. */

import { createServer } from "node:http";
import { Server } from "socket.io";
import { serveBench } from "./bench-server.ts";

const redisUrl = process.env["REDIS_URL"];
const server = createServer();
const io = new Server(server, { serveClient: false });
if (redisUrl !== undefined) {
  const { createAdapter } = await import("@socket.io/redis-adapter");
  const { createClient } = await import("redis");
  const publisher = createClient({ url: redisUrl });
  const subscriber = publisher.duplicate();
  await Promise.all([publisher.connect(), subscriber.connect()]);
  io.adapter(createAdapter(publisher, subscriber));
}

io.on("connection", (socket) => {
  socket.on("join", async (room: string, joined: () => void) => {
    await socket.join(room);
    joined();
  });
  socket.on("signal", (room: string, data: unknown) => {
    socket.to(room).emit("signal", data);
  });
});

serveBench(server);
