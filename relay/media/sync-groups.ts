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

  /**
   * The description with each m-line's stream named. A shared screen is a stream of its own. Of m-lines that are used again in another order
   * than they were used first, two may be of one stream and not of one person: nothing that is said here changes that.
   */
  named(sdp: string, streams: Streams): string {
    for (const { mid, from, order, slot } of streams) {
      if (this.#names.has(mid)) continue;
      const known = streams.find(
        (each) => each.from === from && each.order === order && slot !== "screen" && each.slot !== "screen" && this.#names.has(each.mid),
      );
      const name = this.#names.get(known?.mid ?? "");
      const free = name !== undefined && !streams.some((each) => each.from !== from && this.#names.get(each.mid) === name);
      this.#names.set(mid, free ? name : `m${mid}`);
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
