-- Puts a key back into service for a target that was benched as unhealthy, since its provider says that it is well; one
-- probe goes first. What was benched for another reason stays so.
-- ARGV  5 target, 6 key
-- Answers  cleared | clear
local at = R .. 'bench:' .. ARGV[5] .. '#' .. ARGV[6]
local seen = call('HMGET', at, 'until', 'kind')
if tonumber(seen[1] or '0') <= now or seen[2] ~= 'unhealthy' then return reply('clear') end
call('HSET', at, 'until', integer(now), 'n', 0, 'allow', 1)
call('PUBLISH', R .. 'benched', ARGV[5])
call('PUBLISH', R .. 'wake', '*')
return reply('cleared')
