/** A drawn person before a wall full of letters, as a camera's picture: detailed enough for a model to tell one from the other. */
export function person({ width = 640, height = 360 } = {}): MediaStream {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d")!;
  const size = Math.min(width, height) * 1.2;
  const [x, y] = [width / 2, height * 0.42];
  const disc = (color: string, dx: number, dy: number, w: number, h: number) => {
    context.fillStyle = color;
    context.beginPath();
    context.ellipse(x + dx * size, y + dy * size, w * size, h * size, 0, 0, Math.PI * 2);
    context.fill();
  };
  let turn = 0;
  const paint = () => {
    context.fillStyle = "#55636e";
    context.fillRect(0, 0, width, height);
    context.fillStyle = "#f4e9d0";
    context.font = `${height / 18}px monospace`;
    for (let line = 1; line < 20; line += 1) context.fillText("secret ".repeat(40), (turn % 2) * 2, (line * height) / 18);
    disc("#1f2a55", 0, 0.62, 0.38, 0.36);
    context.fillStyle = "#dba985";
    context.fillRect(x - size * 0.07, y, size * 0.14, size * 0.32);
    disc("#161412", 0, -0.03, 0.18, 0.25);
    disc("#dba985", 0, 0, 0.16, 0.22);
    context.fillStyle = "#161412";
    context.fillRect(x - size * 0.16, y - size * 0.22, size * 0.32, size * 0.08);
    for (const side of [-1, 1]) {
      disc("#ffffff", side * 0.06, -0.04, 0.03, 0.015);
      disc("#222222", side * 0.06, -0.04, 0.013, 0.013);
    }
    context.strokeStyle = "#884433";
    context.lineWidth = size * 0.015;
    context.beginPath();
    context.arc(x, y + size * 0.06, size * 0.06, 0.3, 2.8);
    context.stroke();
    turn += 1;
  };
  paint();
  const stream = canvas.captureStream(15);
  // A canvas gives a picture when it is painted.
  const timer = setInterval(() => (stream.active ? paint() : clearInterval(timer)), 1000 / 15);
  return stream;
}
