import { OwnedProcess } from "./owned-process.ts";
import { until } from "./until.ts";

/** A screen that nobody sees, for browsers that do less without one: WebKit does not start, and Firefox draws no WebGL. Package `xvfb`. */
export async function openVirtualScreen(): Promise<{ env: NodeJS.ProcessEnv; screen: OwnedProcess }> {
  const screen = new OwnedProcess("Xvfb", ["-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"]);
  try {
    const display = await until("there is a screen", () => /^\d+$/mu.exec(screen.output)?.[0], { withinMs: 30_000, everyMs: 100 });
    return { env: { ...process.env, DISPLAY: `:${display}`, LIBGL_ALWAYS_SOFTWARE: "1" }, screen };
  } catch (error) {
    await screen.stop();
    throw error;
  }
}
