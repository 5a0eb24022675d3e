-- Comes after the prelude: where jobs wait and by whom they are held, the moves that scripts share.
-- A plan's targets, best first, each with its patience in ms.
local CHOICE = '([^|]+)~(%d+)'

-- When a job has its turn among its tenant's. The last digit only says its priority to whoever sees the turn.
local function turn_of(accepted, priority) return (accepted + priority * STEP_MS) * 10 + priority end

-- The tenant's place in a plan: its tag, plus the head start of its best job. Called whenever either changed.
local function place_by(turn, plan, tenant, tag)
  local plan_key = R .. 'plan:' .. plan
  if turn then
    local priority = tonumber(turn) % 10
    call('ZADD', plan_key, tag + (priority - DEFAULT_PRIORITY) * STEP_TAG, tenant)
    return
  end
  call('ZREM', plan_key, tenant)
  call('SREM', R .. 'tenant:' .. tenant .. ':plans', plan)
  if call('EXISTS', plan_key) == 0 then
    for target in string.gmatch(plan, CHOICE) do
      call('SREM', R .. 'target:' .. target .. ':plans', plan)
    end
    call('HDEL', R .. 'closed', plan)
  end
end

local function place(plan, tenant)
  local best = call('ZRANGE', R .. 'queue:' .. plan .. '>' .. tenant, 0, 0, 'WITHSCORES')
  place_by(best[2], plan, tenant, best[2] and tonumber(call('HGET', R .. 'tags', tenant) or '0'))
end

local function enqueue(id, plan, tenant, priority, accepted)
  call('HSET', JOB .. id, 'st', 'queued', 'p', plan, 'ent', now)
  local tenant_plans, queue = R .. 'tenant:' .. tenant .. ':plans', R .. 'queue:' .. plan .. '>' .. tenant
  call('ZADD', queue, turn_of(accepted, priority), id)
  if call('SADD', tenant_plans, plan) == 1 then
    if call('SCARD', tenant_plans) == 1 then
      -- A tenant that becomes active starts at the present: it is owed nothing for the time it did not ask.
      local seen = call('HMGET', R .. 'tags', tenant, '')
      local tag, vtime = tonumber(seen[1] or '0'), tonumber(seen[2] or '0')
      if vtime > tag then call('HSET', R .. 'tags', tenant, vtime) end
    end
    for target in string.gmatch(plan, CHOICE) do
      call('SADD', R .. 'target:' .. target .. ':plans', plan)
    end
    place(plan, tenant)
  elseif call('ZRANK', queue, id) == 0 then
    place(plan, tenant)
  end
  call('HINCRBY', R .. 'counts', 'waiting', 1)
  call('HINCRBY', R .. 'counts', 'w:' .. plan, 1)
  if not recovering then call('PUBLISH', R .. 'wake', plan) end
end

local function uncount(plan)
  call('HINCRBY', R .. 'counts', 'waiting', -1)
  if call('HINCRBY', R .. 'counts', 'w:' .. plan, -1) <= 0 then call('HDEL', R .. 'counts', 'w:' .. plan) end
end

-- Takes a job out of whatever it waits in.
local function dequeue(id, state, plan, tenant)
  if state == 'queued' then
    if call('ZREM', R .. 'queue:' .. plan .. '>' .. tenant, id) == 1 then
      uncount(plan)
      place(plan, tenant)
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
