-- Comes before take: how many calls of an offered target may begin now, with which of its keys.
-- When asking again can be worth while, if nobody is told anything before.
local IDLE_MS = 60000
local again = now + IDLE_MS
local function not_before(ms) if ms > now and ms < again then again = ms end end

-- How many more calls of a target one of its keys may begin now, and whether that is because it is benched.
local MINUTE_MS = 60000
-- Calls are kept a moment longer than they count, in case the clock is set back.
local SET_BACK_MS = 1000
local function window(lane, limit, weighted)
  local set, since = R .. (weighted and 'tokens:' or 'calls:') .. lane, '(' .. integer(now - MINUTE_MS)
  call('ZREMRANGEBYSCORE', set, '-inf', now - MINUTE_MS - SET_BACK_MS)
  local used = 0
  if weighted then
    for _, member in ipairs(call('ZRANGEBYSCORE', set, since, '+inf')) do
      used = used + tonumber(string.match(member, '^%d+'))
    end
  else
    used = call('ZCOUNT', set, since, '+inf')
  end
  if used >= limit then
    not_before(tonumber(call('ZRANGEBYSCORE', set, since, '+inf', 'WITHSCORES', 'LIMIT', 0, 1)[2]) + MINUTE_MS + 1)
    return 0
  end
  return limit - used
end

-- How many more calls what the provider said leaves, for a job of so many tokens.
local function remaining(offer, lane, tokens)
  local known = allowance_of(lane)
  if not known then
    call('HDEL', R .. 'benched', '~' .. lane)
    return 1000000
  end
  offer.limited = true
  if known.requests == 0 then
    not_before(known.requests_reset)
    return 0
  end
  -- More than the window ever holds has to fit into a whole one.
  if known.tokens and known.tokens < math.min(tokens, known.tokens_limit or tokens) then
    not_before(known.tokens_reset)
    return 0
  end
  return known.tokens and 1 or known.requests or 1000000
end

local function permits(offer, key, tokens)
  local lane = offer.t .. '#' .. key
  local back, _, _, allow, epoch = key_state(offer.t, key)
  offer.was_benched = offer.was_benched or back > 0
  if back > now then
    not_before(back)
    return 0, nil, true
  end
  local free = offer.slots
  local limit = math.min(offer.limit > 0 and offer.limit or 1000000, allow or 1000000)
  if limit < 1000000 then free = math.min(free, limit - call('ZCARD', R .. 'running:' .. lane)) end
  if offer.rpm > 0 then free = math.min(free, window(lane, offer.rpm, false)) end
  if free > 0 and offer.tpm > 0 and window(lane, offer.tpm, true) <= 0 then free = 0 end
  if limited[lane] and free > 0 then free = math.min(free, remaining(offer, lane, tokens)) end
  -- A window of tokens is looked at again for every call.
  return offer.tpm > 0 and math.min(free, 1) or free, epoch, false, allow ~= nil
end

-- The first key with a permit; a reserve key only while all the others are benched.
local function choose(offer, tokens)
  offer.key, offer.permits = nil, 0
  local benched = 0
  for key = 0, offer.keys - 1 do
    if key >= offer.primary and benched < offer.primary then return end
    local free, epoch, out, proving = permits(offer, key, tokens)
    if out then benched = benched + 1 end
    if free > 0 then
      offer.key, offer.epoch, offer.permits, offer.proving = key, epoch, free, proving
      return
    end
  end
end
