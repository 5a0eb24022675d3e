-- Puts a key back into service for a scope: one probe goes first, as after any exhaustion.
-- ARGV  5 target or provider, 6 key
-- Answers  cleared | clear
local at = R .. 'bench:' .. ARGV[5] .. '#' .. ARGV[6]
if tonumber(call('HGET', at, 'until') or '0') <= now then return reply('clear') end
call('HSET', at, 'until', integer(now), 'n', 0, 'allow', 1)
call('PUBLISH', R .. 'benched', ARGV[5])
call('PUBLISH', R .. 'wake', '*')
return reply('cleared')
