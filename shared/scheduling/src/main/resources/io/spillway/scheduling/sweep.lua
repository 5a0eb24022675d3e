-- Ends what is past its time or cancelled and runs nowhere, and takes back lapsed leases: a bounded piece of both.
-- A lapsed lease goes back only after the log has been applied up to an end that was read after the lapse: the job's
-- own end may be on its way.
-- ARGV  5 most, 6 lease of an ending (ms), 7 lapsed before (ms, 0 = no ends given), then partition, log end of outcomes
-- Answers  endings {job, tenant, status, why, record, attempts}, partitions whose log end is wanted, jobs given back,
--          attempts that were lost {job, tenant, attempt's JSON, plan left}: they are written to the log
local most, ending_ms, before = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local RUNNING_RECHECK_MS, LAPSES_CAP, DEFAULT_TTL_MS = 5000, 10, 86400000
local ends = {}
for i = 8, #ARGV, 2 do ends[ARGV[i]] = tonumber(ARGV[i + 1]) end

end_recovery_if_struck()
local endings, wanted, returned, lost = {}, {}, 0, {}
if recovering then return reply(endings, wanted, '0', lost) end
unlist_faded(most)
give_up_reservations(most)

local function end_job(id, tenant, status, why, fence, record)
  call('HSET', JOB .. id, 'st', 'ending', 'f', integer(next_fence(fence)), 'w', process)
  call('HDEL', JOB .. id, 'bar')
  lease(id, now + ending_ms)
  endings[#endings + 1] = {id, tenant, status, why, record or '', call('HGET', JOB .. id, 'att') or ''}
end

for _, id in ipairs(call('ZRANGEBYSCORE', R .. 'due', '-inf', now, 'LIMIT', 0, most)) do
  local job = call('HMGET', JOB .. id, 'st', 'p', 'ten', 'f', 'c', 'rec', 't', 'k', 'qk')
  local state = job[1]
  if state == 'queued' or state == 'delayed' or state == 'accepted' then
    call('ZREM', R .. 'due', id)
    dequeue(id, state, job[2], job[3], job[9])
    if job[9] then stand(id, job[3], job[9], '') end
    end_job(id, job[3], job[5] and 'cancelled' or 'expired', 'due', job[4], job[6])
  elseif state == 'leased' or state == 'ending' then
    -- Its worker ends it; if that worker is gone, the lapse below does.
    call('ZADD', R .. 'due', now + RUNNING_RECHECK_MS, id)
  else
    call('ZREM', R .. 'due', id)
  end
end

for _, id in ipairs(call('ZRANGEBYSCORE', R .. 'leases', '-inf', now, 'LIMIT', 0, most)) do
  local job = call('HMGET', JOB .. id, 'st', 'bar', 'part', 'p', 'ten', 'pri', 'acc', 'end', 'c', 'la', 'due')
  local more = call('HMGET', JOB .. id, 'f', 't', 'k', 'n', 'ls', 'rec', 'att', 'qk')
  local state, bar, partition, plan, tenant = job[1], tonumber(job[2]), job[3], job[4], job[5]
  if state ~= 'leased' and state ~= 'ending' then
    call('ZREM', R .. 'leases', id)
  elseif not partition or (state == 'leased' and not plan) then
    -- Registered again after a loss, and its own record is not here yet.
    lease(id, now + RUNNING_RECHECK_MS)
  else
    local lapse = tonumber(call('ZSCORE', R .. 'leases', id))
    if not bar and ends[partition] and lapse <= before then
      bar = ends[partition]
      call('HSET', JOB .. id, 'bar', integer(bar))
    end
    local stored = call('HGET', R .. 'offsets', 'outcomes:' .. partition)
    local applied = stored and tonumber(string.match(stored, ':(%d+)$')) or 0
    if not bar then
      wanted[partition] = true
    elseif applied >= bar then
      release(id, more[2], more[3])
      call('HDEL', JOB .. id, 'w', 't', 'k', 'bar')
      if more[8] then stand(id, tenant, more[8], '') end
      let_on(tenant, more[8])
      if state == 'leased' then
        local lapses = tonumber(job[10] or '0') + 1
        if not has_recorded(more[7], more[1]) then
          local number = tonumber(more[4] or '0') + 1
          local attempt = string.format(
            '{"number":%d,"fence":%s,"target":%s,"started_at":%.3f,"ended_at":%.3f,"outcome":"lost","detail":%s}', number,
            more[1], cjson.encode(more[2]), tonumber(more[5]) / 1000, now / 1000,
            '"the worker stopped renewing its lease"')
          remember_attempt(id, number, attempt)
          lost[#lost + 1] = {id, tenant, attempt, plan}
        end
        call('HSET', JOB .. id, 'la', lapses)
        returned = returned + 1
        if job[9] then
          end_job(id, tenant, 'cancelled', 'due', more[1], more[6])
        elseif tonumber(job[8]) <= now then
          end_job(id, tenant, 'expired', 'due', more[1], more[6])
        elseif lapses >= LAPSES_CAP then
          end_job(id, tenant, 'failed', 'lost', more[1], more[6])
        else
          enqueue(id, plan, tenant, tonumber(job[6]), tonumber(job[7]), more[8])
        end
        changed(id)
      else
        -- Whoever was to write this job's end did not: somebody else does.
        local status = job[9] and 'cancelled' or (tonumber(job[11]) <= now and 'expired' or 'failed')
        end_job(id, tenant, status, status == 'failed' and 'lost' or 'due', more[1], more[6])
      end
    end
  end
end

local partitions_wanted = {}
for partition in pairs(wanted) do partitions_wanted[#partitions_wanted + 1] = partition end
return reply(endings, partitions_wanted, integer(returned), lost)
