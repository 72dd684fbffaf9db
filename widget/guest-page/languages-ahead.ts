/**
 * Before a browser says the first time of day, it lists all languages that it can say one in: in Chromium once for all threads, 25 ms on a
 * fast machine, a hundred on a phone, in one piece in which the page stands still. A thread beside it does that while the page is being made.
 * A file of its own, which the page asks for first.
 */

import { startWorker } from "../media/start-worker.ts";
import address from "./languages-thread.ts?worker&url";

startWorker(new URL(address, import.meta.url).href).then(
  (thread) => thread.terminate(),
  // Then it takes as long as it takes.
  () => {},
);
