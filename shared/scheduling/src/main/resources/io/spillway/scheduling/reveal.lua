-- The log has acknowledged the job: it exists, whether a worker has read it yet or not.
-- ARGV  5 job, 6 due (ms)
local id = ARGV[5]
local state, tenant, key = unpack(call('HMGET', JOB .. id, 'st', 'ten', 'idk'))
if key and key ~= '' then acknowledge(tenant, key) end
if state == 'hidden' then
  call('HSET', JOB .. id, 'st', 'accepted')
  call('PERSIST', JOB .. id)
  list(id, tenant)
  call('ZADD', R .. 'due', ARGV[6], id)
end
return reply(state or '')
