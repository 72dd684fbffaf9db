/** Every tag in every state it was designed for. */

import { sessionCall } from "./states/call.ts";
import { dropInJoin, waitingRoom } from "./states/guest.ts";
import { linkManager, messageEditor, sessionActions, sessionComposer, waitingList } from "./states/host.ts";
import type { Specimen } from "./states/state.ts";

/** In the order of the walk: the host makes and shares, the guest comes, the host opens the door, they talk. */
export const specimens: readonly Specimen[] = [
  sessionComposer,
  linkManager,
  sessionActions,
  messageEditor,
  dropInJoin,
  waitingRoom,
  waitingList,
  sessionCall,
];
