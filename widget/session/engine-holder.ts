/** Holds the media engine of a call: loads it when it is wanted, hands it what it missed meanwhile, lets it go at once when the call ends. */

import type { InstanceId, ParticipantId } from "../../protocol/ids.ts";
import type { IceConfig } from "../../protocol/views.ts";
import { pauseDrawing } from "./drawing.ts";
import type { CallEngine, EngineSettings, Scene } from "../media/call-engine.ts";
import type { LocalMedia } from "../media/local-media.ts";
import type { SfuAsk, SfuPush, Shown, SignalWire } from "../media/transport.ts";

export type EngineLoader = () => Promise<{ CallEngine: typeof CallEngine }>;

export interface EngineHolderSettings {
  media: LocalMedia;
  load: EngineLoader;
  wire: SignalWire;
  sfu?: SfuAsk;
  seal?: EngineSettings["seal"];
  /** The engine told of a change. */
  changed: () => void;
  /** The engine is there, or could not be loaded. */
  settled: () => void;
}

/** A file that did not come is asked for again after this long, ms. */
const RETRY_MS = 3_000;

/** The page belongs to sound and picture until the first of the others stands, but for no longer than this, ms: each step of their agreement would wait for what is drawn. */
const MEDIA_FIRST_MS = 400;

/** Signals that come while the engine is still being loaded. */
const EARLY_KEPT = 200;

export class EngineHolder {
  engine: CallEngine | undefined;
  /** The engine's file could not be loaded, or this browser cannot make calls. */
  broken = false;
  readonly #settings: EngineHolderSettings;
  #loading: Promise<void> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #ice: IceConfig | undefined;
  #early: [from: { participantId: ParticipantId; instance: InstanceId }, data: unknown][] = [];
  /** Counts lives, so that what was loaded for an older one is not started. */
  #life = 0;
  #shown: ReadonlyMap<ParticipantId, Shown> | undefined;
  #shownWords = "";
  #seen = false;
  #draw = (): void => undefined;

  constructor(settings: EngineHolderSettings) {
    this.#settings = settings;
  }

  get supplied(): boolean {
    return this.#ice !== undefined;
  }

  start(): Promise<void> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  async #load(): Promise<void> {
    const life = this.#life;
    const { media, wire, sfu, seal, load, settled } = this.#settings;
    const changed = () => this.#changed();
    try {
      const { CallEngine: Engine } = await load();
      if (life !== this.#life) return;
      this.engine = new Engine({ media, wire, sfu, seal, changed });
      this.broken = false;
    } catch {
      if (life !== this.#life) return;
      this.broken = true;
      // Asked for again at once by whoever is told, it would be asked for without end while the network is away.
      clearTimeout(this.#retry);
      this.#retry = setTimeout(() => this.again(), RETRY_MS);
      return settled();
    }
    clearTimeout(this.#retry);
    if (this.#ice !== undefined) this.engine.setIce(this.#ice);
    if (this.#shown !== undefined) this.engine.show(this.#shown);
    for (const [from, data] of this.#early.splice(0)) this.engine.receive(from, data);
    settled();
  }

  /** A file that did not come is asked for once more. */
  again(): void {
    clearTimeout(this.#retry);
    if (!this.broken) return;
    this.#loading = undefined;
    void this.start();
  }

  supply(ice: IceConfig): void {
    this.#ice = ice;
    this.engine?.setIce(ice);
  }

  receive(from: { participantId: ParticipantId; instance: InstanceId }, data: unknown): void {
    if (this.engine !== undefined) this.engine.receive(from, data);
    else if (this.#early.length < EARLY_KEPT) this.#early.push([from, data]);
  }

  /** What comes before the engine is there is asked for by it again. */
  push(push: SfuPush): void {
    this.engine?.push(push);
  }

  /** What of whom is on the screen; kept for an engine that comes later. */
  show(shown: ReadonlyMap<ParticipantId, Shown>): void {
    const words = JSON.stringify([...shown]);
    if (words === this.#shownWords) return;
    this.#shownWords = words;
    this.#shown = shown;
    this.engine?.show(shown);
  }

  see(scene: Scene): void {
    const { engine } = this;
    if (engine !== undefined && !this.#seen && scene.others.length > 0) this.#mediaFirst();
    this.#seen = true;
    engine?.see(scene);
  }

  #mediaFirst(): void {
    pauseDrawing(new Promise((resolve) => (this.#draw = resolve)));
    setTimeout(this.#draw, MEDIA_FIRST_MS);
  }

  #changed(): void {
    for (const { state } of this.engine?.remotes.values() ?? []) if (state === "connected") this.#draw();
    this.#settings.changed();
  }

  end(): void {
    this.#life += 1;
    this.engine?.close();
    this.engine = undefined;
    this.#loading = undefined;
    clearTimeout(this.#retry);
    this.#ice = undefined;
    this.#shown = undefined;
    this.#shownWords = "";
    this.#early = [];
    this.#seen = false;
    this.#draw();
  }
}
