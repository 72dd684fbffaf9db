/** Every number that both sides must agree on. Times in ms, lengths in UTF-16 code units unless said otherwise. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Seats of one session, hosts counted (SEAT1). */
export const SEAT_LIMIT = 16;
/** Seats kept for hosts while none is seated (SEAT2). */
export const HOST_RESERVE = 1;
/** A seat outlives its connection by this long (SEAT5); `SEAT_GRACE_SECONDS` overrides it. */
export const SEAT_GRACE_MS = 30 * SECOND;
/** A waiting guest without a connection stays on the host's list this long, and keeps its place afterwards (WAIT5). */
export const WAITING_GRACE_MS = 2 * MINUTE;
/** How long a declined guest must wait before asking again (ADMIT4). */
export const DENIED_PAUSE_MS = MINUTE;
/** A drop-in link opens this long before the start (LINK4); a tenant may change it. */
export const OPENS_BEFORE_MS = 30 * MINUTE;
/** A drop-in link closes this long after the end while no host is inside (LINK5); a tenant may change it. */
export const CLOSES_AFTER_MS = 30 * MINUTE;
/** Participants up to which a call stays browser to browser (MEDIA1); `MESH_MAX` overrides it. */
export const MESH_MAX = 4;

/** Guests one session may have waiting at once (WAIT6). */
export const WAITING_LIMIT = 100;
/** Guests one session remembers, whatever became of them (WAIT6). */
export const GUEST_LIMIT = 400;
/** So many of both with one and the same link: a whole class that was given one finds room, and nobody fills the session with it (WAIT6). */
export const WAITING_PER_INVITE = 64;
export const GUESTS_PER_INVITE = 100;
/** Invites of one session, revoked ones counted (LINK7). */
export const INVITE_LIMIT = 200;
/** The same person is sent the same link again at most once in this time (MAIL3). */
export const RESEND_PAUSE_MS = 30 * SECOND;
/** Invitations of one session that may be sent, re-sends counted (MAIL6). */
export const MAILS_PER_SESSION = 1_000;
/** Changes of one session that one person is mailed (MAIL6). */
export const CHANGES_MAILED = 50;
/** Invitations that one host, and all of one tenant, may send in a day; `LIMIT_MAILS_PER_HOST` and `LIMIT_MAILS_PER_TENANT` override it (MAIL6). */
export const MAILS_PER_HOST = 500;
export const MAILS_PER_TENANT = 20_000;
/** Attempts to deliver webhooks that a tenant can look back on (HOOK3). */
export const DELIVERIES_KEPT = 100;
/** A reminder is mailed this long before the start (MAIL7); `REMINDER_MINUTES` and a tenant may change it. */
export const REMINDER_BEFORE_MS = HOUR;
/** Mails and webhooks that may wait in one session at once (MAIL6). */
export const OUTBOX_LIMIT = 1_000;
/** Recipients of one call that makes invites. */
export const RECIPIENTS_PER_CALL = 50;
/** Hosts of one session. */
export const HOSTS_PER_SESSION = 16;
/** Messages a waiting guest is shown, newest last (WAIT7). */
export const WAITING_MESSAGES_KEPT = 20;

export const NAME_LENGTH = 80;
export const TITLE_LENGTH = 200;
export const SERVICE_LENGTH = 120;
export const LABEL_LENGTH = 120;
/** RFC 5321 section 4.5.3.1.3: a path is at most 256 octets, its two brackets counted. */
export const EMAIL_LENGTH = 254;
export const REFERENCE_LENGTH = 128;
export const USER_ID_LENGTH = 128;
export const WAITING_MESSAGE_LENGTH = 500;
export const CHAT_LENGTH = 2_000;
/** Lines of chat a session keeps while its call lasts, and how long their texts may be together (CHAT2). */
export const CHAT_LINES_KEPT = 100;
export const CHAT_KEPT_LENGTH = 24_000;
export const MESSAGE_SUBJECT_LENGTH = 200;
export const MESSAGE_BODY_LENGTH = 10_000;
/** Shortest and longest session, in minutes. */
export const DURATION_MINUTES = { min: 1, max: 12 * 60 } as const;

/** A call goes back to browser to browser when it has been small for this long (MEDIA1). */
export const MESH_AGAIN_MS = 8 * SECOND;
/** A media server that was lost is left alone for this long (MEDIA3). */
export const NODE_REST_MS = 30 * SECOND;
/** After a loss a call of many that has no better place waits for this long before it tries one that was lost before (MEDIA3). */
export const LOSS_REST_MS = 5 * SECOND;
/** Both ways of a move are open at most this long (MEDIA4). */
export const HANDOVER_MS = 10 * SECOND;

/** One signal: an SDP of sixteen m-lines stays far below it. In bytes of JSON. */
export const SIGNAL_BYTES = 64 * 1024;
/** A description of a call of sixteen through a server, UTF-16 code units. */
export const SDP_LENGTH = 96 * 1024;
/** One Socket.IO packet, and one REST body, in bytes. */
export const PACKET_BYTES = 128 * 1024;

/** Longest life of a host token (contract section 4). */
export const HOST_TOKEN_LIFE_MS = 12 * HOUR;
/** How long a request may stay unanswered before the browser calls it `unavailable`; the relay answers within 2 s (STORE4). */
export const REQUEST_TIMEOUT_MS = 5 * SECOND;
/** The relay gives up on its store after this long and refuses (STORE4). */
export const STORE_TIMEOUT_MS = 1_800;
/** Heartbeat of a socket: a dead one is known after interval + timeout (the library's default of 45 s is too long for a seat). */
export const PING_INTERVAL_MS = 5 * SECOND;
export const PING_TIMEOUT_MS = 6 * SECOND;
/** A relay that has not renewed its lease for this long is dead for good (SEAT7). */
export const RELAY_LEASE_MS = 8 * SECOND;
/** How often a browser with a too-early link looks whether the host has come (LINK4). */
export const EARLY_POLL_MS = 15 * SECOND;
