-- Lets a job in, or says why not. The view it leaves stays hidden until the job is acknowledged by the log.
-- ARGV  5 job, 6 tenant, 7 record, 8 idempotency key ('' = none), 9 fingerprint, 10 key's life in ms, 11 most waiting, 12 plan,
--       13 model, 14 metadata ('' = none), 15 key with quotas ('' = none), 16 tokens reserved ('' = no reservation),
--       17 millionths of cost reserved, 18 windows ('' = it waits, take counts it), then 4 for each limit: scope, window,
--       measure, most
-- Answers  accepted | existing id | pending id | conflict id | forgotten id | full waiting | over limit used | resting
local id, tenant, record, key, fingerprint = ARGV[5], ARGV[6], ARGV[7], ARGV[8], ARGV[9]
local HIDDEN_MS = 600000

end_recovery_if_struck()
if recovering then return reply('resting', '') end
if key ~= '' then
  local idem = R .. 'idem:' .. tenant .. ':' .. key
  local seen = call('HMGET', idem, 'fp', 'job', 'ack')
  local known = seen[2] and call('HMGET', JOB .. seen[2], 'st', 'del')
  local forgotten = seen[3] and (not known[1] or known[2])
  -- A name that a client gave to a job is free again with it; a key stays used.
  if seen[1] and not (forgotten and string.sub(key, 1, 7) == ' alias ') then
    if seen[1] ~= fingerprint then return reply('conflict', seen[2]) end
    if forgotten then return reply('forgotten', seen[2]) end
    return reply(seen[3] and 'existing' or 'pending', seen[2])
  end
end
local waiting = tonumber(call('HGET', R .. 'counts', 'waiting') or '0')
if waiting >= tonumber(ARGV[11]) then return reply('full', integer(waiting)) end
local reserves = {WAITING = 1, REQUESTS = 1, TOKENS = tonumber(ARGV[16]), COST = tonumber(ARGV[17])}
for i = 19, #ARGV, 4 do
  local scope = ARGV[i] == 'KEY' and 'k:' .. ARGV[15] or 't:' .. tenant
  local used = ARGV[i + 2] == 'WAITING' and call('SCARD', R .. 'queued:' .. scope)
    or used_of(ARGV[18], scope, ARGV[i + 1], ARGV[i + 2])
  if used + reserves[ARGV[i + 2]] > tonumber(ARGV[i + 3]) then
    return reply('over', integer((i - 19) / 4), integer(used))
  end
end
if key ~= '' then
  local idem = R .. 'idem:' .. tenant .. ':' .. key
  call('DEL', idem)
  call('HSET', idem, 'fp', fingerprint, 'job', id)
  call('PEXPIRE', idem, ARGV[10])
end
call('HSET', JOB .. id, 'st', 'hidden', 'ten', tenant, 'rec', record, 'idk', key, 'first', ARGV[12], 'mod', ARGV[13], 'meta', ARGV[14])
call('PEXPIRE', JOB .. id, HIDDEN_MS)
if ARGV[16] ~= '' then
  reserve(id, tenant, ARGV[15], ARGV[16], ARGV[17], ARGV[18])
  stand(id, tenant, ARGV[15], 'queued')
  call('ZADD', RESERVED, now + GIVEN_UP_MS, id)
end
return reply('accepted', '')
