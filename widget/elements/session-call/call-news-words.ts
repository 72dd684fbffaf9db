/** What happens in a call, for people who listen instead of look. */

import { msg, str } from "@lit/localize";
import type { CallNews } from "../../session/call-news.ts";

/** One sentence; undefined for what needs no words. */
export function newsWords(news: CallNews): string | undefined {
  switch (news.is) {
    case "joined":
      return msg("You are in the session.", { id: "call.news-joined" });
    case "arrived":
      return msg(str`${news.participant.name} joined.`, { id: "call.news-arrived" });
    case "departed":
      return news.reason === "connection-lost"
        ? msg(str`${news.participant.name} lost the connection.`, { id: "call.news-lost" })
        : msg(str`${news.participant.name} left.`, { id: "call.news-left" });
    case "hand":
      return msg(str`${news.participant.name} raised a hand.`, { id: "call.news-hand" });
    case "shares":
      return msg(str`${news.participant.name} shares a screen.`, { id: "call.news-shares" });
    case "knocks":
      return msg(str`${news.guest.name} is waiting to be let in.`, { id: "call.news-knocks" });
    case "muted-by-host":
      return msg("A host muted your microphone. You can turn it on again.", { id: "call.news-muted" });
    case "asked-to-speak":
      return msg("A host asks you to turn your microphone on.", { id: "call.news-asked-to-speak" });
    case "stopped-by-host":
      return msg("A host stopped your screen sharing.", { id: "call.news-stopped-by-host" });
    case "spotlight":
      return news.whom === undefined
        ? msg("Nobody is shown large to everyone any more.", { id: "call.news-spotlight-over" })
        : msg(str`${news.whom.name} is shown large to everyone.`, { id: "call.news-spotlight" });
    case "microphone":
      return news.on
        ? msg("Your microphone is on.", { id: "call.news-microphone-on" })
        : msg("Your microphone is off.", { id: "call.news-microphone-off" });
    case "camera":
      return news.on
        ? msg("Your camera is on.", { id: "call.news-camera-on" })
        : msg("Your camera is off.", { id: "call.news-camera-off" });
    case "screen":
      return news.on
        ? msg("You share your screen.", { id: "call.news-screen-on" })
        : msg("You no longer share your screen.", { id: "call.news-screen-off" });
    case "own-hand":
      return news.raised
        ? msg("Your hand is raised.", { id: "call.news-own-hand" })
        : msg("Your hand is lowered.", { id: "call.news-own-hand-down" });
    case "weak":
      return news.on
        ? msg("Your connection is weak: we turned your video off so that sound stays clear.", { id: "call.news-weak" })
        : msg("Your connection is better: your video is on again.", { id: "call.news-weak-over" });
    case "chat":
      return news.mine ? undefined : msg(str`${news.message.name} writes: ${news.message.text}`, { id: "call.news-chat" });
    case "left":
    case "read-back":
    case "slow-blur":
    case "count":
    case "topology":
    case "quality":
      return undefined;
  }
}
