-- An attempt ended without a result (its record is in the log), or the worker gives the job back untried: bench the
-- target if told to, free the permit, and let the job wait with what is left of its plan.
-- ARGV  5 job, 6 fence, 7 attempt (0 = untried), 8 plan left, 9 delay (ms), 10 bench target ('' = none), 11 key,
--       12 keys, 13 kind, 14 ms ('' = escalate), 15 why, 16 the attempt's JSON
-- Answers  ok | lost
local id, fence, attempt, left, delay_ms = ARGV[5], tonumber(ARGV[6]), tonumber(ARGV[7]), ARGV[8], tonumber(ARGV[9])
local ESCALATION_MS, ESCALATION_CAP_MS = 30000, 300000

local function bench(target, key, keys, kind, ms, why, epoch)
  local at = R .. 'bench:' .. target .. '#' .. key
  local seen = call('HMGET', at, 'until', 'n', 'epoch')
  local old, n, current = tonumber(seen[1] or '0'), tonumber(seen[2] or '0'), seen[3] or '0'
  local back
  if ms ~= '' then
    back = now + tonumber(ms)
  elseif epoch == current or old <= now then
    n = n + 1
    back = now + math.min(ESCALATION_MS * 2 ^ (n - 1), ESCALATION_CAP_MS)
  else
    -- Of many calls that fail together one escalates: this one began before the bench that is on.
    back = old
  end
  if back > old then
    call('HSET', at, 'until', integer(back), 'kind', kind, 'why', why, 'n', n, 'epoch', integer(tonumber(current) + 1))
  end
  local first
  for other = 0, keys - 1 do
    local until_ms = tonumber(call('HGET', R .. 'bench:' .. target .. '#' .. other, 'until') or '0')
    first = first and math.min(first, until_ms) or until_ms
  end
  call('SET', R .. 'out:' .. target, integer(first))
  call('PUBLISH', R .. 'benched', target)
end

local job = call('HMGET', JOB .. id, 'st', 'f', 't', 'k', 'be', 'ten', 'pri', 'acc', 'due', 'c', 'n')
if ARGV[10] ~= '' then bench(ARGV[10], ARGV[11], tonumber(ARGV[12]), ARGV[13], ARGV[14], ARGV[15], job[5] or '0') end
if job[1] ~= 'leased' or tonumber(job[2]) ~= fence then return reply('lost') end

release(id, job[3], job[4])
call('HDEL', JOB .. id, 'w', 't', 'k')
if attempt > tonumber(job[11] or '0') then remember_attempt(id, attempt, ARGV[16]) end
call('ZADD', R .. 'due', job[10] and 0 or tonumber(job[9]), id)
if delay_ms > 0 then
  delay(id, left, now + delay_ms)
else
  enqueue(id, left, job[6], tonumber(job[7]), tonumber(job[8]))
end
changed(id)
return reply('ok')
