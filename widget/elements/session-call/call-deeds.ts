import type { CallStore } from "../../session/call-store.ts";
import type { Deed } from "./call-command.ts";

/** Does what was pressed: turns something on that is off, and the other way round. */
export async function carryOut(call: CallStore, deed: Deed): Promise<void> {
  const { media, powers, screen } = call;
  switch (deed) {
    case "microphone":
      return media.setMicrophone(!media.microphone.on || media.microphone.problem !== undefined);
    case "camera":
      return media.setCamera(!media.camera.on || media.camera.problem !== undefined);
    case "screen":
      if (screen.track === null) await screen.start();
      else screen.stop();
      return;
    case "hand":
      return call.setHand(!call.handRaised);
    case "mute-all":
      await powers?.mute();
      return;
    case "lock":
      await powers?.lock(call.inside?.locked !== true);
  }
}
