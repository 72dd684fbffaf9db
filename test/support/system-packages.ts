import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Programs that some tests need and npm can't install: the Debian package, its program, and what is left out without it. */
const PACKAGES = {
  chromium: { program: "chromium", needs: "browser and end-to-end tests" },
  "firefox-esr": { program: "firefox-esr", needs: "end-to-end tests with Firefox" },
  "redis-server": { program: "redis-server", needs: "tests of several relays on one Redis" },
  janus: { program: "janus", needs: "tests of calls through Janus" },
  opensmtpd: { program: "smtpd", needs: "mails through a real mail server" },
  "webkit2gtk-driver": { program: "WebKitWebDriver", needs: "the tags in WebKit" },
  xvfb: { program: "Xvfb", needs: "the tags in WebKit, and a blurred background in Firefox" },
  coturn: { program: "turnserver", needs: "tests of calls through TURN" },
  openssl: { program: "openssl", needs: "tests of calls through TURN over TLS" },
} as const;

export type SystemPackage = keyof typeof PACKAGES;

function installed(name: SystemPackage): boolean {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/bin", "/usr/sbin"];
  return folders.some((folder) => existsSync(join(folder, PACKAGES[name].program)));
}

/**
 * For a test's `skip` option: why it has to be skipped, or `false`.
 *
 *     test("…", { skip: missing("janus") }, async () => …)
 */
export function missing(...names: SystemPackage[]): string | false {
  const absent = names.filter((name) => !installed(name));
  return absent.length > 0 && `${absent.join(" and ")} not installed`;
}

/** Installs what is missing where that is possible, with a line for each package. Returns those still missing. */
export function ensureSystemPackages(): SystemPackage[] {
  const names = Object.keys(PACKAGES) as SystemPackage[];
  const absent = names.filter((name) => !installed(name));
  const root = process.getuid?.() === 0;
  const apt = existsSync("/usr/bin/apt-get");
  if (absent.length > 0 && root && apt) {
    console.log(`  installing with apt-get: ${absent.join(", ")}`);
    // Run level 1 keeps the packages from starting services of their own.
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
    const run = (...args: string[]): boolean =>
      spawnSync("apt-get", ["-q", ...args], { env, stdio: ["ignore", "ignore", "inherit"] }).status === 0;
    if (run("update")) for (const name of absent) run("install", "-y", "--no-install-recommends", name);
  }
  for (const name of names) {
    const state = !installed(name)
      ? `missing${root && apt ? ", and apt-get could not install it" : `: run apt-get install ${name} as root`}; skipped: ${PACKAGES[name].needs}`
      : absent.includes(name)
        ? "installed just now"
        : "there";
    console.log(`  ${name}: ${state}`);
  }
  return names.filter((name) => !installed(name));
}
