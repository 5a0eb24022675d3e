-- Comes after the prelude: where jobs wait and by whom they are held, the moves that scripts share.
local function targets(plan)
  local list = {}
  for target, patience in string.gmatch(plan, '([^|]+)~(%d+)') do
    list[#list + 1] = {t = target, patience = tonumber(patience)}
  end
  return list
end

-- The tenant's place in a plan: its tag, plus the head start of its best job. Called whenever either changed.
local function place(plan, tenant)
  local queue, plan_key = R .. 'queue:' .. plan .. '>' .. tenant, R .. 'plan:' .. plan
  local best = call('ZRANGE', queue, 0, 0)[1]
  if best then
    local tag = tonumber(call('HGET', R .. 'tags', tenant) or '0')
    local priority = tonumber(call('HGET', JOB .. best, 'pri') or DEFAULT_PRIORITY)
    call('ZADD', plan_key, tag + (priority - DEFAULT_PRIORITY) * STEP_TAG, tenant)
    return
  end
  call('ZREM', plan_key, tenant)
  call('SREM', R .. 'tenant:' .. tenant .. ':plans', plan)
  if call('EXISTS', plan_key) == 0 then
    for _, choice in ipairs(targets(plan)) do
      call('SREM', R .. 'target:' .. choice.t .. ':plans', plan)
    end
  end
end

local function enqueue(id, plan, tenant, priority, accepted)
  call('HSET', JOB .. id, 'st', 'queued', 'p', plan, 'ent', integer(now))
  local tenant_plans, queue = R .. 'tenant:' .. tenant .. ':plans', R .. 'queue:' .. plan .. '>' .. tenant
  call('ZADD', queue, accepted + priority * STEP_MS, id)
  if call('SADD', tenant_plans, plan) == 1 then
    if call('SCARD', tenant_plans) == 1 then
      -- A tenant that becomes active starts at the present: it is owed nothing for the time it did not ask.
      local tag = tonumber(call('HGET', R .. 'tags', tenant) or '0')
      local vtime = tonumber(call('GET', R .. 'vtime') or '0')
      if vtime > tag then call('HSET', R .. 'tags', tenant, vtime) end
    end
    for _, choice in ipairs(targets(plan)) do
      call('SADD', R .. 'target:' .. choice.t .. ':plans', plan)
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
  call('HSET', JOB .. id, 'st', 'delayed', 'p', plan, 'ent', integer(now))
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
