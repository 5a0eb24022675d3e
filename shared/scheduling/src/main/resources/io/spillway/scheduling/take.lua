-- Gives a worker the best jobs it can run now: of all plans with a usable target the lowest tenant, of that tenant the
-- first job.
-- ARGV  5 worker, 6 most grants, 7 lease (ms), then 7 for each offer: target, keys, of these not
--       reserve, slots, concurrency, calls a minute, tokens a minute (0 = no limit)
-- Answers  ms until asking again can be worth while, grants {job, fence, target, key, attempt, plan, attempts, record}
local worker, most, lease_ms = ARGV[5], tonumber(ARGV[6]), tonumber(ARGV[7])
local IDLE_MS, RESTING_MS, DELAYED_BATCH = 60000, 200, 100

end_recovery_if_struck()
if recovering then return reply(integer(RESTING_MS), {}) end

local again = now + IDLE_MS
local function not_before(ms) if ms > now and ms < again then again = ms end end

local function first_delayed() return tonumber(call('ZRANGE', R .. 'delayed', 0, 0, 'WITHSCORES')[2] or again) end
local delayed_until = first_delayed()
if delayed_until <= now then
  for _, id in ipairs(call('ZRANGEBYSCORE', R .. 'delayed', '-inf', now, 'LIMIT', 0, DELAYED_BATCH)) do
    local job = call('HMGET', JOB .. id, 'st', 'p', 'ten', 'pri', 'acc')
    dequeue(id, job[1], job[2], job[3])
    if job[1] == 'delayed' then enqueue(id, job[2], job[3], tonumber(job[4]), tonumber(job[5])) end
  end
  delayed_until = first_delayed()
end
not_before(delayed_until)

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

local function permits(offer, key)
  local lane = offer.t .. '#' .. key
  local back, _, _, allow, epoch = key_state(offer.t, key)
  if back > now then
    not_before(back)
    return 0, nil, true
  end
  local free = offer.slots
  local limit = math.min(offer.limit > 0 and offer.limit or 1000000, allow or 1000000)
  if limit < 1000000 then free = math.min(free, limit - call('ZCARD', R .. 'running:' .. lane)) end
  if offer.rpm > 0 then free = math.min(free, window(lane, offer.rpm, false)) end
  if free > 0 and offer.tpm > 0 and window(lane, offer.tpm, true) <= 0 then free = 0 end
  -- A window of tokens is looked at again for every call.
  return offer.tpm > 0 and math.min(free, 1) or free, epoch, false
end

-- The first key with a permit; a reserve key only while all the others are benched.
local function choose(offer)
  offer.key, offer.permits = nil, 0
  local benched = 0
  for key = 0, offer.keys - 1 do
    if key >= offer.primary and benched < offer.primary then return end
    local free, epoch, out = permits(offer, key)
    if out then benched = benched + 1 end
    if free > 0 then
      offer.key, offer.epoch, offer.permits = key, epoch, free
      return
    end
  end
end

local offers, plans = {}, {}
for i = 8, #ARGV, 7 do
  local offer = {t = ARGV[i], keys = tonumber(ARGV[i + 1]), primary = tonumber(ARGV[i + 2]), slots = tonumber(ARGV[i + 3]),
    limit = tonumber(ARGV[i + 4]), rpm = tonumber(ARGV[i + 5]), tpm = tonumber(ARGV[i + 6])}
  offers[offer.t] = offer
  if offer.keys > 1 then call('HSET', R .. 'keys', offer.t, offer.keys) end
  for _, plan in ipairs(call('SMEMBERS', R .. 'target:' .. offer.t .. ':plans')) do
    plans[plan] = true
  end
end

local out_until = {}
local function exhausted(target)
  if out_until[target] == nil then out_until[target] = target_state(target) end
  if out_until[target] > now then
    not_before(out_until[target])
    return true
  end
  return false
end

-- The first target of a plan that this worker can call for its next job: an exhausted one is passed over at once, one
-- that is merely busy, or served elsewhere, only after the job has been patient.
local function usable(plan, entered)
  if plans[plan] == true then plans[plan] = targets(plan) end
  for _, choice in ipairs(plans[plan]) do
    local offer = offers[choice.t]
    if offer and not offer.looked_at then
      offer.looked_at = true
      choose(offer)
    end
    if offer and offer.key and offer.permits > 0 and offer.slots > 0 then return offer end
    if not exhausted(choice.t) then
      local over = entered + choice.patience
      if over > now then
        not_before(over)
        return nil
      end
    end
  end
  return nil
end

-- The tenant pays for a job of one plan: there its next job has the turn, in its other plans the same as before, later.
local function charge(tenant, served, cost)
  local tag = tonumber(call('HGET', R .. 'tags', tenant) or '0')
  local vtime = tonumber(call('GET', R .. 'vtime') or '0')
  if tag > vtime then call('SET', R .. 'vtime', tag) end
  call('HSET', R .. 'tags', tenant, tag + cost)
  for _, plan in ipairs(call('SMEMBERS', R .. 'tenant:' .. tenant .. ':plans')) do
    if plan == served then place(plan, tenant) else call('ZINCRBY', R .. 'plan:' .. plan, cost, tenant) end
  end
end

-- The head of a plan: its lowest tenant's first job. Jobs that must not run any more are left to the sweep.
local function head(plan)
  while true do
    local tenant = call('ZRANGE', R .. 'plan:' .. plan, 0, 0, 'WITHSCORES')
    if not tenant[1] then return nil end
    local id, turn = unpack(call('ZRANGE', R .. 'queue:' .. plan .. '>' .. tenant[1], 0, 0, 'WITHSCORES'))
    local job = call('HMGET', JOB .. id, 'ent', 'due', 'c')
    if job[2] and not job[3] and tonumber(job[2]) > now then
      return {id = id, plan = plan, tenant = tenant[1], score = tonumber(tenant[2]), turn = tonumber(turn),
        entered = tonumber(job[1])}
    end
    dequeue(id, 'queued', plan, tenant[1])
    call('ZADD', R .. 'due', 0, id)
  end
end

-- A tenant's jobs of different plans have the same score: among them the one that came first goes first.
local function before(one, other)
  if one.score ~= other.score then return one.score < other.score end
  if one.turn ~= other.turn then return one.turn < other.turn end
  return one.plan < other.plan
end

local grants, heads = {}, {}
while #grants < most do
  local best, best_plan, best_offer
  for plan in pairs(plans) do
    local candidate = heads[plan] or head(plan)
    heads[plan] = candidate
    if not candidate then
      plans[plan] = nil
    elseif not best or before(candidate, best) then
      local offer = usable(plan, candidate.entered)
      if offer then best, best_plan, best_offer = candidate, plan, offer end
    end
  end
  if not best then break end
  local id, lane = best.id, best_offer.t .. '#' .. best_offer.key
  local job = call('HMGET', JOB .. id, 'f', 'n', 'att', 'rec', 'sa', 'end', 'due', 'tok', 'chg')
  local fence, attempt = next_fence(job[1]), tonumber(job[2] or '0') + 1
  call('ZREM', R .. 'queue:' .. best_plan .. '>' .. best.tenant, id)
  uncount(best_plan)
  call('HSET', JOB .. id, 'st', 'leased', 'f', integer(fence), 'w', worker, 't', best_offer.t, 'k', best_offer.key, 'be',
    best_offer.epoch, 'ls', integer(now), 'sa', job[5] or integer(now), 'due', job[6])
  -- Once it has started, only the end of its time counts.
  if job[6] ~= job[7] then call('ZADD', R .. 'due', job[6], id) end
  lease(id, now + lease_ms)
  call('ZADD', R .. 'running:' .. lane, now + lease_ms, id)
  -- Nobody else's place has changed.
  charge(best.tenant, best_plan, tonumber(job[9] or '1'))
  for plan, first in pairs(heads) do
    if first.tenant == best.tenant then heads[plan] = nil end
  end
  if best_offer.rpm > 0 then call('ZADD', R .. 'calls:' .. lane, now, id .. ':' .. integer(fence)) end
  if best_offer.tpm > 0 then
    call('ZADD', R .. 'tokens:' .. lane, now, (job[8] or '1') .. ':' .. id .. ':' .. integer(fence))
  end
  changed(id)
  best_offer.slots, best_offer.permits = best_offer.slots - 1, best_offer.permits - 1
  grants[#grants + 1] = {id, integer(fence), best_offer.t, best_offer.key, attempt, best_plan, job[3] or '', job[4]}
  if best_offer.permits <= 0 and best_offer.slots > 0 then choose(best_offer) end
end
return reply(integer(again - now), grants)
