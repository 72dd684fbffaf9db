/** Janus's own VideoRoom demo, without its library: each browser speaks with Janus, publishes, and attaches a handle to each of the others. */

interface Feed {
  id: string;
}
interface Answer {
  janus: string;
  transaction?: string;
  sender?: number;
  data?: { id: number };
  plugindata?: { data: { private_id?: number; publishers?: Feed[]; error?: string } };
  jsep?: RTCSessionDescriptionInit;
}

const query = Object.fromEntries(new URLSearchParams(location.search)) as {
  role: "host" | "guest";
  server: string;
  room: string;
  secret: string;
};

class Janus {
  #session: number | undefined;
  #count = 0;
  readonly #asked = new Map<string, (answer: Answer) => void>();
  readonly #told = new Map<number, (answer: Answer) => void>();

  constructor(private readonly socket: WebSocket) {
    socket.addEventListener("message", ({ data }) => this.#hear(JSON.parse(data as string) as Answer));
  }

  static async connect(): Promise<Janus> {
    const socket = new WebSocket(query.server, "janus-protocol");
    await new Promise((resolve) => socket.addEventListener("open", resolve, { once: true }));
    const janus = new Janus(socket);
    janus.#session = (await janus.ask({ janus: "create" })).data?.id;
    return janus;
  }

  async attach(told: (answer: Answer) => void = () => undefined): Promise<number> {
    const { data } = await this.ask({ janus: "attach", plugin: "janus.plugin.videoroom" });
    this.#told.set(data!.id, told);
    return data!.id;
  }

  message(handle: number, body: object, jsep?: RTCSessionDescriptionInit | null): Promise<Answer> {
    return this.ask({ janus: "message", handle_id: handle, body, ...(jsep == null ? {} : { jsep }) });
  }

  ask(request: object): Promise<Answer> {
    const transaction = String((this.#count += 1));
    const session = this.#session === undefined ? {} : { session_id: this.#session };
    this.socket.send(JSON.stringify({ ...request, ...session, transaction, apisecret: query.secret }));
    return new Promise((resolve) => this.#asked.set(transaction, resolve));
  }

  #hear(answer: Answer): void {
    if (answer.janus === "ack") return;
    const { transaction = "", sender = 0 } = answer;
    this.#asked.get(transaction)?.(answer);
    this.#asked.delete(transaction);
    this.#told.get(sender)?.(answer);
  }
}

async function main(): Promise<void> {
  const { role, room, secret } = query;
  const media = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 1280, height: 720, frameRate: 30 } });
  const janus = await Janus.connect();
  let privateId: number | undefined;

  const connect = (handle: number): RTCPeerConnection => {
    const connection = new RTCPeerConnection();
    connection.addEventListener("icecandidate", ({ candidate }) => {
      void janus.ask({ janus: "trickle", handle_id: handle, candidate: candidate ?? { completed: true } });
    });
    return connection;
  };
  const watch = async ({ id: feed }: Feed): Promise<void> => {
    const handle = await janus.attach();
    const body = { request: "join", ptype: "subscriber", room, streams: [{ feed }], private_id: privateId };
    const { jsep } = await janus.message(handle, body);
    const connection = connect(handle);
    await connection.setRemoteDescription(jsep!);
    await connection.setLocalDescription();
    await janus.message(handle, { request: "start", room }, connection.localDescription);
  };
  const seen = new Set<string>();
  const own = await janus.attach(({ plugindata }) => {
    privateId ??= plugindata?.data.private_id;
    for (const feed of plugindata?.data.publishers ?? []) {
      if (seen.has(feed.id)) continue;
      seen.add(feed.id);
      void watch(feed);
    }
  });
  const join = async (): Promise<void> => {
    await janus.message(own, { request: "join", ptype: "publisher", room, display: role });
    const connection = connect(own);
    for (const track of media.getTracks()) connection.addTrack(track, media);
    await connection.setLocalDescription();
    const { jsep } = await janus.message(own, { request: "configure", audio: true, video: true }, connection.localDescription);
    await connection.setRemoteDescription(jsep!);
  };
  if (role === "host") {
    await janus.message(own, { request: "create", room, admin_key: secret, publishers: 6, bitrate: 128_000 * 8, videocodec: "vp8" });
    await join();
    Object.assign(window, { joined: true, ready: true });
    return;
  }
  const shareScreen = async (): Promise<void> => {
    const screen = await navigator.mediaDevices.getDisplayMedia();
    const handle = await janus.attach();
    await janus.message(handle, { request: "join", ptype: "publisher", room, display: "screen" });
    const connection = connect(handle);
    for (const track of screen.getTracks()) connection.addTrack(track, screen);
    await connection.setLocalDescription();
    const { jsep } = await janus.message(handle, { request: "configure", audio: false, video: true }, connection.localDescription);
    await connection.setRemoteDescription(jsep!);
  };
  Object.assign(window, {
    ready: true,
    letIn() {
      const at = performance.timeOrigin + performance.now();
      void join();
      return at;
    },
    share() {
      const at = performance.timeOrigin + performance.now();
      void shareScreen();
      return at;
    },
  });
}

if (query.role !== undefined) void main();
