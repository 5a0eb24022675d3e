-- Applies one record of spillway.jobs: the job waits on its plan. Idempotent.
-- ARGV  5 partition, 6 topic id, 7 read from, 8 offset, 9 job, 10 tenant, 11 record, 12 plan, 13 priority,
--       14 accepted (ms), 15 due (ms), 16 end (ms), 17 idempotency key ('' = none), 18 fingerprint, 19 key's life in ms,
--       20 tokens it may cost, estimated, 21 what a call costs its tenant, 22 model, 23 metadata ('' = none), 24 key with
--       quotas ('' = none), 25 tokens reserved ('' = no reservation), 26 millionths of cost reserved, 27 windows ('' = it
--       waits, take counts it), 28 limits of its tenant that take holds it to, 29 of its key,
--       30 endpoint to be told of the end ('' = none), 31 the turns that it continues, 32 its own turns ('' = no chat)
-- Answers  the next offset
local partition, topic_id, from, offset = ARGV[5], ARGV[6], tonumber(ARGV[7]), tonumber(ARGV[8])
local id, tenant, record, plan = ARGV[9], ARGV[10], ARGV[11], ARGV[12]
local priority, accepted, due = tonumber(ARGV[13]), tonumber(ARGV[14]), tonumber(ARGV[15])

local want = expected('jobs', partition, topic_id)
if offset < want or want < from then return reply(integer(want)) end
remember('jobs', partition, topic_id, offset + 1)

local job = JOB .. id
local state, left, cancel, started, attempts, changed_to, deleted, fence, begun, read_before =
  unpack(call('HMGET', job, 'st', 'p', 'c', 'sa', 'n', 'np', 'del', 'f', 'qf', 'acc'))
local key = ARGV[25] ~= '' and ARGV[24] or nil
local webhook = ARGV[30]
if changed_to then priority = tonumber(changed_to) end
if state == 'queued' or state == 'delayed' then return reply(integer(offset + 1)) end
-- Once it has started, only the end of its time counts.
if started or attempts then due = tonumber(ARGV[16]) end
if not deleted then list(id, tenant) end
-- Of what was deleted after its end nothing is kept but that.
if not (deleted and state == 'ended') then
  call('HSET', job, 'rec', record, 'mod', ARGV[22], 'meta', ARGV[23])
end
call('HSET', job, 'ten', tenant, 'pri', priority, 'acc', integer(accepted), 'due', integer(due), 'end',
  ARGV[16], 'part', partition, 'tok', ARGV[20], 'chg', ARGV[21])
if ARGV[17] ~= '' then
  local idem = R .. 'idem:' .. tenant .. ':' .. ARGV[17]
  -- A name may have been given again: the latest job has it, in whatever order they are read.
  if (call('HGET', idem, 'job') or '') <= id then
    call('HSET', idem, 'fp', ARGV[18], 'job', id, 'ack', '1')
    call('PEXPIRE', idem, ARGV[19])
  end
end
-- What the log says counts: a submission may have been written by another than the one that was let in, or after that
-- one was given up on. Of two records of one job the first one counts.
if not read_before then drop_other_reservation(id, tenant, ARGV[24], ARGV[25], ARGV[26], ARGV[27]) end
if key and not read_before then
  if call('HEXISTS', job, 'qw') == 0 then
    reserve(id, tenant, key, ARGV[25], ARGV[26], ARGV[27])
    -- One that waits has begun if the log says so, or if a worker that runs it has said so after a loss.
    if ARGV[27] == '' and (begun or state == 'leased') then book(id, tenant, begun or fence) end
    if state == 'ended' then settle_reservation(id, tenant) end
  end
  call('ZREM', RESERVED, id)
  if learn_limits('t:' .. tenant, accepted, ARGV[28]) then let_on(tenant, '') end
  if key ~= '' and learn_limits('k:' .. key, accepted, ARGV[29]) then let_on(tenant, key) end
  stand(id, tenant, key, state == 'leased' and 'active' or '')
end
if ARGV[32] ~= '' and state ~= 'ended' then
  call('HSET', job, 'pre', ARGV[32])
  if ARGV[31] ~= '' then call('HSET', job, 'con', ARGV[31]) end
end
if webhook ~= '' and not (deleted and state == 'ended') then
  call('HSET', job, 'wh', webhook)
  -- The end was read first.
  if state == 'ended' then announce(id, tenant, webhook, unpack(call('HMGET', job, 'status', 'ea'))) end
end
-- What ended already, or runs, or is being ended, is only completed; the rest waits from now on.
if not state or state == 'hidden' or state == 'accepted' or state == 'unseen' then
  if state == 'hidden' or state == 'unseen' then call('PERSIST', job) end
  call('HDEL', job, 'first')
  call('ZADD', R .. 'due', cancel and 0 or due, id)
  -- An outcome that came first left the plan that is left.
  enqueue(id, left or plan, tenant, priority, accepted, key)
elseif state ~= 'ended' then
  call('HSETNX', job, 'p', plan)
  call('ZADD', R .. 'due', cancel and 0 or due, id)
end
return reply(integer(offset + 1))
