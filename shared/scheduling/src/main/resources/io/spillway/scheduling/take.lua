-- Gives a worker the best jobs it can run now: of all plans with a usable target the lowest tenant, of that tenant the
-- first job.
-- ARGV  5 worker, 6 most grants, 7 lease (ms), then 8 for each offer: target, keys, of these not
--       reserve, slots, concurrency, calls a minute, tokens a minute (0 = no limit), 1 if it keeps prefixes
-- Answers  ms until asking again can be worth while, grants {job, fence, target, key, attempt, plan, attempts, record,
--          1 while the key proves itself after an exhaustion}
local worker, most, lease_ms = ARGV[5], tonumber(ARGV[6]), tonumber(ARGV[7])
local RESTING_MS, DELAYED_BATCH = 200, 100

end_recovery_if_struck()
if recovering then return reply(integer(RESTING_MS), {}) end

local function first_delayed() return tonumber(call('ZRANGE', R .. 'delayed', 0, 0, 'WITHSCORES')[2] or again) end
local delayed_until = first_delayed()
if delayed_until <= now then
  for _, id in ipairs(call('ZRANGEBYSCORE', R .. 'delayed', '-inf', now, 'LIMIT', 0, DELAYED_BATCH)) do
    local job = call('HMGET', JOB .. id, 'st', 'p', 'ten', 'pri', 'acc', 'qk')
    dequeue(id, job[1], job[2], job[3])
    if job[1] == 'delayed' then enqueue(id, job[2], job[3], tonumber(job[4]), tonumber(job[5]), job[6]) end
  end
  delayed_until = first_delayed()
end
not_before(delayed_until)

-- Whom a quota has held until now.
local HELD_BATCH = 100
for _, holder in ipairs(call('ZRANGEBYSCORE', R .. 'held', '-inf', now, 'LIMIT', 0, HELD_BATCH)) do unhold(holder) end
not_before(tonumber(call('ZRANGE', R .. 'held', 0, 0, 'WITHSCORES')[2] or again))

local offers, sets = {}, {}
for i = 8, #ARGV, 8 do
  offers[ARGV[i]] = i
  if ARGV[i + 1] ~= '1' then call('HSET', R .. 'keys', ARGV[i], ARGV[i + 1]) end
  sets[#sets + 1] = R .. 'target:' .. ARGV[i] .. ':plans'
end
for _, plan in ipairs(sets[1] and call('SUNION', unpack(sets)) or {}) do plans[plan] = true end

-- Most of what is offered is not needed for the next job, so it is read only when it is.
local function offer_of(target, tokens)
  local offer = offers[target]
  if type(offer) == 'number' then
    local i = offer
    offer = {t = target, keys = tonumber(ARGV[i + 1]), primary = tonumber(ARGV[i + 2]), slots = tonumber(ARGV[i + 3]),
      limit = tonumber(ARGV[i + 4]), rpm = tonumber(ARGV[i + 5]), tpm = tonumber(ARGV[i + 6]),
      keeps = ARGV[i + 7] == '1'}
    offers[target] = offer
    choose(offer, tokens)
  elseif offer and offer.limited and offer.slots > 0 then
    -- What fits depends on the job.
    choose(offer, tokens)
  end
  return offer
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

-- A conversation's next turn is left for a moment to the worker that has the turns before it in memory: it is told of the
-- job when everybody is, so if it does not come it has no slot.
local LEFT_MS, KEPT_MS = 100, 600000
local function kept_by(target, prefix) return R .. 'kept:' .. target .. ':' .. prefix end
local function left_to_another(offer, entered, continues)
  if not offer.keeps or not continues or entered + LEFT_MS <= now then return false end
  local till, keeper = string.match(call('GET', kept_by(offer.t, continues)) or '', '^(%d+) (.*)$')
  if not till or tonumber(till) <= now or keeper == worker then return false end
  not_before(entered + LEFT_MS)
  return true
end

-- The first target of a plan that this worker can call for its next job: an exhausted one is passed over at once, one
-- that is merely busy, or served elsewhere, only after the job has been patient. If there is none: whether all are out.
local function usable(plan, entered, tokens, continues)
  local all_out = true
  for target, patience in string.gmatch(plan, CHOICE) do
    local offer = offer_of(target, tokens)
    if offer and offer.key and offer.permits > 0 and offer.slots > 0 then
      if left_to_another(offer, entered, continues) then return nil, false end
      return offer
    end
    if not exhausted(target) then
      all_out = false
      local over = entered + tonumber(patience)
      if over > now then
        not_before(over)
        return nil, false
      end
    end
  end
  return nil, all_out
end

-- Whether the head's job may run: one whose time is over, or that is cancelled, is left to the sweep.
local function may_run(head)
  local job = call('HMGET', JOB .. first_job(head).id, 'ent', 'due', 'c', 'f', 'n', 'att', 'rec', 'sa', 'end', 'tok', 'chg',
    'qk', 'qt', 'qc', 'qs', 'qp', 'con', 'pre')
  if job[2] and not job[3] and tonumber(job[2]) > now then
    head.job = job
    return true
  end
  dequeue(head.id, 'queued', head.plan, head.tenant, job[12])
  call('ZADD', R .. 'due', 0, head.id)
  heads[head.plan] = nil
  return false
end

-- Whether the quotas of the head's tenant and key have room for its job; who has none is held.
local function has_room(head)
  local key, waits = head.job[12], head.job[16]
  if not key then return true end
  head.fence = next_fence(head.job[4])
  local wants = {REQUESTS = 1, TOKENS = tonumber(head.job[13]), COST = tonumber(head.job[14])}
  for i, scope in ipairs(scopes_of(head.tenant, key)) do
    local over, back = is_over(scope, head.fence, head.job[15] or not waits, wants)
    if over then
      hold(i == 1 and head.tenant or head.lane, back)
      not_before(back or now + HOLD_SLOT_MS)
      forget_heads(head.tenant)
      return false
    end
  end
  return true
end

-- The best job that this worker can run now, and the offer that serves it.
local function next_job()
  while true do
    local best = best_head()
    if not best then return nil end
    if may_run(best) then
      local offer, all_out = usable(best.plan, tonumber(best.job[1]), tonumber(best.job[10] or '1'), best.job[17])
      if not offer then
        best.unusable = true
        if all_out then call('HSETNX', R .. 'closed', best.plan, '') end
      elseif not (offer.was_benched and reopen(best.plan)) and has_room(best) then
        return best, offer
      end
    end
  end
end

local grants = {}
while #grants < most do
  local best, offer = next_job()
  if not best then break end
  local id, lane, job = best.id, offer.t .. '#' .. offer.key, best.job
  local fence, attempt = best.fence or next_fence(job[4]), tonumber(job[5] or '0') + 1
  local due, started, ends = job[2], job[8], job[9]
  call('ZREM', jobs_of(best.plan, best.lane), id)
  uncount(best.plan)
  call('HSET', JOB .. id, 'st', 'leased', 'f', fence, 'w', worker, 't', offer.t, 'k', offer.key, 'be',
    offer.epoch, 'ls', now, 'sa', started or now, 'due', ends)
  -- Once it has started, only the end of its time counts.
  if ends ~= due then call('ZADD', R .. 'due', ends, id) end
  lease(id, now + lease_ms)
  if job[12] then stand(id, best.tenant, job[12], 'active') end
  if job[16] and not job[15] then book(id, best.tenant, integer(fence)) end
  call('ZADD', R .. 'running:' .. lane, now + lease_ms, id)
  -- Nobody else's place has changed.
  charge(best)
  if offer.rpm > 0 then call('ZADD', R .. 'calls:' .. lane, now, id .. ':' .. integer(fence)) end
  if offer.tpm > 0 then
    call('ZADD', R .. 'tokens:' .. lane, now, (job[10] or '1') .. ':' .. id .. ':' .. integer(fence))
  end
  if limited[lane] then note_begun(lane, id, fence, job[10]) end
  if offer.keeps and job[18] then
    call('SET', kept_by(offer.t, job[18]), integer(now + KEPT_MS) .. ' ' .. worker, 'PX', KEPT_MS)
  end
  changed(id)
  offer.slots, offer.permits = offer.slots - 1, offer.permits - 1
  grants[#grants + 1] = {id, integer(fence), offer.t, offer.key, attempt, best.plan, job[6] or '', job[7],
    offer.proving and '1' or ''}
  if offer.permits <= 0 and offer.slots > 0 then choose(offer, tonumber(job[10] or '1')) end
end
return reply(integer(again - now), grants)
