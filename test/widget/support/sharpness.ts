/**
 * How much neighbouring points of a track's picture differ: in the upper corners, where the room is, and in the middle of the face as
 * `person` draws it. Looks at the third picture that comes.
 */
export async function sharpness(track: MediaStreamTrack): Promise<{ room: number; face: number; width: number; height: number }> {
  const video = Object.assign(document.createElement("video"), { muted: true });
  video.srcObject = new MediaStream([track]);
  await video.play();
  for (let picture = 0; picture < 3; picture += 1) await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
  const { videoWidth: width, videoHeight: height } = video;
  const context = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d")!;
  context.drawImage(video, 0, 0);
  video.srcObject = null;
  const detail = (x: number, y: number, w: number, h: number): number => {
    const { data, width: wide } = context.getImageData(x * width, y * height, w * width, h * height);
    let sum = 0;
    for (let at = 4; at < data.length; at += 4) if ((at / 4) % wide !== 0) sum += Math.abs(data[at]! - data[at - 4]!);
    return sum / (data.length / 4);
  };
  return { room: (detail(0.02, 0.05, 0.2, 0.5) + detail(0.78, 0.05, 0.2, 0.5)) / 2, face: detail(0.44, 0.3, 0.12, 0.2), width, height };
}
