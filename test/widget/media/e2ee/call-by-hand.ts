/** A call by hand: the pages in it, with what they seal and open, and a relay that does what the test says. */

import type { TestContext } from "node:test";
import type { InstanceId, ParticipantId } from "../../../../protocol/ids.ts";
import { FrameOpener, OpenedStream } from "../../../../widget/media/e2ee/frame-opener.ts";
import { FrameSealer } from "../../../../widget/media/e2ee/frame-sealer.ts";
import type { Member } from "../../../../widget/media/e2ee/key-exchange.ts";
import { KeyExchange } from "../../../../widget/media/e2ee/key-exchange.ts";
import type { KeyLetter } from "../../../../widget/media/e2ee/key-letters.ts";
import { makeKeyPair } from "../../../../widget/media/e2ee/key-pair.ts";

interface Letter {
  from: Page;
  to: Member;
  letter: KeyLetter;
}

const FRAME = Uint8Array.from([0x51, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
let pages = 0;

/** One page of one participant: what it knows, what it seals and what it opens. */
export class Page {
  readonly member: Member;
  readonly exchange: KeyExchange;
  readonly sealer = new FrameSealer();
  readonly opener: FrameOpener;
  /** What came of keys, in the order in which it was put to use. */
  #work: Promise<unknown> = Promise.resolve();

  constructor(call: Call, name: string, own: Awaited<ReturnType<typeof makeKeyPair>>) {
    const participantId = `gst_${name}` as ParticipantId;
    this.member = { participantId, instance: `ins_${++pages}` as InstanceId, order: pages, key: own.published };
    this.opener = new FrameOpener(() => call.now);
    const then = (act: () => unknown): void => {
      this.#work = this.#work.then(act);
    };
    this.exchange = new KeyExchange({
      own,
      store: {
        ownKey: (kid, base) => then(() => this.sealer.use(kid, base)),
        key: (from, kid, base) => then(() => this.opener.know(from, kid, base)),
        forget: (from) => then(() => this.opener.forget(from)),
      },
      send: (to, letter) => call.letters.push({ from: this, to: to as Member, letter }),
    });
  }

  async seals(): Promise<Uint8Array<ArrayBuffer>> {
    await this.#work;
    return (await this.sealer.seal(FRAME, { kind: "video", slot: "camera" }))!;
  }

  async opens(sealed: Uint8Array<ArrayBuffer>, of: Page): Promise<boolean> {
    await this.#work;
    const stream = new OpenedStream({ kind: "video", slot: "camera" });
    stream.assign(of.member.participantId, "camera");
    return (await this.opener.open(sealed, stream)) !== undefined;
  }
}

/** The relay by hand: views are shown, and letters handed over, when the test says so. */
export class Call {
  now = 0;
  letters: Letter[] = [];
  inside: Page[] = [];
  readonly all: Page[] = [];

  constructor(readonly t: TestContext) {
    t.mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
    t.after(() => this.all.forEach(({ exchange }) => exchange.close()));
  }

  async page(name: string): Promise<Page> {
    const page = new Page(this, name, await makeKeyPair());
    this.all.push(page);
    return page;
  }

  /** Everyone inside is shown who is. */
  async view(...inside: Page[]): Promise<void> {
    this.inside = inside;
    await Promise.all(inside.map((each) => each.exchange.see(inside.filter((other) => other !== each).map(({ member }) => member))));
    await this.settled();
  }

  /** Hands over everything that lies there, and what comes of it; the relay drops what is meant for a page that is gone (SIG3). */
  async deliver(only: (letter: Letter) => boolean = () => true): Promise<void> {
    for (await this.settled(); this.letters.some(only); await this.settled()) {
      const [next] = this.letters.splice(this.letters.findIndex(only), 1);
      const to = this.inside.find(({ member }) => member.instance === next!.to.instance);
      if (to !== undefined && this.inside.includes(next!.from)) await to.exchange.receive(next!.from.member, next!.letter);
    }
  }

  /** Every page is through with what it was told. */
  async settled(): Promise<void> {
    await Promise.all(this.all.map(({ exchange }) => exchange.done));
  }

  async pass(ms: number): Promise<void> {
    this.now += ms;
    this.t.mock.timers.tick(ms);
    await this.settled();
  }

  /** Who opens what who sends. */
  async hear(listeners = this.inside): Promise<string[]> {
    const heard: string[] = [];
    for (const from of this.inside) {
      const sealed = await from.seals();
      for (const to of listeners) {
        if (to !== from && (await to.opens(sealed, from))) heard.push(`${nameOf(to)} hears ${nameOf(from)}`);
      }
    }
    return heard.sort();
  }
}

export const nameOf = ({ member }: Page): string => member.participantId.slice(4);
