/** Who is seen in a call, and who of them is large. Pure: from the call and the choices to a list. */

import type { ParticipantId } from "../../../protocol/ids.ts";
import type { Participant } from "../../../protocol/views.ts";
import type { CallStore } from "../../session/call-store.ts";

/** One picture on the stage. */
export interface Sight {
  key: string;
  participant: Participant;
  screen: boolean;
  self: boolean;
}

export type Layout = "auto" | "grid" | "speaker";

/** Others by their arrival, oneself last; a shared screen stands before the one who shares it. */
export function sightsOf({ inside, me, screen }: CallStore): Sight[] {
  if (inside === undefined) return [];
  const others = inside.participants.filter(({ participantId }) => participantId !== inside.me).toSorted((a, b) => a.order - b.order);
  const sights = others.flatMap((participant) => [
    ...(participant.sharing ? [sightOf(participant, true, false)] : []),
    sightOf(participant, false, false),
  ]);
  if (me === undefined) return sights;
  return [...sights, ...(screen.track === null ? [] : [sightOf(me, true, true)]), sightOf(me, false, true)];
}

/**
 * Which one is large; undefined for a grid. What the person chose goes before what a host shows to everyone (CALL1), and that before
 * a shared screen and whoever speaks.
 */
export function largeOf(
  sights: readonly Sight[],
  call: CallStore,
  { pinned, layout }: { pinned: string | undefined; layout: Layout },
): Sight | undefined {
  const chosen = sights.find(({ key }) => key === pinned);
  if (chosen !== undefined) return chosen;
  if (sights.length < 2) return undefined;
  const lit = litOf(sights, call);
  if (lit !== undefined) return lit;
  if (layout === "grid") return undefined;
  const screen = sights.find((sight) => sight.screen && !sight.self);
  if (screen !== undefined) return screen;
  if (layout !== "speaker") return undefined;
  const faces = sights.filter((sight) => !sight.screen && !sight.self);
  return faces.find(({ participant }) => participant.participantId === call.speaker) ?? faces[0];
}

/** The screen of the one whom a host shows to everyone, if there is one, else the face. */
function litOf(sights: readonly Sight[], { inside }: CallStore): Sight | undefined {
  const lit = sights.filter(({ participant }) => participant.participantId === inside?.spotlight);
  return lit.find(({ screen }) => screen) ?? lit[0];
}

function sightOf(participant: Participant, screen: boolean, self: boolean): Sight {
  const id: ParticipantId = participant.participantId;
  return { key: screen ? `${id} screen` : id, participant, screen, self };
}
