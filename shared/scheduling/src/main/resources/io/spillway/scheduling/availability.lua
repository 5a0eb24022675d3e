-- How targets stand, without touching them.
-- ARGV  from 5 on, for each target: its name, how many keys it has
-- Answers  for each: {target, jobs waiting whose plan holds it, jobs running, {key, first back, kind, why, calls allowed
--          at once ('' = any), requests left ('' = not said), their reset (ms), tokens left, their reset} for each key}
local function left(lane)
  local known = limited[lane] and allowance_of(lane) or {}
  local function text(value) return value and integer(value) or '' end
  return {text(known.requests), text(known.requests_reset), text(known.tokens), text(known.tokens_reset)}
end

local list = {}
for i = 5, #ARGV, 2 do
  local target, waiting, running, keys = ARGV[i], 0, 0, {}
  for _, plan in ipairs(call('SMEMBERS', R .. 'target:' .. target .. ':plans')) do
    waiting = waiting + tonumber(call('HGET', R .. 'counts', 'w:' .. plan) or '0')
  end
  for key = 0, tonumber(ARGV[i + 1]) - 1 do
    local back, kind, why, allow = key_state(target, key)
    running = running + call('ZCARD', R .. 'running:' .. target .. '#' .. key)
    keys[#keys + 1] = {integer(key), integer(back), kind, why, allow and integer(allow) or '', unpack(left(target .. '#' .. key))}
  end
  list[#list + 1] = {target, integer(waiting), integer(running), keys}
end
return reply(list, integer(tonumber(call('HGET', R .. 'counts', 'waiting') or '0')))
