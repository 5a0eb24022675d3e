-- How endpoints stand, without touching them.
-- ARGV  5 … endpoints
-- Answers  for each {deliveries pending, when the first is due (ms, '' = none is), failures in a row, the attempts' JSON of
--          its newest delivery that has any ('' = none)}
local LOOKED_AT = 20
local rows = {}
for i = 5, #ARGV do
  local queue, attempts = queue_of(ARGV[i]), ''
  for _, delivery in ipairs(call('ZREVRANGE', queue .. ':log', 0, LOOKED_AT - 1)) do
    attempts = call('HGET', DELIVERY .. delivery, 'att') or ''
    if attempts ~= '' then break end
  end
  rows[#rows + 1] = {integer(call('ZCARD', queue)), call('ZRANGE', queue, 0, 0, 'WITHSCORES')[2] or '',
    call('HGET', FAILING, ARGV[i]) or '0', attempts}
end
return reply(rows)
