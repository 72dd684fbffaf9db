import assert from "node:assert/strict";
import { test } from "node:test";
import type { ParticipantId } from "../../../protocol/ids.ts";
import { Arrivals } from "../../../widget/media/arrivals.ts";
import type { RemoteMedia, Tally } from "../../../widget/media/transport.ts";
import { until } from "../../support/until.ts";

const SAM: ParticipantId = "gst_sam";
const DINA: ParticipantId = "gst_dina";

/** A way whose pictures and sound of everybody come whenever it is asked. */
class Way {
  asked = 0;
  states: Record<string, RemoteMedia["state"]> = { [SAM]: "connecting", [DINA]: "connecting" };

  get remotes(): ReadonlyMap<ParticipantId, RemoteMedia> {
    const all = Object.entries(this.states).map(([id, state]) => [id, { participantId: id, streams: {}, state }]);
    return new Map(all as [ParticipantId, RemoteMedia][]);
  }

  async tally(): Promise<ReadonlyMap<ParticipantId, Tally>> {
    const n = (this.asked += 1);
    const come = { frames: n, sound: 3 * n, samples: 2_880 * n, concealed: 0 };
    return new Map([SAM, DINA].map((id) => [id, come]));
  }
}

test("while a call moves, nobody asks what has come before a connection of the new way stands (MEDIA4)", async () => {
  const [old, fresh] = [new Way(), new Way()];
  const told: ParticipantId[] = [];
  const arrivals = new Arrivals((id) => told.push(id));
  let looked = 0;
  const watched = {
    tally: () => fresh.tally(),
    get remotes() {
      looked += 1;
      return fresh.remotes;
    },
  };
  arrivals.watch(old, watched);
  await until("it has looked a few times", () => looked >= 8);
  assert.equal(old.asked + fresh.asked, 0);
  fresh.states[SAM] = "connected";
  await until("the one who stands has arrived", () => told.length > 0);
  assert.deepEqual(told, [SAM]);
  const asked = fresh.asked;
  const seen = looked;
  await until("it has looked a few times more", () => looked >= seen + 8);
  assert.equal(fresh.asked, asked, "whoever has arrived is not asked for again");
  fresh.states[DINA] = "connected";
  await until("the other one has arrived", () => told.length > 1);
  assert.deepEqual(told, [SAM, DINA]);
  assert(arrivals.has(SAM) && arrivals.has(DINA));
  const end = fresh.asked;
  arrivals.stop();
  assert.equal(fresh.asked, end);
});
