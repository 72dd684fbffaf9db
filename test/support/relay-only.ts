import type { Screen } from "./screen.ts";

/** Runs inside of the page: its connections reach others by a TURN server or not at all, as in a network that lets nothing else out. */
function installRelayOnly(port: number | undefined): void {
  const Native = window.RTCPeerConnection;
  const known = ({ urls }: RTCIceServer): RTCIceServer["urls"] =>
    [urls].flat().filter((url) => port === undefined || url.includes(`:${port}`));
  const onlyRelayed = (configuration?: RTCConfiguration): RTCConfiguration => ({
    ...configuration,
    iceServers: (configuration?.iceServers ?? [])
      .map((server) => ({ ...server, urls: known(server) }))
      .filter(({ urls }) => urls.length > 0),
    iceTransportPolicy: "relay",
  });
  window.RTCPeerConnection = new Proxy(Native, {
    construct(target, [configuration]: ConstructorParameters<typeof RTCPeerConnection>) {
      const connection = new target(onlyRelayed(configuration));
      const set = connection.setConfiguration.bind(connection);
      connection.setConfiguration = (next) => set(onlyRelayed(next));
      return connection;
    },
  });
}

/** To be called before the page is loaded. @param port of the only server that this page can reach; any if absent */
export async function relayOnly(screen: Screen, port?: number): Promise<void> {
  await screen.page.evaluateOnNewDocument(`(${installRelayOnly.toString()})(${port})`);
}

/** How the media of a page travels: the kinds of its own ends of the ways in use, e.g. `relay/tcp`. */
export function waysOf(screen: Screen): Promise<string[]> {
  return screen.page.evaluate(async () => {
    const ways: string[] = [];
    for (const connection of window.peerConnections) {
      if (connection.connectionState !== "connected") continue;
      const reports = await connection.getStats();
      const all = [...(reports.values() as Iterable<Record<string, unknown>>)];
      // A pair that was nominated for a moment stays so. Which one is in use Chromium tells of the transport, Firefox of the pair.
      const chosen = all.filter(({ type }) => type === "transport").map((transport) => transport["selectedCandidatePairId"]);
      for (const report of all) {
        if (report["type"] !== "candidate-pair") continue;
        if (chosen.length > 0 ? !chosen.includes(report["id"]) : report["selected"] !== true) continue;
        const near = reports.get(String(report["localCandidateId"])) as Record<string, unknown> | undefined;
        ways.push(`${String(near?.["candidateType"])}/${String(near?.["relayProtocol"] ?? near?.["protocol"])}`);
      }
    }
    return ways;
  });
}
