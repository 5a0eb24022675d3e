-- An attempt ended without a result (its record is in the log), or the worker gives the job back untried: bench the
-- target if told to, free the permit, and let the job wait with what is left of its plan.
-- ARGV  5 job, 6 fence, 7 attempt (0 = untried), 8 plan left, 9 delay (ms), 10 bench what ('' = nothing; else a
--       target or a provider), 11 key, 12 kind, 13 ms ('' = escalate), 14 why, 15 the attempt's JSON
-- Answers  ok | lost, until when it benched (ms, '' if it did not)
local id, fence, attempt, left, delay_ms = ARGV[5], tonumber(ARGV[6]), tonumber(ARGV[7]), ARGV[8], tonumber(ARGV[9])
local job = call('HMGET', JOB .. id, 'st', 'f', 't', 'k', 'be', 'ten', 'pri', 'acc', 'due', 'c', 'n', 'qk', 'qp')
local benched = ''
if ARGV[10] ~= '' then
  -- A bench epoch is <target's> or <target's>/<provider's>.
  local own, providers = string.match(job[5] or '0', '^(%d+)/?(%d*)$')
  benched = bench(ARGV[10], ARGV[11], ARGV[12], ARGV[13], ARGV[14], string.find(ARGV[10], '/') and own or providers)
end
if job[1] ~= 'leased' or tonumber(job[2]) ~= fence then return reply('lost', benched) end

release(id, job[3], job[4])
call('HDEL', JOB .. id, 'w', 't', 'k', 'bar')
if attempt > tonumber(job[11] or '0') then remember_attempt(id, attempt, ARGV[15]) end
-- It has not begun: the next take counts it.
if attempt == 0 and not job[11] and job[13] then unbook(id, job[6]) end
if job[12] then stand(id, job[6], job[12], job[8] and 'queued' or '') end
let_on(job[6], job[12])
if not job[8] then
  -- Registered again after a loss, and its own record is not here yet: when it comes, the job waits.
  call('HSET', JOB .. id, 'st', 'unseen', 'p', left)
  return reply('ok', benched)
end
call('ZADD', R .. 'due', job[10] and 0 or tonumber(job[9]), id)
if delay_ms > 0 then
  delay(id, left, now + delay_ms)
else
  enqueue(id, left, job[6], tonumber(job[7]), tonumber(job[8]), job[12])
end
changed(id)
return reply('ok', benched)
