/**
 * The thread in which the room behind a person is blurred. It asks for each picture when it has done the last: its clock goes on while
 * the page is hidden, where the page's own is held back. It ends with the camera's picture, by being ended.
 */

import type { FromBlur, Picture, ToBlur } from "./blur-messages.ts";
import { Pace } from "./pace.ts";
import { Painter } from "./painter.ts";
import { Segmenter } from "./segmenter.ts";

/** No more pictures than this, ms from one to the next. */
const EACH_MS = 1000 / 30;

interface Scope {
  onmessage: ((event: MessageEvent<ToBlur>) => void) | null;
  postMessage(message: FromBlur, transfer?: Transferable[]): void;
}

const scope = globalThis as unknown as Scope;
const pace = new Pace();
let painter: Painter | undefined;
let asked = 0;

scope.onmessage = ({ data: message }) => {
  const work = message.is === "load" ? load(message.wasm, message.model) : draw(message.is === "picture" ? message.picture : undefined);
  // Whatever went wrong: no picture is better than one of the room.
  work.catch((error: unknown) => {
    scope.onmessage = null;
    scope.postMessage({ is: "failed", why: String(error) });
  });
};
scope.postMessage({ is: "here" });

async function load(wasm: string, model: string): Promise<void> {
  painter = new Painter(await Segmenter.load(wasm, model));
  ask();
}

async function draw(picture: Picture | undefined): Promise<void> {
  if (picture !== undefined && painter !== undefined) {
    const start = performance.now();
    const wasSlow = pace.slow;
    let blurred: ImageBitmap;
    try {
      blurred = painter.paint(picture, pace.effort, start);
    } finally {
      picture.close();
    }
    scope.postMessage({ is: "blurred", picture: blurred }, [blurred]);
    const end = performance.now();
    pace.spent(end - start, end);
    if (pace.slow !== wasSlow) scope.postMessage({ is: "slow", slow: pace.slow });
  }
  setTimeout(ask, Math.max(0, asked + EACH_MS - performance.now()));
}

function ask(): void {
  asked = performance.now();
  scope.postMessage({ is: "next" });
}
