-- Lets a job in, or says why not. The view it leaves stays hidden until the job is acknowledged by the log.
-- ARGV  5 job, 6 tenant, 7 record, 8 idempotency key ('' = none), 9 fingerprint, 10 key's life in ms, 11 most waiting, 12 plan
-- Answers  accepted | existing id | pending id | conflict id | full waiting | resting
local id, tenant, record, key, fingerprint = ARGV[5], ARGV[6], ARGV[7], ARGV[8], ARGV[9]
local HIDDEN_MS = 600000

end_recovery_if_struck()
if recovering then return reply('resting', '') end
if key ~= '' then
  local idem = R .. 'idem:' .. tenant .. ':' .. key
  local seen = call('HMGET', idem, 'fp', 'job', 'ack')
  if seen[1] then
    if seen[1] ~= fingerprint then return reply('conflict', seen[2]) end
    return reply(seen[3] and 'existing' or 'pending', seen[2])
  end
end
local waiting = tonumber(call('HGET', R .. 'counts', 'waiting') or '0')
if waiting >= tonumber(ARGV[11]) then return reply('full', integer(waiting)) end
if key ~= '' then
  local idem = R .. 'idem:' .. tenant .. ':' .. key
  call('HSET', idem, 'fp', fingerprint, 'job', id)
  call('PEXPIRE', idem, ARGV[10])
end
call('HSET', JOB .. id, 'st', 'hidden', 'ten', tenant, 'rec', record, 'idk', key, 'first', ARGV[12])
call('PEXPIRE', JOB .. id, HIDDEN_MS)
return reply('accepted', '')
