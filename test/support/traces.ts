/** What a page holds on to beyond its own document: lights, lines and ears. */
export interface Traces {
  /** Cameras and microphones that are on. */
  tracks: number;
  sockets: number;
  peers: number;
  /** Sound that is played or measured. */
  sounds: number;
  /** Listeners on `window`, `document` and the like, which outlive every element. */
  listeners: number;
}

declare global {
  interface Window {
    traces(): Traces;
  }
}

/** Runs inside of the page before anything of it, so it names nothing from outside of itself. */
export function installTraces(): void {
  const tracks: MediaStreamTrack[] = [];
  const sockets: WebSocket[] = [];
  const sounds: AudioContext[] = [];

  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices !== undefined) {
    const ask = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (wish) => {
      const stream = await ask(wish);
      tracks.push(...stream.getTracks());
      return stream;
    };
  }
  window.WebSocket = new Proxy(window.WebSocket, {
    construct(target, parameters: ConstructorParameters<typeof WebSocket>) {
      const socket = new target(...parameters);
      sockets.push(socket);
      return socket;
    },
  });
  window.AudioContext = new Proxy(window.AudioContext, {
    construct(target, parameters: ConstructorParameters<typeof AudioContext>) {
      const sound = new target(...parameters);
      sounds.push(sound);
      return sound;
    },
  });

  const lasting: EventTarget[] = [window, document, document.fonts, navigator.mediaDevices, screen.orientation];
  if (window.visualViewport !== null) lasting.push(window.visualViewport);
  const heard = new Map<EventTarget, Map<unknown, Set<string>>>(lasting.map((each) => [each, new Map<unknown, Set<string>>()]));
  const key = (type: string, options: unknown): string =>
    `${type}${(typeof options === "object" && options !== null ? (options as { capture?: boolean }).capture : options) === true ? " capture" : ""}`;
  const add = EventTarget.prototype.addEventListener;
  const remove = EventTarget.prototype.removeEventListener;
  EventTarget.prototype.addEventListener = function (this: EventTarget | undefined, type, listener, options) {
    const target = this ?? window;
    add.call(target, type, listener, options);
    const kept = heard.get(target);
    if (kept === undefined || listener === null) return;
    const names = kept.get(listener) ?? new Set<string>();
    names.add(key(type, options));
    kept.set(listener, names);
    if (typeof options !== "object") return;
    options.signal?.addEventListener("abort", () => names.delete(key(type, options)));
    if (options.once === true) add.call(target, type, () => names.delete(key(type, options)), { once: true });
  };
  EventTarget.prototype.removeEventListener = function (this: EventTarget | undefined, type, listener, options) {
    const target = this ?? window;
    remove.call(target, type, listener, options);
    heard.get(target)?.get(listener)?.delete(key(type, options));
  };

  window.traces = () => ({
    tracks: tracks.filter(({ readyState }) => readyState === "live").length,
    sockets: sockets.filter(({ readyState }) => readyState < WebSocket.CLOSING).length,
    peers: window.peerConnections.filter(({ connectionState }) => connectionState !== "closed").length,
    sounds: sounds.filter(({ state }) => state !== "closed").length,
    listeners: [...heard.values()].flatMap((kept) => [...kept.values()]).reduce((sum, names) => sum + names.size, 0),
  });
}
