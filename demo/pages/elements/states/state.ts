/** One state of a tag, as the gallery shows it and the pictures are taken of it. */

export interface State {
  /** Within its tag: `two`. */
  id: string;
  /** What is the case, in a few words. */
  title: string;
  /** What a page writes to have the tag there. */
  code: string;
  /** Makes the tag, with everything it needs to be in that state. */
  make(): Node;
  /** Brings it there when it needs a hand: opens what is opened by a press. */
  act?(place: HTMLElement): Promise<void>;
  /** The tag fills the height of its place. */
  tall?: boolean;
}

export interface Specimen {
  tag: string;
  states: State[];
}
