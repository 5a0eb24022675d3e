-- Keeps what a gateway has counted lately, and tells what each of them has.
-- ARGV  5 gateway, 6 its count, 7 how long that says anything (ms)
-- Answers  the counts of all gateways
local gateway, life, all = ARGV[5], tonumber(ARGV[7]), {}
call('ZREMRANGEBYSCORE', R .. 'gateways', '-inf', now - life)
call('ZADD', R .. 'gateways', now, gateway)
call('SET', R .. 'gateway:' .. gateway, ARGV[6], 'PX', ARGV[7])
for _, each in ipairs(call('ZRANGE', R .. 'gateways', 0, -1)) do
  all[#all + 1] = call('GET', R .. 'gateway:' .. each) or nil
end
return reply(all)
