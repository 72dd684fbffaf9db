/** The parts of janode 1.8 that are used; the package has no declarations of its own. */
declare module "janode" {
  import type { EventEmitter } from "node:events";

  /** A description as Janus and browsers exchange it. */
  export interface Jsep {
    type: "offer" | "answer";
    sdp: string;
  }
  export interface Connection extends EventEmitter {
    close(): Promise<void>;
    /** @param keepAliveSeconds how often Janus is told that the session is still wanted */
    create(keepAliveSeconds?: number): Promise<Session>;
  }
  export interface Session extends EventEmitter {
    attach(plugin: PluginDescriptor): Promise<Handle>;
    destroy(): Promise<void>;
  }
  export interface Handle extends EventEmitter {
    readonly id: number;
    message(body: object, jsep?: Jsep): Promise<{ plugindata?: { data?: Record<string, unknown> }; jsep?: Jsep }>;
    trickle(candidates: object | object[]): Promise<unknown>;
    detach(): Promise<void>;
  }
  export interface PluginDescriptor {
    id: string;
    EVENT: Record<string, string>;
  }
  export interface ConnectSettings {
    address: { url: string; apisecret?: string }[];
    max_retries?: number;
    ws_options?: { handshakeTimeout?: number };
  }
  const Janode: {
    connect(settings: ConnectSettings): Promise<Connection>;
    EVENT: Record<
      "CONNECTION_CLOSED" | "CONNECTION_ERROR" | "SESSION_DESTROYED" | "HANDLE_DETACHED" | "HANDLE_HANGUP" | "HANDLE_WEBRTCUP",
      string
    >;
    Logger: { setLevel(level: "none" | "error" | "warn" | "info"): void };
  };
  export default Janode;
}

declare module "janode/plugins/videoroom" {
  import type { PluginDescriptor } from "janode";

  const VideoRoom: PluginDescriptor;
  export default VideoRoom;
}
