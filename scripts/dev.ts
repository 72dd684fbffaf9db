/** `npm run dev`: builds the widget and the demo's pages again at every change and restarts the demo's relay when its code changes. */

import { spawn } from "node:child_process";

const commands = [
  ["vite", "build", "--watch"],
  ["vite", "build", "--watch", "-c", "demo/vite.config.ts"],
  ["tsx", "watch", "demo/main.ts"],
];

const children = commands.map(([command = "", ...args]) => spawn(command, args, { stdio: "inherit" }));
const stopAll = (): void => {
  for (const child of children) child.kill("SIGTERM");
};
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, stopAll);
for (const child of children) child.on("exit", stopAll);
