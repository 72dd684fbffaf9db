/** Where a tag finds what it shows: a host's connection that is no relay's, and a camera that is a drawing. */

import { ContextProvider } from "@lit/context";
import { hostConnectionContext } from "../../../../widget/session/contexts.ts";
import { accepted } from "../../../../protocol/refusals.ts";
import type { HostView } from "../../../../protocol/views.ts";
import { FakeHost } from "../../../../test/widget/support/fake-host.ts";
import { defaultMessage } from "../../../../test/widget/support/host-views.ts";
import { face } from "../../../../test/widget/support/face.ts";

/** A page of a host whose connection is `connection`. */
export function hosted(connection: FakeHost, ...content: Node[]): HTMLElement {
  const place = document.createElement("div");
  new ContextProvider(place, { context: hostConnectionContext, initialValue: connection });
  place.append(...content);
  return place;
}

const done = () => accepted({});

/** A relay that has one session and does what it is asked; nothing changes by it. */
export function relayWith(view: HostView, more: FakeHost["answers"] = {}): FakeHost {
  return new FakeHost({
    "session:watch": () => accepted(view),
    "session:unwatch": done,
    "message:get": () => accepted(defaultMessage()),
    "guest:admit": done,
    "guest:deny": done,
    "guest:message": done,
    "call:flags": done,
    "call:leave": done,
    ...more,
  });
}

/** A connection that is still being made: what is asked stays unanswered. */
export function relayToCome(): FakeHost {
  const never = () => new Promise<never>(() => {});
  return new FakeHost({ "session:watch": never, "waiting:watch": never, "message:get": never });
}

export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Partial<HTMLElementTagNameMap[Tag]> = {},
  attributes: Record<string, string> = {},
): HTMLElementTagNameMap[Tag] {
  const element = Object.assign(document.createElement(tag), properties);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/** What a press or a key brings is there. */
export async function until<T>(look: () => T | null | undefined | false): Promise<T> {
  for (;;) {
    const found = look();
    if (found !== null && found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Presses what the selector finds in the tag's shadow tree, once it is there. */
export async function press(place: HTMLElement, tag: string, selector: string): Promise<void> {
  (await until(() => place.querySelector(tag)?.shadowRoot?.querySelector<HTMLElement>(selector))).click();
}

/** Stands a drawn picture and silence in for camera and microphone: the gallery asks nobody for permission. */
export function drawnDevices(): void {
  const device = (kind: MediaDeviceKind, label: string) => ({ deviceId: `${kind}-1`, groupId: "1", kind, label });
  const devices = [
    device("videoinput", "Built-in camera"),
    device("audioinput", "Built-in microphone"),
    device("audiooutput", "Built-in speaker"),
  ].map((each) => ({ ...each, toJSON: () => each }));
  const { mediaDevices } = navigator;
  mediaDevices.enumerateDevices = () => Promise.resolve(devices);
  mediaDevices.getUserMedia = (constraints) => {
    const tracks: MediaStreamTrack[] = [];
    if (constraints?.video) tracks.push(...face(2, { width: 1280, height: 960 }).getVideoTracks());
    if (constraints?.audio) tracks.push(...new AudioContext().createMediaStreamDestination().stream.getAudioTracks());
    return Promise.resolve(new MediaStream(tracks));
  };
}

/** A camera and a microphone that this browser does not give. */
export function noDevices(): void {
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("denied", "NotAllowedError"));
}

/** A page that lets no worker start. */
export function noThreads(): void {
  Object.assign(globalThis, {
    Worker: class {
      constructor() {
        throw new DOMException("denied", "SecurityError");
      }
    },
  });
}

/** Tells the same public key each time, so that a code made from it is the same in every picture. */
export function sameKey(): void {
  const key = Uint8Array.from({ length: 65 }, (_, n) => (n === 0 ? 4 : n)).buffer;
  Object.defineProperty(crypto.subtle, "exportKey", { configurable: true, value: () => Promise.resolve(key) });
}

/** What is chosen in this state is chosen for this look alone. */
export function noStorage(): void {
  Object.defineProperty(globalThis, "localStorage", { configurable: true, value: undefined });
}

/** A browser without calls, as some inside of other apps are. */
export function noCalls(): void {
  Reflect.deleteProperty(globalThis, "RTCPeerConnection");
}
