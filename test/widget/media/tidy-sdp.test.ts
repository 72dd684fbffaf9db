import assert from "node:assert/strict";
import { test } from "node:test";
import { tidySdp } from "../../../widget/media/tidy-sdp.ts";

const OFFER = [
  "v=0",
  "s=-",
  "m=audio 9 UDP/TLS/RTP/SAVPF 109",
  "a=rtcp-fb:109 transport-cc",
  "m=video 0 UDP/TLS/RTP/SAVPF 120 124",
  "a=rtcp-fb:120 nack",
  "a=rtcp-fb:120 ccm fir",
  "a=rtcp-fb:121 nack",
  "a=rtcp-fb:99 nack pli",
  "a=rtcp-fb:* transport-cc",
  "a=rtpmap:120 VP8/90000",
  "m=application 0 UDP/DTLS/SCTP webrtc-datachannel",
  "a=sctp-port:5000",
  "",
].join("\r\n");

test("feedback of codecs that are not offered is taken out, and nothing else", () => {
  const kept = OFFER.replace("a=rtcp-fb:121 nack\r\n", "").replace("a=rtcp-fb:99 nack pli\r\n", "");
  assert.equal(tidySdp(OFFER), kept);
  assert.equal(tidySdp(kept), kept, "a description without such lines stays as it is");
});
