/**
 * Which of the streams that one connection receives belong together. A browser plays what is of one stream in step, by the clock of whoever
 * sends it (RFC 8830): face and voice of one participant have to be one, and never one with somebody else's, whose clock is another. Janus
 * names all of them alike.
 */

import type { SfuOffer } from "../../protocol/sfu.ts";

type Streams = SfuOffer["streams"];

export class SyncGroups {
  /** By m-line. It keeps its name when it is used again: browsers heed no other one for it. */
  readonly #names = new Map<string, string>();

  /** The description with each m-line's stream named. A shared screen is a stream of its own. */
  named(sdp: string, streams: Streams): string {
    for (const { mid, from, order, slot } of streams) {
      if (this.#names.has(mid)) continue;
      const known = streams.find(
        (each) => each.from === from && each.order === order && slot !== "screen" && each.slot !== "screen" && this.#names.has(each.mid),
      );
      this.#names.set(mid, this.#names.get(known?.mid ?? "") ?? `m${mid}`);
    }
    return sdp
      .split(/^(?=m=)/mu)
      .map((media) => {
        const name = this.#names.get(/^a=mid:(\S+)/mu.exec(media)?.[1] ?? "");
        return name === undefined ? media : media.replace(/^a=msid:\S+/mu, `a=msid:${name}`);
      })
      .join("");
  }
}
