/** Where each picture stands now: the large one, the page of the others, oneself in the corner. Pure. */

import type { ParticipantId } from "../../../protocol/ids.ts";
import type { Shown } from "../../media/transport.ts";
import type { Box } from "./stage-layout.ts";
import { cornerBox, FACE, gridBoxes, perPage, SMALL_FACE, speakerAreas } from "./stage-layout.ts";
import type { Sight } from "./stage-sights.ts";

export interface Place {
  box: Box;
  corner: boolean;
}

export interface Places {
  /** Whoever has none stands on another page. */
  of: ReadonlyMap<string, Place>;
  /** The page that is shown, from 0, and how many there are. */
  page: number;
  pages: number;
}

export interface PlaceWish {
  stage: Box;
  large: Sight | undefined;
  /** Oneself, to stand in the corner. */
  cornered: Sight | undefined;
  /** From 0; the last one if there are fewer. */
  page: number;
}

/** What the buttons to turn pages take from the stage's height. px */
export const PAGER = 52;

/** @param sights all that are not in the corner */
export function placesOf(sights: readonly Sight[], wish: PlaceWish): Places {
  const places = lay(sights, wish);
  if (places.pages === 1) return places;
  const { stage } = wish;
  return lay(sights, { ...wish, stage: { ...stage, height: Math.max(1, stage.height - PAGER) } });
}

/** How high a picture each of the others needs, in the screen's own px; who stands on another page needs none (MEDIA8). */
export function shownOf(
  sights: readonly Sight[],
  { of }: Pick<Places, "of">,
  ratio = globalThis.devicePixelRatio || 1,
): Map<ParticipantId, Shown> {
  const shown = new Map<ParticipantId, Shown>();
  for (const { key, participant, screen, self } of sights) {
    if (self) continue;
    const { participantId } = participant;
    const box = of.get(key)?.box;
    // A picture covers its box.
    const height = box === undefined ? 0 : Math.ceil(Math.max(box.height, (box.width * 9) / 16) * ratio);
    const known = shown.get(participantId) ?? { camera: 0, screen: 0 };
    shown.set(participantId, { ...known, [screen ? "screen" : "camera"]: height });
  }
  return shown;
}

function lay(sights: readonly Sight[], { stage, large, cornered, page: wished }: PlaceWish): Places {
  const others = sights.filter((sight) => sight !== large);
  const areas = large === undefined || others.length === 0 ? { main: stage, strip: stage } : speakerAreas(stage);
  const shown = perPage(others.length, areas.strip, large === undefined ? FACE : SMALL_FACE);
  const pages = Math.max(1, Math.ceil(others.length / shown));
  const page = Math.min(Math.max(wished, 0), pages - 1);
  const here = others.slice(page * shown, (page + 1) * shown);
  const boxes = gridBoxes(here.length, areas.strip);
  const of = new Map<string, Place>(here.map(({ key }, index) => [key, { box: boxes[index]!, corner: false }]));
  if (large !== undefined) of.set(large.key, { box: areas.main, corner: false });
  // Not over the strip of the others.
  if (cornered !== undefined) of.set(cornered.key, { box: cornerBox(areas.main), corner: true });
  return { of, page, pages };
}
