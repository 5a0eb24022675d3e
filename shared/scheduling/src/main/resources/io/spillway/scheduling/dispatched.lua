-- What came of a delivery that was leased.
-- ARGV  5 delivery, 6 fence, 7 delivered | given_up | again | later (it was not sent) | dropped (nobody is to see it),
--       8 again or later: ms from now, 9 the JSON of all its attempts, 10 the endpoint answers: 1 well, 0 badly, '' unknown
-- Answers  ok | lost
local delivery, verdict = ARGV[5], ARGV[7]
local endpoint, fence, state, job = unpack(call('HMGET', DELIVERY .. delivery, 'e', 'f', 'st', 'job'))
if not endpoint then return reply('lost') end
if ARGV[10] == '1' then
  call('HDEL', FAILING, endpoint)
elseif ARGV[10] == '0' then
  call('HINCRBY', FAILING, endpoint, 1)
end
-- The log may have said so before; and after a lapse it is somebody else's, unless the endpoint has it.
local mine = state == 'pending' and (fence == ARGV[6] or verdict == 'delivered')
if not mine then
  place_endpoint(endpoint)
  return reply('lost')
end
if verdict == 'again' or verdict == 'later' then
  if verdict == 'again' then
    call('HSET', DELIVERY .. delivery, 'att', ARGV[9])
    call('HINCRBY', DELIVERY .. delivery, 'n', 1)
    call('PEXPIRE', DELIVERY .. delivery, DELIVERY_MS)
  end
  call('ZREM', queue_of(endpoint) .. ':open', delivery)
  call('ZADD', queue_of(endpoint), now + tonumber(ARGV[8]), delivery)
  place_endpoint(endpoint)
elseif verdict == 'dropped' then
  call('DEL', DELIVERY .. delivery)
  call('ZREM', queue_of(endpoint) .. ':log', delivery)
  unqueue_delivery(endpoint, delivery)
else
  call('HSET', DELIVERY .. delivery, 'st', verdict, 'att', ARGV[9])
  if call('EXISTS', JOB .. job) == 1 then call('HSET', JOB .. job, 'told', verdict, 'tat', ARGV[9]) end
  unqueue_delivery(endpoint, delivery)
end
return reply('ok')
