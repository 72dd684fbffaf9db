/** What the invitation itself says; safe for whoever holds the link. Never the title: portals write clients' names into it. */
export interface InvitationInfo {
  hostName: string;
  service: string;
  startsAt: string;
  durationMinutes: number;
  timeZone: string;
  clinicName: string;
}
