-- Applies one record of spillway.outcomes to the view.
-- ARGV  5 partition, 6 topic id, 7 read from, 8 offset, 9 entry (attempt | ended | cancel | priority | delete | told),
--       10 job, 11 tenant, then
--   attempt  12 number, 13 its JSON, 14 plan left, 15 started (ms), 16 tokens used, 17 millionths of cost, 18 its fence
--   ended    12 status, 13 at (ms), 14 attempt JSON ('' = none), 15 output JSON, 16 error JSON, 17 life of the view (ms),
--            18 the attempt's start (ms), 19 its number (0 = none), 20 tokens used, 21 millionths of cost,
--            22 its fence ('' = none)
--   priority 12 the new one
--   told     12 status of the job, 13 pending | delivered | given_up, 14 the attempts' JSON
-- Answers  the next offset
local partition, topic_id, from, offset = ARGV[5], ARGV[6], tonumber(ARGV[7]), tonumber(ARGV[8])
local entry, id, tenant = ARGV[9], ARGV[10], ARGV[11]
local UNSEEN_MS = 172800000

local want = expected('outcomes', partition, topic_id)
if offset < want or want < from then return reply(integer(want)) end
remember('outcomes', partition, topic_id, offset + 1)

local job = JOB .. id
local state, plan, n, target, key, epoch, priority, accepted, fence, deleted, proved, quota_key, webhook, status =
  unpack(call('HMGET', job, 'st', 'p', 'n', 't', 'k', 'be', 'pri', 'acc', 'f', 'del', 'pr', 'qk', 'wh', 'status'))

local function erase()
  call('HDEL', job, 'rec', 'out', 'err', 'att', 'meta', 'first')
end

if entry == 'told' then
  note_told(id, ARGV[12], ARGV[13], ARGV[14], state == 'ended')
  return reply(integer(offset + 1))
end
if state == 'ended' and entry == 'delete' then
  if webhook then silence(id, webhook, status) end
  call('HSET', job, 'del', '1')
  erase()
  unlist(id, tenant)
  changed(id)
end
if state == 'ended' then return reply(integer(offset + 1)) end
if not state or state == 'hidden' then
  -- The outcome comes before its job, as it does while a lost view is filled again.
  state = 'unseen'
  call('HSET', job, 'st', state, 'ten', tenant, 'part', partition)
  call('PEXPIRE', job, UNSEEN_MS)
end

if entry == 'attempt' then
  local number, left = tonumber(ARGV[12]), ARGV[14]
  note_begun_by(id, tenant, ARGV[18])
  note_used(id, number, tonumber(ARGV[16]), tonumber(ARGV[17]))
  -- The worker's spill, or a lapse, may have said so before.
  if number > tonumber(n or '0') then
    remember_attempt(id, number, ARGV[13])
    call('HSETNX', job, 'sa', ARGV[15])
    if string.find(ARGV[13], '"outcome":"lost"', 1, true) then call('HINCRBY', job, 'la', 1) end
    if (state == 'queued' or state == 'delayed') and left ~= plan then
      dequeue(id, state, plan, tenant, quota_key)
      enqueue(id, left, tenant, tonumber(priority), tonumber(accepted), quota_key)
    else
      call('HSET', job, 'p', left)
    end
  end
elseif entry == 'ended' then
  dequeue(id, state, plan, tenant, quota_key)
  if state == 'leased' or state == 'ending' then release(id, target, key) end
  call('ZREM', R .. 'due', id)
  if ARGV[14] ~= '' then
    remember_attempt(id, tonumber(n or '0') + 1, ARGV[14])
    call('HSETNX', job, 'sa', ARGV[18])
  end
  note_begun_by(id, tenant, ARGV[22])
  note_used(id, tonumber(ARGV[19]), tonumber(ARGV[20]), tonumber(ARGV[21]))
  settle_reservation(id, tenant)
  if quota_key then stand(id, tenant, quota_key, '') end
  let_on(tenant, quota_key)
  call('HDEL', job, 'w', 't', 'k', 'be', 'c', 'bar', 'ent', 'p', 'ls', 'pr')
  call('HSET', job, 'st', 'ended', 'status', ARGV[12], 'ea', ARGV[13], 'out', ARGV[15], 'err', ARGV[16])
  call('PEXPIRE', job, ARGV[17])
  if deleted then
    erase()
  elseif webhook then
    announce(id, tenant, webhook, ARGV[12], ARGV[13])
  end
  call('ZADD', R .. 'fading', now + tonumber(ARGV[17]), tenant .. ' ' .. id)
  unlist_faded(2)
  -- Only the answer of the lease that is on says something about its target; a late one may be another's, and one of
  -- last resort is no target's.
  if ARGV[12] == 'completed' and string.find(ARGV[14], '"outcome":"completed"', 1, true) and target
    and epoch ~= '0' and proved ~= fence and has_recorded(ARGV[14], fence or '') then
    prove(target, key, epoch or '0')
  end
elseif entry == 'priority' then
  -- Kept twice: the job's own record, should it come later, has the first one.
  call('HSET', job, 'pri', ARGV[12], 'np', ARGV[12])
  if state == 'queued' then
    local lane = lane_of(tenant, quota_key)
    call('ZADD', jobs_of(plan, lane), 'XX', turn_of(tonumber(accepted), tonumber(ARGV[12])), id)
    place(plan, lane)
    if not recovering then call('PUBLISH', R .. 'wake', plan) end
  end
else
  if entry == 'delete' then
    call('HSET', job, 'del', '1')
    unlist(id, tenant)
  end
  call('HSET', job, 'c', '1')
  if state == 'leased' then
    call('PUBLISH', R .. 'stop', id)
  else
    -- The sweep ends what nobody runs; so does schedule if the job itself is still to come.
    call('ZADD', R .. 'due', 0, id)
    call('PUBLISH', R .. 'sweep', id)
  end
end
changed(id)
return reply(integer(offset + 1))
