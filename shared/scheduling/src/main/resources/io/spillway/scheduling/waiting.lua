-- Comes after the prelude and quota.lua: where jobs wait and by whom they are held, the moves that scripts share.
-- A job's lane is its tenant, or <tenant>/<key> where its key has quotas of its own.
--   lanes:<plan>><tenant>  zset  the tenant's lanes with jobs of this plan, those that are held left out, by first turn
--   held                   zset  tenants and lanes that a quota holds, by when that is looked at again
--   holds                  hash  the same -> when the window ends (ms, '' = when one of its jobs ends)
--   aside:<held>           set   plans in which a held tenant or lane has jobs
-- A plan's targets, best first, each with its patience in ms.
local CHOICE = '([^|]+)~(%d+)'

local function lane_of(tenant, key) return key and key ~= '' and tenant .. '/' .. key or tenant end
local function tenant_of(lane) return string.match(lane, '^[^/]+') end
local function jobs_of(plan, lane) return R .. 'queue:' .. plan .. '>' .. lane end
local function lanes_of(plan, tenant) return R .. 'lanes:' .. plan .. '>' .. tenant end

-- Mostly nobody is held: that costs one look a script.
local held, any_held = {}, nil
local function is_held(holder)
  if any_held == nil then any_held = call('EXISTS', R .. 'held') == 1 end
  if any_held and held[holder] == nil then held[holder] = call('ZSCORE', R .. 'held', holder) ~= false end
  return any_held and held[holder]
end

-- When a job has its turn among its tenant's. The last digit only says its priority to whoever sees the turn.
local function turn_of(accepted, priority) return (accepted + priority * STEP_MS) * 10 + priority end

-- The tenant's place in a plan: its tag, plus the head start of its best job. Called whenever either changed.
local function place_tenant(plan, tenant, tag)
  local plan_key, tenant_plans = R .. 'plan:' .. plan, R .. 'tenant:' .. tenant .. ':plans'
  local best = call('ZRANGE', lanes_of(plan, tenant), 0, 0, 'WITHSCORES')
  if best[2] and not is_held(tenant) then
    if call('SADD', tenant_plans, plan) == 1 then
      if call('SCARD', tenant_plans) == 1 then
        -- A tenant that becomes active starts at the present: it is owed nothing for the time it did not ask, or could
        -- not.
        local seen = call('HMGET', R .. 'tags', tenant, '')
        local own, vtime = tonumber(seen[1] or '0'), tonumber(seen[2] or '0')
        if vtime > own then call('HSET', R .. 'tags', tenant, vtime) end
        tag = math.max(own, vtime)
      end
      for target in string.gmatch(plan, CHOICE) do
        call('SADD', R .. 'target:' .. target .. ':plans', plan)
      end
    end
    local at = tag or tonumber(call('HGET', R .. 'tags', tenant) or '0')
    call('ZADD', plan_key, at + (tonumber(best[2]) % 10 - DEFAULT_PRIORITY) * STEP_TAG, tenant)
    return
  end
  if is_held(tenant) then call(best[2] and 'SADD' or 'SREM', R .. 'aside:' .. tenant, plan) end
  call('ZREM', plan_key, tenant)
  call('SREM', tenant_plans, plan)
  if call('EXISTS', plan_key) == 0 then
    for target in string.gmatch(plan, CHOICE) do
      call('SREM', R .. 'target:' .. target .. ':plans', plan)
    end
    call('HDEL', R .. 'closed', plan)
  end
end

-- The lane's place among its tenant's, by the turn of its first job (nil = it has none).
local function place_lane(plan, lane, turn)
  local lanes = lanes_of(plan, tenant_of(lane))
  if lane ~= tenant_of(lane) and is_held(lane) then
    call(turn and 'SADD' or 'SREM', R .. 'aside:' .. lane, plan)
    turn = nil
  end
  if turn then call('ZADD', lanes, turn, lane) else call('ZREM', lanes, lane) end
end

local function place(plan, lane)
  place_lane(plan, lane, call('ZRANGE', jobs_of(plan, lane), 0, 0, 'WITHSCORES')[2])
  place_tenant(plan, tenant_of(lane))
end

-- A quota has no room for the next job of a tenant or lane: it leaves the order until its window is over (nil = until
-- one of its jobs ends), or something is given back. It is looked at again before, in case what it waits for was lost.
local HOLD_MS, HOLD_SLOT_MS = 300000, 5000
local function hold(holder, back)
  any_held, held[holder] = true, true
  call('ZADD', R .. 'held', math.min(back or now + HOLD_SLOT_MS, now + HOLD_MS), holder)
  call('HSET', R .. 'holds', holder, back and integer(back) or '')
  for _, plan in ipairs(call('SMEMBERS', R .. 'tenant:' .. tenant_of(holder) .. ':plans')) do place(plan, holder) end
end

local function unhold(holder)
  call('ZREM', R .. 'held', holder)
  call('HDEL', R .. 'holds', holder)
  held[holder] = false
  local plans = call('SMEMBERS', R .. 'aside:' .. holder)
  call('DEL', R .. 'aside:' .. holder)
  for _, plan in ipairs(plans) do
    place(plan, holder)
    if not recovering then call('PUBLISH', R .. 'wake', plan) end
  end
end

-- A job has given back something of what its tenant and key may use: whoever waits for that is looked at again.
local function let_on(tenant, key)
  if not key then return end
  if is_held(tenant) then unhold(tenant) end
  if key ~= '' and is_held(lane_of(tenant, key)) then unhold(lane_of(tenant, key)) end
end

-- The key is that of its reservation, nil if it has none.
local function enqueue(id, plan, tenant, priority, accepted, key)
  local lane = lane_of(tenant, key)
  call('HSET', JOB .. id, 'st', 'queued', 'p', plan, 'ent', now)
  if key then stand(id, tenant, key, 'queued') end
  call('ZADD', jobs_of(plan, lane), turn_of(accepted, priority), id)
  if call('ZRANK', jobs_of(plan, lane), id) == 0 then place(plan, lane) end
  call('HINCRBY', R .. 'counts', 'waiting', 1)
  call('HINCRBY', R .. 'counts', 'w:' .. plan, 1)
  if not recovering then call('PUBLISH', R .. 'wake', plan) end
end

local function uncount(plan)
  call('HINCRBY', R .. 'counts', 'waiting', -1)
  if call('HINCRBY', R .. 'counts', 'w:' .. plan, -1) <= 0 then call('HDEL', R .. 'counts', 'w:' .. plan) end
end

-- Takes a job out of whatever it waits in.
local function dequeue(id, state, plan, tenant, key)
  if state == 'queued' then
    local lane = lane_of(tenant, key)
    if call('ZREM', jobs_of(plan, lane), id) == 1 then
      uncount(plan)
      place(plan, lane)
    end
  elseif state == 'delayed' then
    if call('ZREM', R .. 'delayed', id) == 1 then uncount(plan) end
  end
end

local function delay(id, plan, until_ms)
  call('HSET', JOB .. id, 'st', 'delayed', 'p', plan, 'ent', now)
  call('ZADD', R .. 'delayed', until_ms, id)
  call('HINCRBY', R .. 'counts', 'waiting', 1)
  call('HINCRBY', R .. 'counts', 'w:' .. plan, 1)
end

-- Gives back the permit and the lease of a job.
local function release(id, target, key)
  call('ZREM', R .. 'leases', id)
  if target then
    call('ZREM', R .. 'running:' .. target .. '#' .. key, id)
    if tonumber(call('HGET', R .. 'counts', 'waiting') or '0') > 0 then
      call('PUBLISH', R .. 'wake', target .. '~0')
    end
  end
end

local function lease(id, lapse)
  call('ZADD', R .. 'leases', lapse, id)
end

local function remember_attempt(id, number, json)
  local attempts = call('HGET', JOB .. id, 'att')
  call('HSET', JOB .. id, 'n', number, 'att', attempts and (attempts .. ',' .. json) or json)
end

-- Whether the attempt that ran under a fence is among those that ended.
local function has_recorded(attempts, fence)
  return attempts and string.find(attempts, '"fence":' .. fence .. ',', 1, true) ~= nil
end

local function changed(id)
  call('PUBLISH', R .. 'changed', id)
end

-- Fences never repeat, not even after everything was lost: they follow the clock.
local function next_fence(last)
  return math.max((tonumber(last or '0') or 0) + 1, micros)
end
