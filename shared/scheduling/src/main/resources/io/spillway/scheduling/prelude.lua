-- Prepended to every script: who calls, what time it is, what is known to be lost, and how far the logs were applied.
-- Before those that need them come exhaustion.lua and waiting.lua as well.
--
-- KEYS[1]  the root of all keys, one hash tag
-- ARGV     1 process, 2 the last mark it was given, 3 partitions of the topics, 4 now in µs ('' = Redis' own clock)
--
-- Keys under the root
--   job:<id>          hash    the job: st (hidden accepted queued delayed leased ending ended unseen), rec (its log
--                             record), ten, p (plan left), pri, acc, idk (idempotency key), part (partition),
--                             first (the plan it was let in with, until its record is read),
--                             due (must have started or ended by), end (must have ended by), ent (entered its queue),
--                             n (last attempt that ended), att (the attempts' JSON, comma separated), la (lapses),
--                             f (fence), pr (fence whose first content has come), w (worker), t, k (target and key in use), ls (when that began), be (bench
--                             epoch then), c (cancel asked for), bar (log end read after a lapse), sa (first start),
--                             ea (end), status, out, err, np (the priority it was changed to), chg (what a call of it
--                             costs its tenant), del (nobody is to see it any more), mod, meta (model and metadata),
--                             con, pre (hashes of the turns it continues, and of its own),
--                             wh (the endpoint to be told of its end), told, tat (what came of that, and its attempts)
--   listed            zset    jobs that can be seen, all with one score: by their ids, and so by their time
--   listed:<tenant>   zset    the same of one tenant
--   fading            zset    <tenant> <job>, by when the job's view is over
--   plan:<plan>       zset    tenants that wait with this plan and that no quota holds, by tag + head start of their
--                             best job
--   queue:<plan>><lane>       zset  the jobs of a tenant, or of a key with quotas of its own, with this plan, by accepted
--                             time + a step per priority, and behind that, as its last digit, the priority
--   target:<t>:plans  set     plans with waiting jobs that still hold this target
--   tenant:<x>:plans  set     plans in whose order this tenant is (waiting.lua)
--   tags              hash    tenant -> virtual tag; '' -> virtual time, the tag last served
--   closed            hash    plan -> '' while all its targets are benched; then virtual time at which it reopened,
--                             until no tenant in it is behind that
--   delayed           zset    jobs kept out of their queue until a time (backoff)
--   due               zset    jobs by the time at which they must have ended, or started
--   leases            zset    leased and ending jobs by the time their lease lapses
--   running:<t>#<k>   zset    jobs that hold a permit of a target and key, by the same time
--   bench:<s>#<k>     hash    a key benched for a scope, one target or a whole provider: until, kind, why, n (how often
--                             in a row), epoch, allow (calls at once while it proves itself again), calm (from how many of
--                             these on it grows slowly), credit (successes towards the next)
--   benched           hash    <s>#<k> -> exists if its bench does: what was never benched costs one look for all of it
--                             ~<t>#<k> -> exists if its allowance does
--   allowance:<t>#<k> hash    what its provider said last remains of its requests (r) and tokens (t): r left, l limit,
--                             t reset (ms), f the fence of the call that was told; e.g. rr, tr
--   begun:<t>#<k>     zset    calls begun since, by fence, <tokens>:<job>:<fence>
--   keys              hash    target -> how many keys it has
--   calls:<t>#<k>     zset    calls begun in the last minute, where they are limited
--   tokens:<t>#<k>    zset    their estimated tokens, <tokens>:<job>:<fence>
--   kept:<t>:<hash>   string  <until> <worker> that has such turns in memory
--   offsets           hash    <topic>:<partition> -> <topic id>:<next offset>
--   marks             hash    process -> last mark given; '' -> when this Redis was first filled; '*' -> exists as long
--                             as recovery does
--   recovery          hash    exists while something lost is being read again: since, rest, <topic>:<partition> -> end
--   workers           zset    workers by last report;  worker:<id>: the report
--   gateways          zset    gateways by last count;  gateway:<process>: the count (pace.lua)
--   idem:<ten>:<key>  hash    fp, job, ack (the log has it)
--   reserved, quota:*, queued:*, active:*, limits:*   what quotas count and hold jobs to (quota.lua)
--   lanes:*, held, holds, aside:*   whom they hold (waiting.lua)
--   hooks, hook:*, delivery:*  who is to be told of ended jobs (telling.lua)
--   counts            hash    waiting; w:<plan>: of these, with this plan
local R, process, shown, partitions = KEYS[1], ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local call = redis.call
local time = call('TIME')
local micros = ARGV[4] ~= '' and tonumber(ARGV[4]) or time[1] * 1000000 + time[2]
local now = math.floor(micros / 1000)

-- A priority level is worth this much waiting inside a tenant (ms) and this many jobs of others between tenants. Both
-- are finite, so nothing starves.
local STEP_MS, STEP_TAG, DEFAULT_PRIORITY = 300000, 10, 5
local RENEWAL_MS = 5000
local JOB, RECOVERY = R .. 'job:', R .. 'recovery'

-- For a number that becomes part of a text or of an answer; a command takes numbers as they are, to 17 digits.
local function integer(value) return string.format('%.0f', value) end

-- Recovery ------------------------------------------------------------------------------------------------------------
-- A caller without a name only looks: nothing is written for it.
local marks = call('HMGET', R .. 'marks', '', process, '*')
local recovering = marks[3] ~= false

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
  call('HSET', R .. 'marks', '*', '1')
  recovering = true
end

-- The last strike ends it, but not before every worker has had time to register again what it is running.
local function end_recovery_if_struck()
  if not recovering or call('HLEN', RECOVERY) > 2 then return end
  local since, rest = unpack(call('HMGET', RECOVERY, 'since', 'rest'))
  if now >= tonumber(since) + tonumber(rest) then
    call('DEL', RECOVERY)
    call('HDEL', R .. 'marks', '*')
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
  call('HSET', R .. 'marks', process, mark)
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

-- Listing -------------------------------------------------------------------------------------------------------------
local function list(id, tenant)
  call('ZADD', R .. 'listed', 0, id)
  call('ZADD', R .. 'listed:' .. tenant, 0, id)
end

local function unlist(id, tenant)
  call('ZREM', R .. 'listed', id)
  call('ZREM', R .. 'listed:' .. tenant, id)
end

-- Takes some of those out of the lists whose view is over.
local function unlist_faded(most)
  for _, member in ipairs(call('ZRANGEBYSCORE', R .. 'fading', '-inf', now, 'LIMIT', 0, most)) do
    local tenant, id = string.match(member, '^(%S+) (%S+)$')
    unlist(id, tenant)
    call('ZREM', R .. 'fading', member)
  end
end

local function acknowledge(tenant, key)
  local idem = R .. 'idem:' .. tenant .. ':' .. key
  if call('EXISTS', idem) == 1 then call('HSET', idem, 'ack', '1') end
end
