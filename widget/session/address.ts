import { EMAIL_LENGTH } from "../../protocol/limits.ts";

/** The relay's own rule for an address, and a dot in the domain: `jo@mail` is a slip of the finger, not a mailbox. */
const ADDRESS = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/i;

/** Whether `email` can be sent to. */
export function isAddress(email: string): boolean {
  return email.length <= EMAIL_LENGTH && ADDRESS.test(email);
}
