import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { ParticipantId } from "../../protocol/ids.ts";
import type { MediaSlot, SfuOffer } from "../../protocol/sfu.ts";
import { SyncGroups } from "../../relay/media/sync-groups.ts";

/** As Janus writes it: every m-line in one stream. */
const described = (mids: number): string =>
  ["v=0", "a=msid-semantic: WMS janus"]
    .concat(Array.from({ length: mids }, (_, mid) => [`m=x 9 UDP/TLS/RTP/SAVPF 96`, `a=mid:${mid}`, `a=msid:janus janus${mid}`]).flat())
    .map((line) => `${line}\r\n`)
    .join("");
const streamsIn = (sdp: string): string[] => [...sdp.matchAll(/^a=msid:(\S+) janus\d+\r$/gmu)].map(([, name]) => name!);
const of = (who: string, slots: readonly MediaSlot[], from: number, order = 1): SfuOffer["streams"] =>
  slots.map((slot, n) => ({ mid: `${from + n}`, from: `gst_${who}` as ParticipantId, slot, order }));
const FACE = ["audio", "camera"] as const;

describe("What a browser plays in step (MEDIA13)", () => {
  test("is one participant's voice and face, never two people's, and not a shared screen", () => {
    const streams = [...of("maya", [...FACE, "screen"], 0), ...of("samir", FACE, 3)];
    const [voice, face, screen, otherVoice, otherFace] = streamsIn(new SyncGroups().named(described(5), streams));
    assert.equal(voice, face);
    assert.equal(otherVoice, otherFace);
    assert.equal(new Set([voice, screen, otherVoice]).size, 3);
  });

  test("is of one connection of theirs, where a new one stands beside the old one", () => {
    const [old, , young] = streamsIn(new SyncGroups().named(described(4), [...of("maya", FACE, 0, 1), ...of("maya", FACE, 2, 2)]));
    assert.notEqual(old, young);
  });

  test("stays so for an m-line that is used again for somebody else, whose face may come by another one", () => {
    const groups = new SyncGroups();
    const before = streamsIn(groups.named(described(4), [...of("maya", FACE, 0), ...of("samir", FACE, 2)]));
    const dina = [...of("dina", ["audio"], 0), ...of("dina", ["camera"], 4)];
    const after = streamsIn(groups.named(described(5), [...dina, ...of("samir", FACE, 2)]));
    assert.deepEqual(after.slice(0, 4), before);
    assert.equal(after[4], after[0]);
  });

  test("takes in nobody new where somebody else's came by an m-line that is used again", () => {
    const groups = new SyncGroups();
    groups.named(described(3), [...of("ana", ["audio"], 0), ...of("maya", FACE, 1)]);
    // Ana and Maya have gone. Dina's face comes by what was Maya's, Kai's voice as well.
    const dina = [...of("dina", ["audio"], 0), ...of("dina", ["camera"], 2)];
    const kai = [...of("kai", ["audio"], 1), ...of("kai", ["camera"], 3)];
    const names = streamsIn(groups.named(described(4), [...dina, ...kai]));
    assert.equal(new Set(names).size, 3);
    assert.notEqual(names[3], names[2], "Kai's face is not in a stream with Dina's");
  });

  test("says nothing of what is nobody's, and changes nothing else", () => {
    const sdp = described(3);
    const named = new SyncGroups().named(sdp, of("maya", FACE, 0));
    assert.equal(streamsIn(named)[2], "janus");
    assert.equal(named.replaceAll(/^a=msid:\S+/gmu, "a=msid:janus"), sdp);
  });
});
