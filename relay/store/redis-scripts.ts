/** The store's few scripts. They move documents and places; no rule of a session is in them (design, pillar 2). */

import { defineScript } from "redis";

/** How long after a session's last commit it is known which commits were done, ms: a lost answer is asked for within seconds. */
const COMMIT_REMEMBERED_MS = 60_000;

/** ms since the epoch, from the server's clock. */
const NOW = `local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
`;

/**
 * KEYS: document, audit trail, due set, commits done.
 * ARGV: base version, commit id, session id, relay id, document ('' deletes), due ('' none), start time, list keys (JSON),
 *       carrier keys (JSON), channels: session, then hosts (JSON), moment decided at, greatest lateness ms, audit lines…
 * Answers {1, version, now}, {0, version standing, now, document standing} or {2, 0, now} when it came too late.
 *
 * Of each relay the last commit is remembered: it has one at a time for a session, and asks again only for that one (STORE2).
 */
const COMMIT = `${NOW}
local done = redis.call('HGET', KEYS[4], ARGV[4])
if done and string.sub(done, 1, #ARGV[2]) == ARGV[2] then return {1, tonumber(string.sub(done, #ARGV[2] + 2)), now} end
local doc = redis.call('HMGET', KEYS[1], 'v', 'l', 's', 'r')
local version = tonumber(doc[1] or '0')
if version ~= tonumber(ARGV[1]) then return {0, version, now, redis.call('HGET', KEYS[1], 'd')} end
if math.abs(now - tonumber(ARGV[12])) > tonumber(ARGV[13]) then return {2, 0, now} end

local id = ARGV[3]
local gone = ARGV[5] == ''
local relisted = gone or doc[2] ~= ARGV[8]
if doc[2] and relisted then
  for _, key in ipairs(cjson.decode(doc[2])) do redis.call('ZREM', key, id) end
end
local recarried = gone or doc[4] ~= ARGV[9]
if doc[4] and recarried then
  for _, key in ipairs(cjson.decode(doc[4])) do redis.call('SREM', key, id) end
end
version = version + 1
if gone then
  redis.call('DEL', KEYS[1], KEYS[2])
  redis.call('ZREM', KEYS[3], id)
else
  if relisted or doc[3] ~= ARGV[7] then
    for _, key in ipairs(cjson.decode(ARGV[8])) do redis.call('ZADD', key, ARGV[7], id) end
  end
  if recarried then
    for _, key in ipairs(cjson.decode(ARGV[9])) do redis.call('SADD', key, id) end
  end
  redis.call('HSET', KEYS[1], 'v', version, 'd', ARGV[5], 'l', ARGV[8], 's', ARGV[7], 'r', ARGV[9])
  if ARGV[6] == '' then redis.call('ZREM', KEYS[3], id) else redis.call('ZADD', KEYS[3], ARGV[6], id) end
  for first = 14, #ARGV, 4000 do redis.call('RPUSH', KEYS[2], unpack(ARGV, first, math.min(first + 3999, #ARGV))) end
end
redis.call('HSET', KEYS[4], ARGV[4], ARGV[2] .. ' ' .. version)
redis.call('PEXPIRE', KEYS[4], ${COMMIT_REMEMBERED_MS})
redis.call('PUBLISH', ARGV[10], ARGV[4] .. ' ' .. version .. ' ' .. ARGV[5])
for _, channel in ipairs(cjson.decode(ARGV[11])) do redis.call('PUBLISH', channel, id) end
return {1, version, now}
`;

/** KEYS: document. ARGV: a version that is known already, or none. Answers {version, document unless it is known or not there, now}. */
const LOAD = `${NOW}
local version = redis.call('HGET', KEYS[1], 'v')
if not version then return {0, false, now} end
if version == ARGV[1] then return {tonumber(version), false, now} end
return {tonumber(version), redis.call('HGET', KEYS[1], 'd'), now}
`;

/** KEYS: due set. ARGV: lease ms, at most. Takes what is due by moving it ahead by the lease. Answers ids. */
const TAKE_DUE = `${NOW}
local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, ARGV[2])
for _, id in ipairs(ids) do redis.call('ZADD', KEYS[1], now + ARGV[1], id) end
return ids
`;

/**
 * KEYS: alive, dead, last renewal by any relay. ARGV: relay, lease ms, ms from a lease's end to the declaration of death, ms the dead
 * are remembered.
 * Renews the relay's lease and declares dead whose lease is over. A lease that is over is not renewed, declared or not (SEAT7).
 * While nobody at all could renew, Redis was away: that time is added to every lease, for an outage is nobody's death.
 * Answers {1 alive or 0 dead, now, dead relay, since, …}.
 */
const RENEW = `${NOW}
local outage = now - tonumber(redis.call('GET', KEYS[3]) or now)
redis.call('SET', KEYS[3], now)
if outage > ARGV[2] / 2 then
  for _, relay in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do redis.call('ZINCRBY', KEYS[1], outage, relay) end
end
for _, gone in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[3])) do
  redis.call('ZADD', KEYS[2], redis.call('ZSCORE', KEYS[1], gone), gone)
  redis.call('ZREM', KEYS[1], gone)
end
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now - ARGV[4])
local alive = 1
local lease = redis.call('ZSCORE', KEYS[1], ARGV[1])
if redis.call('ZSCORE', KEYS[2], ARGV[1]) or (lease and tonumber(lease) <= now) then
  alive = 0
else
  redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
end
local answer = {alive, now}
for _, value in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1, 'WITHSCORES')) do answer[#answer + 1] = value end
return answer
`;

/** KEYS: alive, dead. ARGV: relay. It is dead from now on, unless it was before. */
const RELEASE = `${NOW}
redis.call('ZREM', KEYS[1], ARGV[1])
return redis.call('ZADD', KEYS[2], 'NX', now, ARGV[1])
`;

/**
 * KEYS: answer. ARGV: fingerprint, ttl ms, who claims: repeated by the same one after a lost answer it is first again.
 * Answers {1} if first, else {0, fingerprint, answer or false}.
 */
const CLAIM = `
local known = redis.call('HMGET', KEYS[1], 'f', 'a', 'o')
if known[1] and (known[2] or known[3] ~= ARGV[3]) then return {0, known[1], known[2]} end
redis.call('HSET', KEYS[1], 'f', ARGV[1], 'o', ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return {1}
`;

const asIs = (reply: unknown): unknown => reply;

function script(keys: number, text: string) {
  return defineScript({
    SCRIPT: text,
    NUMBER_OF_KEYS: keys,
    parseCommand(parser, names: string[], values: string[]) {
      parser.pushKeys(names);
      parser.push(...values);
    },
    transformReply: asIs,
  });
}

export const SCRIPTS = {
  commitSession: script(4, COMMIT),
  loadSession: script(1, LOAD),
  takeDue: script(1, TAKE_DUE),
  renewLease: script(3, RENEW),
  releaseLease: script(2, RELEASE),
  claimAnswer: script(1, CLAIM),
};
