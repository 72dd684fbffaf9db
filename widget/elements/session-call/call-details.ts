/** What the events of `<session-call>` carry. */

import type { ParticipantId } from "../../../protocol/ids.ts";
import type { RefusalCode } from "../../../protocol/refusals.ts";
import type { ChatMessage, Participant as Seated, Topology } from "../../../protocol/views.ts";
import type { CallNews } from "../../session/call-news.ts";

/** Somebody inside, as pages are told of them. */
export type Participant = Pick<Seated, "participantId" | "name" | "role" | "muted" | "cameraOff" | "sharing" | "handRaised">;

export interface LeaveDetail {
  reason: RefusalCode;
}
export interface ParticipantDetail {
  participant: Participant;
}
export interface ParticipantLeaveDetail extends ParticipantDetail {
  reason: RefusalCode;
}
export interface CountDetail {
  count: number;
}
export interface TopologyDetail {
  topology: Topology;
}
export interface ToggleDetail {
  on: boolean;
}
export interface ChatDetail {
  message: ChatMessage;
}
export interface QualityDetail {
  participantId: ParticipantId;
  level: "good" | "fair" | "poor" | "lost";
}

/** The event that tells a page of `news`; undefined when there is none for it. */
export function eventFor(news: CallNews): { name: string; detail: unknown } | undefined {
  switch (news.is) {
    case "joined":
      return { name: "join", detail: undefined };
    case "left":
      return { name: "leave", detail: { reason: news.reason } satisfies LeaveDetail };
    case "arrived":
      return { name: "participant-join", detail: { participant: shown(news.participant) } satisfies ParticipantDetail };
    case "departed":
      return {
        name: "participant-leave",
        detail: { participant: shown(news.participant), reason: news.reason } satisfies ParticipantLeaveDetail,
      };
    case "count":
      return { name: "participant-count", detail: { count: news.count } satisfies CountDetail };
    case "topology":
      return { name: "topology-change", detail: { topology: news.topology } satisfies TopologyDetail };
    case "microphone":
      return { name: "microphone-toggle", detail: { on: news.on } satisfies ToggleDetail };
    case "camera":
      return { name: "camera-toggle", detail: { on: news.on } satisfies ToggleDetail };
    case "screen":
      return { name: "screen-share-toggle", detail: { on: news.on } satisfies ToggleDetail };
    case "own-hand":
      return { name: "hand-toggle", detail: { on: news.raised } satisfies ToggleDetail };
    case "chat":
      return { name: "chat-message", detail: { message: news.message } satisfies ChatDetail };
    case "quality":
      return { name: "connection-quality", detail: { participantId: news.participantId, level: news.level } satisfies QualityDetail };
    case "hand":
    case "shares":
    case "knocks":
    case "muted-by-host":
    case "asked-to-speak":
    case "stopped-by-host":
    case "spotlight":
    case "read-back":
    case "slow-blur":
    case "weak":
      return undefined;
  }
}

function shown({ participantId, name, role, muted, cameraOff, sharing, handRaised }: Seated): Participant {
  return { participantId, name, role, muted, cameraOff, sharing, handRaised };
}
