/** Runs in the page before anything of it. */

declare global {
  interface Window {
    /** When the first remote picture was shown, ms since the epoch; undefined before. */
    firstFrameAt: number | undefined;
    /** The same of each remote picture, in the order they came. */
    firstFramesAt: number[];
    peerConnections: RTCPeerConnection[];
  }
}

/** Runs in the page before anything of it: a drawn screen, already chosen, whose picture changes fifteen times a second. */
export function drawnScreen(): void {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1280, height: 720 });
  const pen = canvas.getContext("2d")!;
  let count = 0;
  setInterval(() => {
    count += 1;
    pen.fillStyle = "white";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.fillStyle = "black";
    pen.font = "48px sans-serif";
    for (let line = 0; line < 10; line += 1) pen.fillText(`Line ${line} of page ${count}`, 40, 80 + line * 64);
  }, 66);
  navigator.mediaDevices.getDisplayMedia = () => Promise.resolve(canvas.captureStream(15));
}

/** Shows every remote picture track of every connection in an element of its own, so that all libraries are measured alike. */
export function watchFirstFrame(): void {
  window.peerConnections = [];
  window.firstFramesAt = [];
  const show = ({ track }: RTCTrackEvent) => {
    if (track.kind !== "video") return;
    const video = document.createElement("video");
    video.muted = true;
    video.srcObject = new MediaStream([track]);
    video.requestVideoFrameCallback(() => {
      const at = performance.timeOrigin + performance.now();
      window.firstFrameAt ??= at;
      window.firstFramesAt.push(at);
    });
    void video.play();
  };
  window.RTCPeerConnection = new Proxy(window.RTCPeerConnection, {
    construct(Native, [configuration]: [RTCConfiguration]) {
      const connection = new Native(configuration);
      window.peerConnections.push(connection);
      connection.addEventListener("track", show);
      return connection;
    },
  });
}
