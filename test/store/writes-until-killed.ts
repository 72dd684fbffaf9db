/** Run by the embedded store's test: commits without end, and prints each commit after it was acknowledged. */

import { openEmbeddedStore } from "../../relay/store/embedded-store.ts";
import { commitOf, document } from "../contract/session-store.contract.ts";

const store = await openEmbeddedStore(process.argv[2] ?? "");
for (;;) {
  const session = document();
  for (let version = 0; version < 3; version += 1) {
    const outcome = await store.sessions.commit(commitOf(session, version));
    if (outcome.is === "committed") process.stdout.write(`${session.id} ${outcome.version}\n`);
  }
}
