/** The store's few scripts. They move documents and places; no rule of a session is in them (design, pillar 2). */

import { defineScript } from "redis";

/** ms since the epoch, from the server's clock. */
const NOW = `local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
`;

/**
 * KEYS: document, audit trail, due set.
 * ARGV: base version, commit id, session id, relay id, document ('' deletes), due ('' none), start time, list keys (JSON),
 *       carrier keys (JSON), channels: session, then hosts (JSON), audit lines…
 * Answers {1, version, now} or {0, version standing, now, document standing}.
 */
const COMMIT = `${NOW}
local doc = redis.call('HMGET', KEYS[1], 'v', 'd', 'c', 'l', 'r')
local version = tonumber(doc[1] or '0')
local commits = doc[3] or ''
if string.find(commits, ARGV[2], 1, true) then return {1, version, now} end
if version ~= tonumber(ARGV[1]) then return {0, version, now, doc[2]} end

local id = ARGV[3]
if doc[4] and (doc[4] ~= ARGV[8] or ARGV[5] == '') then
  for _, key in ipairs(cjson.decode(doc[4])) do redis.call('ZREM', key, id) end
end
if doc[5] and (doc[5] ~= ARGV[9] or ARGV[5] == '') then
  for _, key in ipairs(cjson.decode(doc[5])) do redis.call('SREM', key, id) end
end
version = version + 1
if ARGV[5] == '' then
  redis.call('DEL', KEYS[1], KEYS[2])
  redis.call('ZREM', KEYS[3], id)
else
  for _, key in ipairs(cjson.decode(ARGV[8])) do redis.call('ZADD', key, ARGV[7], id) end
  if doc[5] ~= ARGV[9] then
    for _, key in ipairs(cjson.decode(ARGV[9])) do redis.call('SADD', key, id) end
  end
  redis.call('HSET', KEYS[1], 'v', version, 'd', ARGV[5], 'c', string.sub(commits .. ARGV[2] .. ',', -448), 'l', ARGV[8], 'r', ARGV[9])
  if ARGV[6] == '' then redis.call('ZREM', KEYS[3], id) else redis.call('ZADD', KEYS[3], ARGV[6], id) end
  for first = 12, #ARGV, 4000 do redis.call('RPUSH', KEYS[2], unpack(ARGV, first, math.min(first + 3999, #ARGV))) end
end
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
 * KEYS: alive, dead. ARGV: relay, lease ms. Renews the relay's lease and declares dead whose lease is over.
 * Answers {1 alive or 0 dead, now, dead relay, since, …}.
 */
const RENEW = `${NOW}
for _, gone in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now)) do
  redis.call('ZADD', KEYS[2], redis.call('ZSCORE', KEYS[1], gone), gone)
  redis.call('ZREM', KEYS[1], gone)
end
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now - 86400000)
local alive = 1
if redis.call('ZSCORE', KEYS[2], ARGV[1]) then alive = 0 else redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1]) end
local answer = {alive, now}
for _, value in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1, 'WITHSCORES')) do answer[#answer + 1] = value end
return answer
`;

/** KEYS: answer. ARGV: fingerprint, ttl ms. Answers {1} if first, else {0, fingerprint, answer or false}. */
const CLAIM = `
local known = redis.call('HMGET', KEYS[1], 'f', 'a')
if known[1] then return {0, known[1], known[2]} end
redis.call('HSET', KEYS[1], 'f', ARGV[1])
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
  commitSession: script(3, COMMIT),
  loadSession: script(1, LOAD),
  takeDue: script(1, TAKE_DUE),
  renewLease: script(2, RENEW),
  claimAnswer: script(1, CLAIM),
};
