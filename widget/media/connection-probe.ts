/**
 * Tries what a call will need, before there is one: which of the servers answer. Nothing is told to anybody else, and no credential is
 * at hand yet (NET2): a TURN server is asked with one that cannot be right, and its refusal is the answer that counts.
 */

/** What became of one server. `unknown`: this browser does not tell. */
export type Reach = "answers" | "silent" | "unknown";

/** A server that has not answered by then is as good as none. */
const WITHIN_MS = 4_000;
/** ICE error code for a server that could not be reached at all (W3C webrtc-pc, `RTCPeerConnectionIceErrorEvent`). */
const UNREACHABLE = 701;

/** The servers one by one; at most the first six, for each takes a connection of its own. */
export async function reach(urls: readonly string[], withinMs = WITHIN_MS): Promise<ReadonlyMap<string, Reach>> {
  const found = await Promise.all(urls.slice(0, 6).map(async (url) => [url, await tryOne(url, withinMs)] as const));
  return new Map(found);
}

async function tryOne(url: string, withinMs: number): Promise<Reach> {
  if (typeof RTCPeerConnection === "undefined") return "unknown";
  const stun = url.startsWith("stun");
  // Where browsers say nothing of errors, silence may mean anything.
  const tells = "onicecandidateerror" in RTCPeerConnection.prototype;
  const connection = new RTCPeerConnection({ iceServers: [stun ? { urls: url } : { urls: url, username: "check", credential: "check" }] });
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    return await new Promise<Reach>((resolve, reject) => {
      let failed = false;
      timer = setTimeout(() => resolve(tells ? "silent" : "unknown"), withinMs);
      connection.addEventListener("icecandidate", ({ candidate }) => {
        if (candidate?.type === "srflx" || candidate?.type === "relay") resolve("answers");
      });
      connection.addEventListener("icecandidateerror", ({ errorCode }) => {
        // Of several networks of this machine, one that reaches the server is enough.
        if (errorCode === UNREACHABLE) failed = true;
        else resolve("answers");
      });
      connection.addEventListener("icegatheringstatechange", () => {
        if (connection.iceGatheringState !== "complete") return;
        // A STUN server that tells nothing new, on a machine without a router before it, leaves no trace but the end.
        resolve(failed ? "silent" : tells && stun ? "answers" : "unknown");
      });
      connection.createDataChannel("check");
      connection.setLocalDescription().catch(reject);
    });
  } catch {
    // A browser that refuses the address, or makes no more connections.
    return "unknown";
  } finally {
    clearTimeout(timer);
    connection.close();
  }
}
