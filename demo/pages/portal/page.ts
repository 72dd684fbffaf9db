import type { Practice } from "./practice.ts";

/** What every page is given. */
export interface Portal {
  practice: Practice;
  /** Loads the page that is shown anew, e.g. after a session was created. */
  refresh: () => void;
}

/** One page of the portal. */
export interface Page {
  /** For the browser's tab. */
  title: string;
  body: Node[];
  /** Nothing of the portal around it. */
  fullPage?: boolean;
}
