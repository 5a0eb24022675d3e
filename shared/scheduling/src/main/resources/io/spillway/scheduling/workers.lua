-- The workers that have reported lately.
-- ARGV  5 seen within (ms)
-- Answers  {seen at, report} for each
local list = {}
call('ZREMRANGEBYSCORE', R .. 'workers', '-inf', now - tonumber(ARGV[5]))
for _, id in ipairs(call('ZRANGE', R .. 'workers', 0, -1)) do
  local report = call('GET', R .. 'worker:' .. id)
  if report then list[#list + 1] = {integer(tonumber(call('ZSCORE', R .. 'workers', id))), report} end
end
return reply(list)
