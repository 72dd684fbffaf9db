/** A drawn face that stands for a camera's picture. Needs nothing around it: it may be handed to a page as text. */
export function face(index: number, { width = 640, height = 480 } = {}): MediaStream {
  const skin = ["#8d5a3b", "#dba985", "#c8987a", "#c58a5c", "#ba8155", "#dfb192"];
  const hair = ["#161412", "#40241a", "#2c2422", "#1c1714", "#1c1714", "#6b4224"];
  const shirt = ["#1f2a55", "#793a52", "#2f6a6c", "#4a5560", "#48663a", "#3a4f68"];
  const back = ["#414e58", "#55636e", "#3e5061", "#4a4a5c", "#46594e", "#5a544c"];
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d")!;
  const paint = () => {
    const of = (list: string[]) => list[index % list.length]!;
    const shade = context.createLinearGradient(0, 0, width, height);
    shade.addColorStop(0, of(back));
    shade.addColorStop(1, "#232c34");
    context.fillStyle = shade;
    context.fillRect(0, 0, width, height);
    const x = width / 2;
    const disc = (color: string, y: number, w: number, h: number) => {
      context.fillStyle = color;
      context.beginPath();
      context.ellipse(x, y, w, h, 0, 0, Math.PI * 2);
      context.fill();
    };
    disc(of(shirt), height * 1.02, width * 0.24, height * 0.27);
    disc(of(hair), height * 0.4, width * 0.135, height * 0.22);
    disc(of(skin), height * 0.48, width * 0.122, height * 0.17);
    context.fillStyle = of(hair);
    context.fillRect(x - width * 0.122, height * 0.24, width * 0.244, height * 0.12);
  };
  paint();
  const stream = canvas.captureStream(5);
  // A canvas gives a picture when it is painted.
  const timer = setInterval(() => (stream.active ? paint() : clearInterval(timer)), 200);
  return stream;
}
