/** What a person chose about sound and picture, kept in this browser for the next time. Where storage is forbidden it holds for this page only. */

/** How much a person wishes to send and receive: all, less, or no pictures at all. */
export type Traffic = "full" | "saver" | "sound";
/** What is heard when somebody comes or is let in. */
export type ChimeKind = "notes" | "bell" | "none";

const OPTIONS = {
  traffic: ["full", "saver", "sound"],
  chime: ["notes", "bell", "none"],
  noise: ["suppressed", "kept"],
  blur: ["off", "on"],
} as const;
type Options = typeof OPTIONS;

const MEMORY = "doorstep.devices";
/** For this page, when there is no storage. */
const unstored = new Map<string, string>();

export function kept(name: string): string | undefined {
  try {
    return localStorage.getItem(`${MEMORY}.${name}`) ?? undefined;
  } catch {
    return unstored.get(name);
  }
}

export function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`${MEMORY}.${name}`, value);
  } catch {
    unstored.set(name, value);
  }
}

/** The first option until another was chosen. */
export function chosen<Name extends keyof Options>(name: Name): Options[Name][number] {
  const value = kept(name);
  return OPTIONS[name].find((each) => each === value) ?? OPTIONS[name][0];
}
