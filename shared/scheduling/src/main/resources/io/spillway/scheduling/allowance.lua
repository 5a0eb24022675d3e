-- Comes after the prelude: what a provider said remains of a key's limits, turned into permits until its reset. The
-- newest answer counts, and answers are as new as the leases of their calls; calls begun after it are taken off.
local CALLS_KNOWN_MS = 3600000

-- What is known of a target's key: {requests left, their reset, tokens left, their reset, their limit}, nil where nothing is or its
-- time is over. What has begun since is taken off already. Asked anew whenever a call was begun.
local function allowance_of(lane)
  local at = R .. 'allowance:' .. lane
  local said = call('HMGET', at, 'rr', 'rt', 'rf', 'tr', 'tt', 'tf', 'tl')
  if not said[1] and not said[4] then return nil end
  local known, begun = {}, R .. 'begun:' .. lane
  if said[1] and tonumber(said[2]) > now then
    known.requests = math.max(0, tonumber(said[1]) - call('ZCOUNT', begun, '(' .. said[3], '+inf'))
    known.requests_reset = tonumber(said[2])
  end
  if said[4] and tonumber(said[5]) > now then
    local used = 0
    for _, member in ipairs(call('ZRANGEBYSCORE', begun, '(' .. said[6], '+inf')) do
      used = used + tonumber(string.match(member, '^%d+'))
    end
    known.tokens = math.max(0, tonumber(said[4]) - used)
    known.tokens_reset, known.tokens_limit = tonumber(said[5]), tonumber(said[7] or '')
  end
  return known
end

-- Where a key's limits are known, each call that begins is noted until it is known no more.
local function note_begun(lane, id, fence, tokens)
  local begun = R .. 'begun:' .. lane
  call('ZADD', begun, fence, (tokens or '1') .. ':' .. id .. ':' .. integer(fence))
  call('PEXPIRE', begun, CALLS_KNOWN_MS)
end

-- One window, requests (r) or tokens (t), as the call with this fence was told it. An answer older than the one that is
-- known says nothing; one whose window is over neither.
local RESET_CAP_MS = 3600000
local function learn(at, window, fence, remaining, limit, reset_ms)
  local known = call('HGET', at, window .. 'f')
  if reset_ms <= 0 or known and tonumber(known) >= fence then return end
  call('HSET', at, window .. 'f', integer(fence), window .. 'r', remaining, window .. 'l', limit,
    window .. 't', integer(now + math.min(reset_ms, RESET_CAP_MS)))
end
