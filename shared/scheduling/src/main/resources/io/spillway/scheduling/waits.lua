-- What waits, plan by plan, without touching it.
-- ARGV  5 tenants looked at for each plan
-- Answers  {plan, jobs waiting, when the oldest of its tenants' next jobs was accepted (ms, '' = none is queued)} for each
local most, list = tonumber(ARGV[5]), {}
local counts = call('HGETALL', R .. 'counts')
for i = 1, #counts, 2 do
  local plan = string.match(counts[i], '^w:(.+)$')
  if plan then
    local oldest
    for _, tenant in ipairs(call('ZRANGE', R .. 'plan:' .. plan, 0, most - 1)) do
      local lane = call('ZRANGE', R .. 'lanes:' .. plan .. '>' .. tenant, 0, 0)[1] or tenant
      local id = call('ZRANGE', R .. 'queue:' .. plan .. '>' .. lane, 0, 0)[1]
      local accepted = id and tonumber(call('HGET', JOB .. id, 'acc') or '')
      if accepted and (not oldest or accepted < oldest) then oldest = accepted end
    end
    list[#list + 1] = {plan, counts[i + 1], oldest and integer(oldest) or ''}
  end
end
return reply(list)
