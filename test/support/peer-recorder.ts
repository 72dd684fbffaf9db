declare global {
  interface Window {
    peerConnections: RTCPeerConnection[];
  }
}

/** Runs inside of the page before anything of it: remembers every RTCPeerConnection, so that its statistics can be read from outside. */
export function installPeerRecorder(): void {
  const made: RTCPeerConnection[] = [];
  window.peerConnections = made;
  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = new Proxy(Native, {
    construct(target, parameters: ConstructorParameters<typeof RTCPeerConnection>) {
      const connection = new target(...parameters);
      made.push(connection);
      return connection;
    },
  });
}
