-- Prepended to every script: who calls, what time it is, what is known to be lost, and the moves that scripts share.
--
-- KEYS[1]  the root of all keys, one hash tag
-- ARGV     1 process, 2 the last mark it was given, 3 partitions of the topics, 4 now in ms ('' = Redis' own clock)
--
-- Keys under the root
--   job:<id>          hash    the job: st (hidden accepted queued delayed leased ending ended unseen), rec (its log
--                             record), ten, p (plan left), pri, acc, idk (idempotency key), part (partition),
--                             first (the plan it was let in with, until its record is read),
--                             due (must have started or ended by), end (must have ended by), ent (entered its queue),
--                             n (last attempt that ended), att (the attempts' JSON, comma separated), la (lapses),
--                             f (fence), w (worker), t, k (target and key in use), ls (when that began), be (bench
--                             epoch then), c (cancel asked for), bar (log end read after a lapse), sa (first start),
--                             ea (end), status, out, err
--   plan:<plan>       zset    tenants that wait with this plan, by tag + head start of their best job
--   queue:<plan>><tenant>     zset  a tenant's jobs with this plan, by accepted time + a step per priority
--   target:<t>:plans  set     plans with waiting jobs that still hold this target
--   tenant:<x>:plans  set     plans in which this tenant has waiting jobs
--   tags              hash    tenant -> virtual tag;  vtime: the tag last served
--   delayed           zset    jobs kept out of their queue until a time (backoff)
--   due               zset    jobs by the time at which they must have ended, or started
--   leases            zset    leased and ending jobs by the time their lease lapses
--   running:<t>#<k>   zset    jobs that hold a permit of a target and key, by the same time
--   bench:<s>#<k>     hash    a key benched for a scope, one target or a whole provider: until, kind, why, n (how often
--                             in a row), epoch, allow (calls at once while it proves itself again), calm (from how many of
--                             these on it grows slowly), credit (successes towards the next)
--   keys              hash    target -> how many keys it has
--   calls:<t>#<k>     zset    calls begun in the last minute, where they are limited
--   tokens:<t>#<k>    zset    their estimated tokens, <tokens>:<job>:<fence>
--   offsets           hash    <topic>:<partition> -> <topic id>:<next offset>
--   marks             hash    process -> last mark given; '' -> when this Redis was first filled
--   recovery          hash    exists while something lost is being read again: since, rest, <topic>:<partition> -> end
--   workers           zset    workers by last report;  worker:<id>: the report
--   idem:<ten>:<key>  hash    fp, job, ack (the log has it)
--   counts            hash    waiting; w:<plan>: of these, with this plan
local R, process, shown, partitions = KEYS[1], ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local call = redis.call
local time = call('TIME')
local micros = time[1] * 1000000 + time[2]
local now = ARGV[4] ~= '' and tonumber(ARGV[4]) or math.floor(micros / 1000)

-- A priority level is worth this much waiting inside a tenant (ms) and this many jobs of others between tenants. Both
-- are finite, so nothing starves.
local STEP_MS, STEP_TAG, DEFAULT_PRIORITY = 300000, 10, 5
local RENEWAL_MS = 5000
local JOB, RECOVERY = R .. 'job:', R .. 'recovery'

local function integer(value) return string.format('%.0f', value) end

-- Recovery ------------------------------------------------------------------------------------------------------------
local recovering = call('EXISTS', RECOVERY) == 1

-- Begun anew if something more was lost meanwhile: the ends entered before it are too early then.
local function begin_recovery()
  local fields = {'since', integer(now), 'rest', '0'}
  for p = 0, partitions - 1 do
    fields[#fields + 1] = 'jobs:' .. p
    fields[#fields + 1] = '?'
    fields[#fields + 1] = 'outcomes:' .. p
    fields[#fields + 1] = '?'
  end
  call('HSET', RECOVERY, unpack(fields))
  recovering = true
end

-- The last strike ends it, but not before every worker has had time to register again what it is running.
local function end_recovery_if_struck()
  if not recovering or call('HLEN', RECOVERY) > 2 then return end
  local since, rest = unpack(call('HMGET', RECOVERY, 'since', 'rest'))
  if now >= tonumber(since) + tonumber(rest) then
    call('DEL', RECOVERY)
    call('PUBLISH', R .. 'wake', '*')
    recovering = false
  end
end

local function strike(topic, partition, next_offset)
  if not recovering then return end
  local stop = call('HGET', RECOVERY, topic .. ':' .. partition)
  if stop and stop ~= '?' and next_offset >= tonumber(stop) then
    call('HDEL', RECOVERY, topic .. ':' .. partition)
    end_recovery_if_struck()
  end
end

-- A caller without a name only looks: nothing is written for it.
local marks = call('HMGET', R .. 'marks', '', process)
local mark = shown
if process == '' then
  recovering = recovering or not marks[1]
else
  if not marks[1] then
    call('HSET', R .. 'marks', '', integer(now))
    begin_recovery()
  end
  local known = tonumber(marks[2] or '0')
  if shown > known then begin_recovery() end
  mark = math.max(shown, known) + 1
  call('HSET', R .. 'marks', process, integer(mark))
end

local function reply(...)
  return {mark, recovering and 1 or 0, now, ...}
end

-- Offsets -------------------------------------------------------------------------------------------------------------
-- Whether the record at offset may be applied now; if not, the offset that the view wants next.
local function expected(topic, partition, topic_id)
  local stored = call('HGET', R .. 'offsets', topic .. ':' .. partition)
  if not stored then return 0 end
  local id, offset = string.match(stored, '^(.*):(%d+)$')
  return id == topic_id and tonumber(offset) or 0
end

local function remember(topic, partition, topic_id, next_offset)
  call('HSET', R .. 'offsets', topic .. ':' .. partition, topic_id .. ':' .. integer(next_offset))
  strike(topic, partition, next_offset)
end

-- Exhaustion ----------------------------------------------------------------------------------------------------------
local function scopes(target) return {target, string.match(target, '^[^/]+')} end

-- What is known of a key benched for a scope: until, kind, why, allow, epoch. Asked once a script.
local benches = {}
local function bench_of(at)
  benches[at] = benches[at] or call('HMGET', at, 'until', 'kind', 'why', 'allow', 'epoch')
  return benches[at]
end

-- When a target's key may be called again, why not before, and how many calls at once it may have then (nil = any).
local function key_state(target, key)
  local back, kind, why, allow, epoch = 0, '', '', nil, '0'
  for i, scope in ipairs(scopes(target)) do
    local bench = bench_of(R .. 'bench:' .. scope .. '#' .. key)
    if bench[1] and tonumber(bench[1]) > back then back, kind, why = tonumber(bench[1]), bench[2], bench[3] end
    if bench[4] then allow = math.min(allow or 1000000, tonumber(bench[4])) end
    if bench[5] then epoch = i == 1 and bench[5] or epoch .. '/' .. bench[5] end
  end
  return back, kind, why, allow, epoch
end

-- When the first of a target's keys is back, and why not before.
local function target_state(target)
  local first, kind, why
  for key = 0, tonumber(call('HGET', R .. 'keys', target) or '1') - 1 do
    local back, its_kind, its_why = key_state(target, key)
    if not first or back < first then first, kind, why = back, its_kind, its_why end
  end
  return first, kind, why
end

local ESCALATION_MS, ESCALATION_CAP_MS = 30000, 300000
local CALM_LEAST = 4

-- Benches a key for a scope: never for a shorter time than it is benched already. Without a time it escalates, but of
-- many calls that fail together only once: those that began before the bench that is on carry an older epoch.
local function bench(scope, key, kind, ms, why, epoch)
  local at = R .. 'bench:' .. scope .. '#' .. key
  local seen = call('HMGET', at, 'until', 'n', 'epoch')
  local old, n, current = tonumber(seen[1] or '0'), tonumber(seen[2] or '0'), tonumber(seen[3] or '0')
  local back
  if ms ~= '' then
    back = now + tonumber(ms)
  elseif not epoch or tonumber(epoch) == current or old <= now then
    n = n + 1
    back = now + math.min(ESCALATION_MS * 2 ^ (n - 1), ESCALATION_CAP_MS)
  else
    back = old
  end
  if back > old then
    if old <= now then
      -- As many at once were too many: up to half of it the ramp doubles, from there it feels its way.
      local at_once = call('ZCARD', R .. 'running:' .. scope .. '#' .. key)
      call('HSET', at, 'calm', math.max(CALM_LEAST, math.floor(at_once / 2)))
    end
    call('HSET', at, 'until', integer(back), 'kind', kind, 'why', why, 'n', n, 'epoch', integer(current + 1), 'allow', 1,
      'credit', 0)
    benches[at] = nil
    call('PUBLISH', R .. 'benched', scope)
  end
end

-- A call that began after a bench has succeeded. After one probe two at once, then four, eight … but once as many as
-- may be too many are reached, one more only after as many successes as there are at once: where a provider permits a
-- rate and answers 429 to the rest, doubling would run into it again and again. Beyond PROVEN nothing holds it.
local PROVEN = 32
local function prove(target, key, epoch)
  local _, _, _, allow, current = key_state(target, key)
  if not allow or epoch ~= current then return end
  for _, scope in ipairs(scopes(target)) do
    local at = R .. 'bench:' .. scope .. '#' .. key
    local state = call('HMGET', at, 'until', 'allow', 'calm')
    local at_once = tonumber(state[2])
    if at_once and tonumber(state[1]) <= now then
      if at_once >= PROVEN then
        call('HDEL', at, 'allow', 'calm', 'credit')
      elseif at_once < tonumber(state[3] or PROVEN) or call('HINCRBY', at, 'credit', 1) >= at_once then
        call('HSET', at, 'allow', at_once + 1, 'credit', 0)
      end
      call('HSET', at, 'n', 0)
      benches[at] = nil
      call('PUBLISH', R .. 'benched', scope)
    end
  end
end

-- Plans ---------------------------------------------------------------------------------------------------------------
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

local function acknowledge(tenant, key)
  local idem = R .. 'idem:' .. tenant .. ':' .. key
  if call('EXISTS', idem) == 1 then call('HSET', idem, 'ack', '1') end
end

local function changed(id)
  call('PUBLISH', R .. 'changed', id)
end

-- Fences never repeat, not even after everything was lost: they follow the clock.
local function next_fence(last)
  return math.max((tonumber(last or '0') or 0) + 1, micros)
end

