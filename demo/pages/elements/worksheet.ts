/** A drawn sheet of paper that stands for a shared screen. */

const WIDTH = 1280;
const HEIGHT = 720;
const MARGIN = 96;

export function worksheet(): MediaStream {
  const canvas = Object.assign(document.createElement("canvas"), { width: WIDTH, height: HEIGHT });
  const pen = canvas.getContext("2d")!;
  const paint = () => {
    pen.fillStyle = "#fdfcf8";
    pen.fillRect(0, 0, WIDTH, HEIGHT);
    pen.fillStyle = "#1c2b33";
    pen.font = "600 52px sans-serif";
    pen.fillText("A week of small steps", MARGIN, 130);
    pen.font = "30px sans-serif";
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"].forEach((day, row) => {
      const y = 220 + row * 92;
      pen.fillStyle = "#48606b";
      pen.fillText(day, MARGIN, y);
      pen.fillStyle = "#d7dedf";
      pen.fillRect(350, y + 10, WIDTH - 350 - MARGIN, 3);
      pen.strokeStyle = "#0f7684";
      pen.lineWidth = 4;
      pen.strokeRect(290, y - 26, 30, 30);
      if (row < 2) pen.stroke(new Path2D(`M 295 ${y - 12} l 9 10 l 16 -22`));
    });
  };
  paint();
  const stream = canvas.captureStream(5);
  // A canvas gives a picture when it is painted.
  const timer = setInterval(() => (stream.active ? paint() : clearInterval(timer)), 200);
  return stream;
}
