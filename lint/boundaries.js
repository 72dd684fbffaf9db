/**
 * Who may import whom: one table, read by the lint rule `doorstep/boundaries` and by its test.
 *
 * A path ending in `/` means the folder and everything below it; any other path is that one file. Whatever is not
 * granted here is refused, so a new room of the house starts closed.
 */

/**
 * @typedef {object} Room
 * @property {string} path      The folder or file whose imports the entry judges; the first entry that matches counts.
 * @property {string[]} may     Paths of ours it may import.
 * @property {string[]} [types] Paths of ours it may import only as types.
 * @property {boolean} [node]   Whether it may use Node's own modules; no when absent.
 * @property {boolean} [bare]   Whether it may use packages at all; yes when absent.
 */

const SESSION = ["protocol/", "relay/session/"];
/** What every part of the relay may name, but only gets handed in: logs, counters, settings, the store's interface. */
const HANDED_IN = [
  "relay/ops/",
  "relay/config.ts",
  "relay/store/session-store.ts",
  "relay/store/session-keeper.ts",
  "relay/outbox/mail-news.ts",
  "relay/outbox/message-desk.ts",
  "relay/outbox/webhook-desk.ts",
];
const KEEPER = ["relay/store/session-keeper.ts", "relay/store/session-store.ts"];

/** @type {Room[]} */
export const rooms = [
  { path: "protocol/", may: ["protocol/"] },

  // The rules of a session decide from what they are given: no clock, no I/O, no package.
  { path: "relay/session/", may: SESSION, bare: false },
  { path: "relay/store/", may: [...SESSION, "relay/store/"], types: HANDED_IN, node: true },
  { path: "relay/access/", may: [...SESSION, "relay/access/"], types: HANDED_IN, node: true },
  { path: "relay/sockets/", may: [...SESSION, ...KEEPER, "relay/access/", "relay/sockets/"], types: HANDED_IN, node: true },
  { path: "relay/http/", may: [...SESSION, ...KEEPER, "relay/access/", "relay/http/"], types: HANDED_IN, node: true },
  { path: "relay/media/", may: [...SESSION, ...KEEPER, "relay/media/"], types: HANDED_IN, node: true },
  {
    path: "relay/outbox/",
    may: [...SESSION, ...KEEPER, "relay/store/due.ts", "relay/outbox/"],
    types: HANDED_IN,
    node: true,
  },
  { path: "relay/ops/", may: ["protocol/", "relay/ops/"], types: HANDED_IN, node: true },
  // relay.ts and its neighbours put the house together and hand the parts to one another.
  { path: "relay/", may: ["protocol/", "relay/"], node: true },

  {
    path: "widget/elements/",
    may: ["protocol/", "widget/elements/", "widget/session/", "widget/theme/", "widget/locales/", "widget/define.ts"],
    types: ["widget/connection/", "widget/media/"],
  },
  { path: "widget/session/", may: ["protocol/", "widget/session/", "widget/connection/", "widget/media/", "widget/locales/"] },
  { path: "widget/connection/", may: ["protocol/", "widget/connection/"] },
  // The model stands with its licence, outside of what is ours.
  { path: "widget/media/blur/blur-files.ts", may: ["widget/media/", "vendor/selfie-segmentation/"] },
  { path: "widget/media/", may: ["protocol/", "widget/media/"] },
  { path: "widget/theme/", may: ["widget/theme/"] },
  { path: "widget/locales/", may: ["protocol/", "widget/locales/"] },
  { path: "widget/", may: ["protocol/", "widget/"] },

  // The gallery shows the tags in states that no relay has to bring about: those of the tests.
  { path: "demo/pages/elements/", may: ["protocol/", "widget/", "demo/pages/", "test/widget/support/"] },
  // The gallery bundles the tags, in the way that the widget is built.
  { path: "demo/vite.config.ts", may: ["demo/", "scripts/"], node: true },
  { path: "demo/", may: ["protocol/", "relay/", "widget/", "demo/"], node: true },
];

/**
 * Packages that only a few files may know. `files` are regular expressions over the importing file's path; tests and
 * benches may import any package.
 * @type {{ packages: RegExp, files: RegExp }[]}
 */
export const owners = [
  { packages: /^(redis|@redis\/.+)$/, files: /^relay\/.*redis[^/]*$/ },
  { packages: /^lmdb$/, files: /^relay\/store\/embedded-[^/]+$/ },
  { packages: /^janode$/, files: /^relay\/media\/janus-[^/]+$/ },
  { packages: /^(mailgun\.js|form-data)$/, files: /^relay\/outbox\/mail\/mailgun\.ts$/ },
  { packages: /^nodemailer$/, files: /^relay\/outbox\/mail\/(smtp|mime)\.ts$/ },
  { packages: /^(ical-generator|@date-fns\/tz)$/, files: /^relay\/outbox\/mail\/calendar\.ts$/ },
  { packages: /^(undici|standardwebhooks)$/, files: /^relay\/outbox\/webhooks\.ts$/ },
  { packages: /^socket\.io$/, files: /^relay\/(sockets\/.+|relay\.ts)$/ },
  { packages: /^(socket\.io-client|engine\.io-client)$/, files: /^widget\/connection\/polling\.ts$/ },
  { packages: /^@mediapipe\/tasks-vision$/, files: /^widget\/media\/blur\/(segmenter|blur-files)\.ts$/ },
  { packages: /^simple-peer$/, files: /^widget\/media\/(mesh-transport|sfu-leg)\.ts$/ },
];

/** @param {string} entry @param {string} path */
const covers = (entry, path) => (entry.endsWith("/") ? path.startsWith(entry) : path === entry);

/** @param {string} specifier The package's name without a path inside of it. */
const packageOf = (specifier) =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");

/**
 * Judges one import.
 * @param {string} importer  Path of the importing file from the repository's root, with `/`.
 * @param {string} target    Path from the root when the import is relative, otherwise the specifier as written.
 * @param {{ relative: boolean, type: boolean }} kind  `type`: the import vanishes when compiled.
 * @returns {string | undefined} Why it is refused; nothing when it is allowed.
 */
export function refusal(importer, target, { relative, type }) {
  const room = rooms.find((entry) => covers(entry.path, importer));
  if (!room) return undefined;
  if (relative) {
    const allowed = type ? [...room.may, ...(room.types ?? [])] : room.may;
    if (allowed.some((entry) => covers(entry, target))) return undefined;
    return `${room.path} may import only ${room.may.join(", ")}${room.types && !type ? " (more as types)" : ""}; not ${target}`;
  }
  if (target.startsWith("node:")) return room.node ? undefined : `${room.path} runs without Node: no ${target}`;
  if (room.bare === false) return `${room.path} may import no package; not ${target}`;
  const name = packageOf(target);
  const owner = owners.find((entry) => entry.packages.test(name));
  if (owner && !owner.files.test(importer)) return `${name} is known only to files matching ${owner.files.source}`;
  return undefined;
}
