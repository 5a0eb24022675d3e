-- Forgets what an endpoint was to be told, or a piece of that.
-- ARGV  5 endpoint, 6 most
-- Answers  more | end
local endpoint, most = ARGV[5], tonumber(ARGV[6])
local queue = queue_of(endpoint)
local found = 0
for _, key in ipairs({queue, queue .. ':log'}) do
  for _, delivery in ipairs(call('ZRANGE', key, 0, most - 1)) do
    call('DEL', DELIVERY .. delivery)
    call('ZREM', key, delivery)
    found = found + 1
  end
end
call('DEL', queue .. ':open')
call('HDEL', FAILING, endpoint)
place_endpoint(endpoint)
return reply(found >= most and 'more' or 'end')
