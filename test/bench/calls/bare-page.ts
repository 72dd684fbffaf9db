/** The floor: a bare RTCPeerConnection over a WebSocket that carries everything to the other end. The host's offer is what lets the guest in. */

const { server, role } = Object.fromEntries(new URLSearchParams(location.search)) as { server: string; role: "host" | "guest" };

async function main(): Promise<void> {
  const media = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 1280, height: 720, frameRate: 30 } });
  const socket = new WebSocket(server);
  await new Promise((resolve) => socket.addEventListener("open", resolve, { once: true }));
  const tell = (message: unknown) => socket.send(JSON.stringify(message));
  let connection: RTCPeerConnection | undefined;
  const connect = () => {
    connection = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
    connection.addEventListener("icecandidate", ({ candidate }) => candidate !== null && tell({ candidate }));
    for (const track of media.getTracks()) connection.addTrack(track, media);
    return connection;
  };
  socket.addEventListener("message", async ({ data }) => {
    const { description, candidate } = JSON.parse(data as string) as {
      description?: RTCSessionDescriptionInit;
      candidate?: RTCIceCandidateInit;
    };
    if (candidate !== undefined) return void connection?.addIceCandidate(candidate);
    if (description?.type === "offer") {
      const answering = connection ?? connect();
      await answering.setRemoteDescription(description);
      await answering.setLocalDescription();
      tell({ description: answering.localDescription });
    } else if (description !== undefined) await connection?.setRemoteDescription(description);
  });
  Object.assign(window, {
    ready: true,
    async letIn() {
      const at = performance.timeOrigin + performance.now();
      const offering = connect();
      await offering.setLocalDescription();
      tell({ description: offering.localDescription });
      return at;
    },
    share() {
      const at = performance.timeOrigin + performance.now();
      void (async () => {
        const screen = await navigator.mediaDevices.getDisplayMedia();
        for (const track of screen.getTracks()) connection?.addTrack(track, screen);
        await connection?.setLocalDescription();
        tell({ description: connection?.localDescription });
      })();
      return at;
    },
  });
}

if (role !== undefined) void main();
