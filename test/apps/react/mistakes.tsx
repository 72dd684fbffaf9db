/** What the types of the tags do not let pass; never shown. */
import type {} from "doorstep/react";

export const mistakes = [
  // @ts-expect-error: contacts are a list of people
  <session-composer key={1} contacts="everybody" />,
  // @ts-expect-error: a layout that is none
  <session-call key={2} layout="pyramid" />,
  // @ts-expect-error: the detail holds a guest, no visitor
  <waiting-list key={3} onguest-waiting={({ detail }) => detail.visitor} />,
];
