/** What a connection says of itself. */

/** How often a question that has no answer yet looks whether the connection is still there, ms. */
const LOOK_MS = 250;

/**
 * The connection's statistics; empty once it is closed. Firefox never answers a question that was under way when its connection was closed,
 * and whoever asked would wait for good.
 */
export function reportsOf(connection: Pick<RTCPeerConnection, "getStats" | "signalingState">): Promise<RTCStatsReport> {
  return new Promise((resolve, reject) => {
    const look = setInterval(() => {
      if (connection.signalingState !== "closed") return;
      clearInterval(look);
      resolve(new Map() as RTCStatsReport);
    }, LOOK_MS);
    connection
      .getStats()
      .then(resolve, reject)
      .finally(() => clearInterval(look));
  });
}
