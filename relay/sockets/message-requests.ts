/** The clinic's default message at the host door: every host may read it, admins write it (MAIL8). */

import type { HostReplies, HostRequests } from "../../protocol/events.ts";
import type { Result } from "../../protocol/refusals.ts";
import { accepted, refused } from "../../protocol/refusals.ts";
import type { DefaultMessageView } from "../../protocol/views.ts";
import type { ClinicMessage } from "../outbox/message-desk.ts";
import type { HostDoor } from "./host-door.ts";
import type { House } from "./house.ts";
import type { Rows } from "./request-handler.ts";

type Names = "message:get" | "message:save" | "message:restore" | "message:test";

export function messageRows({ messages }: House): Rows<HostDoor, Pick<HostRequests, Names>, Pick<HostReplies, Names>> {
  /** No session is asked for, so the table of sessions has no row: what counts is whose clinic it is, and the token's role. */
  async function change(door: HostDoor, asked: () => Promise<Result<ClinicMessage>>): Promise<Result<DefaultMessageView>> {
    return mayWrite(door) ? view(door, await asked()) : refused("not-allowed", "Only an admin of the clinic may change this message.");
  }

  return {
    "message:get": { asks: null, run: async (door, { service }) => view(door, await messages.get(door.tenant.id, service)) },
    "message:save": {
      asks: null,
      run: (door, { service, message }) => change(door, () => messages.save(door.tenant.id, message, service)),
    },
    "message:restore": { asks: null, run: (door, { service }) => change(door, () => messages.restore(door.tenant.id, service)) },
    "message:test": {
      asks: null,
      async run(door, { service, timeZone, locale, ...mail }) {
        if (!mayWrite(door)) return refused("not-allowed", "Only an admin of the clinic may send a sample of it.");
        return messages.sendTest({
          ...mail,
          tenantId: door.tenant.id,
          hostId: door.actor.hostId,
          hostName: door.actor.name,
          ...(service === undefined ? {} : { service }),
          ...(timeZone === undefined ? {} : { timeZone }),
          ...(locale === undefined ? {} : { locale }),
        });
      },
    },
  };
}

/** An admin whose token is good for certain sessions only does not speak for the clinic. */
function mayWrite({ actor }: HostDoor): boolean {
  return actor.admin && actor.sessions === undefined;
}

function view(door: HostDoor, read: Result<ClinicMessage>): Result<DefaultMessageView> {
  if (!read.ok) return read;
  const { clinicName, policy } = door.tenant;
  return accepted({ ...read.value, editable: mayWrite(door), clinicName, mails: policy.mail });
}
