import type { Participant, Topology } from "../../protocol/views.ts";
import type { CallStore } from "../../widget/session/call-store.ts";

declare global {
  interface Window {
    /** Moments, ms, at which a new picture of each of the others was handed over to be shown; and those at which the page was told of its own. */
    frameTimes: Map<string, number[]>;
    /** When the call's media moved, ms, and how; and what `madeUp` said then of each whose voice was heard. */
    moves: { at: number; topology: Topology; madeUp: Promise<Map<string, number>> }[];
    /** Of what was heard of a participant by now, how much had to be made up because it had not come in time, ms. */
    madeUp: (id: string) => Promise<number>;
    /** What that said at which moments, ms, of each participant in a browser. */
    madeUpTimes: Map<string, { at: number; madeUp: number }[]>;
  }
}

/** Runs inside of the page before anything of it, after the recorder of peers: notes what is shown and heard of people in browsers, whichever way it comes. */
export function installWayRecorder(): void {
  /** Where there are no more people than this, voices are looked at whenever it is time, where there are more only once in so many times. */
  const FEW = 4;
  const SELDOM = 4;
  window.frameTimes = new Map();
  window.moves = [];
  window.madeUpTimes = new Map();
  const call = (): CallStore | undefined => window.call();
  const isRobot = (person: Participant | undefined) => person?.name.startsWith("Robot ") === true;

  const watched = new WeakSet<HTMLVideoElement>();
  const look = (video: HTMLVideoElement): void => {
    if (watched.has(video)) return;
    watched.add(video);
    // Others' pictures go on while the page is too busy to be told of them; how busy it is, its own ones say.
    const shown = (now: number, { presentationTime }: VideoFrameCallbackMetadata): void => {
      const root = video.getRootNode();
      const tile = root instanceof ShadowRoot && root.host.localName === "doorstep-call-tile" ? root.host : undefined;
      const { participant, screen } = (tile ?? {}) as { participant?: Participant; screen?: boolean };
      if (participant !== undefined && screen !== true && video.isConnected) {
        const times = window.frameTimes.get(participant.participantId) ?? [];
        window.frameTimes.set(participant.participantId, times);
        times.push(participant.participantId === call()?.inside?.me ? now : presentationTime);
      }
      // Being told of each picture of sixteen keeps a page busier than all that it does for itself.
      if (isRobot(participant)) return void watched.delete(video);
      video.requestVideoFrameCallback(shown);
    };
    video.requestVideoFrameCallback(shown);
  };

  /** What is heard of each just now, and what had been made up of it before it was heard. */
  const heard = new Map<string, { receiver: RTCRtpReceiver; before: number }>();
  const done = new Map<string, number>();
  const known = new WeakMap<RTCRtpReceiver, number>();
  const madeUpBy = async (receiver: RTCRtpReceiver): Promise<number> => {
    // One whose connection is closed has nothing to say any more, and Firefox never says so.
    const late = new Promise<undefined>((resolve) => setTimeout(resolve, 2_000));
    const reports = receiver.track.readyState === "ended" ? undefined : await Promise.race([receiver.getStats(), late]);
    if (reports === undefined) return known.get(receiver) ?? 0;
    let sum = 0;
    reports.forEach((report: { type: string; concealedSamples?: number; silentConcealedSamples?: number }) => {
      if (report.type === "inbound-rtp") sum += ((report.concealedSamples ?? 0) - (report.silentConcealedSamples ?? 0)) / 48;
    });
    known.set(receiver, sum);
    return sum;
  };
  const listen = async (player: HTMLMediaElement): Promise<void> => {
    const stream = player.srcObject as MediaStream | null;
    const id = [...(call()?.remotes ?? [])].find(([, { streams }]) => streams.audio === stream)?.[0];
    const [track] = stream?.getAudioTracks() ?? [];
    const receiver = window.peerConnections.flatMap((connection) => connection.getReceivers()).find((each) => each.track === track);
    if (id === undefined || receiver === undefined) return;
    const last = heard.get(id);
    if (last?.receiver === receiver) return;
    const [before, until] = await Promise.all([madeUpBy(receiver), last === undefined ? 0 : madeUpBy(last.receiver)]);
    heard.set(id, { receiver, before });
    if (last !== undefined) done.set(id, (done.get(id) ?? 0) + Math.max(0, until - last.before));
  };
  window.madeUp = async (id) => {
    const now = heard.get(id);
    return (done.get(id) ?? 0) + (now === undefined ? 0 : (await madeUpBy(now.receiver)) - now.before);
  };

  let looks = 0;
  setInterval(() => {
    const people = call()?.inside?.participants ?? [];
    // To be asked is a burden to a browser that receives many.
    if (people.length > FEW && (looks += 1) % SELDOM > 0) return;
    for (const { participantId: id } of people.filter((each) => heard.has(each.participantId) && !isRobot(each))) {
      void window.madeUp(id).then((madeUp) => {
        const times = window.madeUpTimes.get(id) ?? [];
        window.madeUpTimes.set(id, times);
        times.push({ at: performance.now(), madeUp });
      });
    }
  }, 250);

  const native = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, "srcObject")!;
  Object.defineProperty(HTMLMediaElement.prototype, "srcObject", {
    ...native,
    set(this: HTMLMediaElement, stream: MediaStream | null) {
      native.set!.call(this, stream);
      if (this instanceof HTMLVideoElement) look(this);
      else this.addEventListener("playing", () => void listen(this));
    },
  });

  setInterval(() => {
    const topology = call()?.inside?.topology;
    if (topology === undefined || topology === window.moves.at(-1)?.topology) return;
    const madeUp = Promise.all([...heard.keys()].map(async (id) => [id, await window.madeUp(id)] as const));
    window.moves.push({ at: performance.now(), topology, madeUp: madeUp.then((all) => new Map(all)) });
  }, 20);
}
