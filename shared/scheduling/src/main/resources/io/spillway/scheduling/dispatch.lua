-- Leases deliveries that are due to whoever is going to send them: a bounded piece, no endpoint more than it may have under
-- way. A lease that lapses is due again.
-- ARGV  5 most, 6 of these, most to endpoints that fail, 7 lease (ms)
-- Answers  {delivery, fence, endpoint, tenant, job, status, ended (ms), attempts since it was begun, attempts' JSON} for
--          each, endpoints that are to be told something, since when the first of them is due (ms, '' = none)
local most, failing_most, lease_ms = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local LOOKED_AT = 2000
local granted = {}

local function grant(endpoint, delivery)
  local seen = call('HMGET', DELIVERY .. delivery, 'f', 'ten', 'job', 'ty', 'at', 'n', 'att', 'st')
  if seen[8] ~= 'pending' then
    call('ZREM', queue_of(endpoint), delivery)
    return
  end
  local fence = integer(math.max((tonumber(seen[1] or '0') or 0) + 1, micros))
  call('HSET', DELIVERY .. delivery, 'f', fence)
  call('ZADD', queue_of(endpoint), now + lease_ms, delivery)
  call('ZADD', queue_of(endpoint) .. ':open', now + lease_ms, delivery)
  granted[#granted + 1] = {delivery, fence, endpoint, seen[2], seen[3], seen[4], seen[5], seen[6], seen[7]}
end

local function waiting()
  return integer(call('ZCARD', HOOKS)), call('ZRANGE', HOOKS, 0, 0, 'WITHSCORES')[2] or ''
end

end_recovery_if_struck()
-- What the log says was told may not have been read again yet.
if recovering then return reply(granted, waiting()) end
for _, endpoint in ipairs(call('ZRANGEBYSCORE', HOOKS, '-inf', now, 'LIMIT', 0, LOOKED_AT)) do
  if #granted >= most then break end
  local fails = call('HEXISTS', FAILING, endpoint) == 1
  local room = math.min(open_most(endpoint) - open_now(endpoint), most - #granted)
  if fails then room = math.min(room, failing_most) end
  if room > 0 then
    local before = #granted
    for _, delivery in ipairs(call('ZRANGEBYSCORE', queue_of(endpoint), '-inf', now, 'LIMIT', 0, room)) do
      grant(endpoint, delivery)
    end
    if fails then failing_most = failing_most - (#granted - before) end
  end
  place_endpoint(endpoint)
end
return reply(granted, waiting())
