/** The lightest possible browser: Engine.IO and Socket.IO spoken by hand over one WebSocket, so that the load costs less than what is measured. */

import WebSocket from "ws";

export class Wire {
  /** Told of every Socket.IO event of the namespace, as the text of its JSON array. */
  onEvent: (json: string) => void = (json) => void this.#past.push(json);
  /** What came before anybody listened. */
  readonly #past: string[] = [];
  #nextAck = 0;
  readonly #acks = new Map<number, (json: string) => void>();

  private constructor(
    private readonly socket: WebSocket,
    private readonly prefix: string,
  ) {}

  /** Opens `namespace` ("" is the root one) with `auth`. Rejects with the text of a refusal. */
  static open(url: string, path: string, namespace: string, auth?: object): Promise<Wire> {
    const address = `${url.replace("http", "ws")}${path}/?EIO=4&transport=websocket`;
    const socket = new WebSocket(address, { perMessageDeflate: false, origin: "https://portal.example", skipUTF8Validation: true });
    const prefix = namespace === "" ? "" : `${namespace},`;
    const wire = new Wire(socket, prefix);
    return new Promise((resolve, reject) => {
      socket.on("error", reject);
      socket.on("message", (frame: Buffer) => {
        const text = frame.toString("latin1");
        if (text === "2") return socket.send("3");
        if (text.startsWith("0")) return socket.send(`40${prefix}${auth === undefined ? "" : JSON.stringify(auth)}`);
        if (text.startsWith("40")) return resolve(wire);
        if (text.startsWith("44")) return reject(new Error(text));
        if (text.startsWith("42")) return wire.onEvent(text.slice(2 + prefix.length));
        if (text.startsWith("43")) wire.#answered(text.slice(2 + prefix.length));
      });
    });
  }

  /** Sends an event without asking for an acknowledgement; `json` is its array. */
  tell(json: string): void {
    this.socket.send(`42${this.prefix}${json}`);
  }

  /** Sends an event; `answered` gets the JSON array of the acknowledgement. */
  ask(json: string, answered: (json: string) => void): void {
    const id = this.#nextAck++;
    this.#acks.set(id, answered);
    this.socket.send(`42${this.prefix}${id}${json}`);
  }

  request<T>(name: string, payload: unknown): Promise<T> {
    return new Promise((resolve) => {
      this.ask(JSON.stringify([name, payload]), (json) => resolve((JSON.parse(json) as [T])[0]));
    });
  }

  /** The first event called `name` that fits, past or to come. To be asked before `onEvent` is set. */
  next<T>(name: string, fits: (payload: unknown) => boolean = () => true): Promise<T> {
    for (const json of this.#past) {
      const payload = payloadOf<T>(json, name);
      if (payload !== undefined && fits(payload)) return Promise.resolve(payload);
    }
    return this.coming(name, fits);
  }

  /** As `next`, of what is still to come alone. */
  coming<T>(name: string, fits: (payload: unknown) => boolean = () => true): Promise<T> {
    return new Promise((resolve) => {
      const before = this.onEvent;
      this.onEvent = (json) => {
        before(json);
        const payload = payloadOf<T>(json, name);
        if (payload === undefined || !fits(payload)) return;
        this.onEvent = before;
        resolve(payload);
      };
    });
  }

  /** Gone without a word. */
  drop(): void {
    this.socket.terminate();
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.socket.once("close", () => resolve());
      this.socket.close();
    });
  }

  #answered(text: string): void {
    const bracket = text.indexOf("[");
    const id = Number(text.slice(0, bracket));
    const answered = this.#acks.get(id);
    this.#acks.delete(id);
    answered?.(text.slice(bracket));
  }
}

function payloadOf<T>(json: string, name: string): T | undefined {
  return json.startsWith(`["${name}"`) ? (JSON.parse(json) as [string, T])[1] : undefined;
}

/** A bare WebSocket, for the reference without a library. */
export class PlainWire {
  onMessage: () => void = () => undefined;

  private constructor(private readonly socket: WebSocket) {}

  /** Opens, says `hello` and waits for the first answer. */
  static open(url: string, hello: string): Promise<PlainWire> {
    const socket = new WebSocket(url.replace("http", "ws"), { perMessageDeflate: false, skipUTF8Validation: true });
    const wire = new PlainWire(socket);
    return new Promise((resolve, reject) => {
      socket.on("error", reject);
      socket.on("open", () => socket.send(hello));
      socket.once("message", () => {
        socket.on("message", () => wire.onMessage());
        resolve(wire);
      });
    });
  }

  tell(json: string): void {
    this.socket.send(json);
  }
}
