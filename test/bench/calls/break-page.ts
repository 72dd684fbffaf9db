/** A move of a call as it is without care: the old way is closed, the new one built, and its stream set on the same video. */

async function connected(media: MediaStream, video: HTMLVideoElement): Promise<() => void> {
  const [here, there] = [new RTCPeerConnection(), new RTCPeerConnection()];
  for (const [from, to] of [
    [here, there],
    [there, here],
  ] as const) {
    from.addEventListener("icecandidate", ({ candidate }) => void to.addIceCandidate(candidate ?? undefined));
  }
  there.addEventListener("track", ({ track }) => {
    if (track.kind !== "video") return;
    video.srcObject = new MediaStream([track]);
    void video.play();
  });
  for (const track of media.getTracks()) here.addTrack(track, media);
  await here.setLocalDescription();
  await there.setRemoteDescription(here.localDescription!);
  await there.setLocalDescription();
  await here.setRemoteDescription(there.localDescription!);
  return () => {
    here.close();
    there.close();
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Longest time between two pictures, ms, of each of so many moves. */
async function breaks(count: number): Promise<number[]> {
  const media = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 320, height: 180, frameRate: 15 } });
  const video = Object.assign(document.createElement("video"), { muted: true, width: 320 });
  document.body.append(video);
  let times: number[] = [];
  const shown = (now: number): void => {
    times.push(now);
    video.requestVideoFrameCallback(shown);
  };
  video.requestVideoFrameCallback(shown);
  let close = await connected(media, video);
  const gaps: number[] = [];
  for (let n = 0; n < count; n += 1) {
    await pause(2_000);
    times = times.slice(-1);
    close();
    close = await connected(media, video);
    await pause(2_000);
    gaps.push(Math.max(...times.slice(1).map((at, index) => at - times[index]!)));
  }
  close();
  return gaps;
}

Object.assign(window, { breaks });
