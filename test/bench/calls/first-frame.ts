/** Runs in the page before anything of it. */

declare global {
  interface Window {
    /** When the first remote picture was shown, ms since the epoch; undefined before. */
    firstFrameAt: number | undefined;
    peerConnections: RTCPeerConnection[];
  }
}

/** Shows every remote picture track of every connection in an element of its own, so that all libraries are measured alike. */
export function watchFirstFrame(): void {
  window.peerConnections = [];
  const show = ({ track }: RTCTrackEvent) => {
    if (track.kind !== "video") return;
    const video = document.createElement("video");
    video.muted = true;
    video.srcObject = new MediaStream([track]);
    video.requestVideoFrameCallback(() => (window.firstFrameAt ??= performance.timeOrigin + performance.now()));
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
