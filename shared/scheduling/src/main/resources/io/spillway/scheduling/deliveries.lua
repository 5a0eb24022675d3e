-- An endpoint's latest deliveries, newest first, without touching them; or a single one.
-- ARGV  5 endpoint ('' = the one delivery below, whoever's), 6 the last one seen ('' = none), or the one, 7 most
-- Answers  found | unknown (the last one seen is not there), then for each {delivery, endpoint, tenant, job, status,
--          ended (ms), state, attempts' JSON, due next (ms, '' = never, or under way)}
local endpoint, after, most = ARGV[5], ARGV[6], tonumber(ARGV[7])

local function row(delivery)
  local seen = call('HMGET', DELIVERY .. delivery, 'e', 'ten', 'job', 'ty', 'at', 'st', 'att')
  if not seen[1] then return nil end
  local queue = queue_of(seen[1])
  local due = not call('ZSCORE', queue .. ':open', delivery) and call('ZSCORE', queue, delivery)
  return {delivery, seen[1], seen[2], seen[3], seen[4], seen[5], seen[6], seen[7], due or ''}
end

if endpoint == '' then return reply('found', {row(after)}) end
local from = 0
if after ~= '' then
  local rank = call('ZREVRANK', queue_of(endpoint) .. ':log', after)
  if not rank then return reply('unknown', {}) end
  from = rank + 1
end
local rows = {}
for _, delivery in ipairs(call('ZREVRANGE', queue_of(endpoint) .. ':log', from, from + most - 1)) do
  rows[#rows + 1] = row(delivery)
end
return reply('found', rows)
