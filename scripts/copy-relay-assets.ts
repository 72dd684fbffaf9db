/** Copies what the relay reads at run time and the compiler leaves behind: every file of `relay/` that isn't TypeScript. */

import { cpSync } from "node:fs";

cpSync("relay", "dist/relay", { recursive: true, filter: (path) => !path.endsWith(".ts") });
