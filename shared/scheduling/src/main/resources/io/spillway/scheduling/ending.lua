-- Turns a worker's lease into one that only ends the job: after this nobody else runs it, and the worker may write an
-- end that is no success.
-- ARGV  5 job, 6 fence
-- Answers  ok | lost
local id = ARGV[5]
local state, fence, tenant, key = unpack(call('HMGET', JOB .. id, 'st', 'f', 'ten', 'qk'))
if fence and tonumber(fence) == tonumber(ARGV[6]) and (state == 'leased' or state == 'ending') then
  call('HSET', JOB .. id, 'st', 'ending')
  if key then stand(id, tenant, key, '') end
  let_on(tenant, key)
  return reply('ok')
end
return reply('lost')
