import { msg, str } from "@lit/localize";
import type { CallStore } from "../../session/call-store.ts";
import { list } from "../../theme/words.ts";

/** Who is heard right now. Said when somebody asks: at every change it would talk over them. */
export function speakerWords({ inside, speaking }: CallStore, locale: string): string {
  const names = (inside?.participants ?? [])
    .filter(({ participantId }) => participantId !== inside?.me && speaking.has(participantId))
    .map(({ name }) => name);
  if (names.length === 0) return msg("Nobody else is speaking.", { id: "call.speaking-nobody" });
  return msg(str`Speaking now: ${list(locale, names)}.`, { id: "call.speaking-now" });
}
