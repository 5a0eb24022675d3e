-- Comes after the prelude: telling a job's endpoint that it has ended.
--   hooks          zset    endpoints that are to be told something, by when
--   hook:<e>       zset    their deliveries that are pending, by when each is due; a leased one by when that lapses
--   hook:<e>:open  zset    those that are leased, by the same time
--   hook:<e>:log   zset    their latest deliveries, pending or not, by when the job ended
--   hooks:failing  hash    endpoints whose last message failed, how often in a row
--   delivery:<d>   hash    e (endpoint), ten, job, ty (the job's status), at (when it ended), st (pending delivered given_up),
--                          n (attempts since it was last begun), att (the JSON of all, comma separated), f (fence)
local HOOKS, DELIVERY, FAILING = R .. 'hooks', R .. 'delivery:', R .. 'hooks:failing'
local OPEN_MOST, LOG_MOST, TRIMMED_MOST, DELIVERY_MS = 8, 1000, 4, 432000000

-- Made of job and type: whoever reads the end again tells of it under the same name.
local function delivery_of(id, status) return 'msg_' .. string.sub(id, 5) .. '_' .. status end

local function queue_of(endpoint) return R .. 'hook:' .. endpoint end

-- How many messages may be under way to an endpoint; to one that fails, one, so that it takes no room from others.
local function open_most(endpoint)
  return call('HEXISTS', FAILING, endpoint) == 1 and 1 or OPEN_MOST
end

local function open_now(endpoint)
  local open = queue_of(endpoint) .. ':open'
  call('ZREMRANGEBYSCORE', open, '-inf', now)
  return call('ZCARD', open)
end

-- When the endpoint has to be looked at next. Called whenever its queue has changed.
local function place_endpoint(endpoint)
  local queue = queue_of(endpoint)
  local first = call('ZRANGE', queue, 0, 0, 'WITHSCORES')
  if not first[1] then
    call('ZREM', HOOKS, endpoint)
    return
  end
  local at = tonumber(first[2])
  if open_now(endpoint) >= open_most(endpoint) then
    at = math.max(at, tonumber(call('ZRANGE', queue .. ':open', 0, 0, 'WITHSCORES')[2]))
  end
  call('ZADD', HOOKS, at, endpoint)
end

local function queue_delivery(endpoint, delivery, due)
  call('ZADD', queue_of(endpoint), due, delivery)
  place_endpoint(endpoint)
  if not recovering then call('PUBLISH', R .. 'tell', endpoint) end
end

local function unqueue_delivery(endpoint, delivery)
  call('ZREM', queue_of(endpoint), delivery)
  call('ZREM', queue_of(endpoint) .. ':open', delivery)
  place_endpoint(endpoint)
end

local function note_in_log(endpoint, delivery, at)
  local log = queue_of(endpoint) .. ':log'
  call('ZADD', log, at, delivery)
  call('PEXPIRE', log, DELIVERY_MS)
  local beyond = math.min(call('ZCARD', log) - LOG_MOST, TRIMMED_MOST)
  if beyond <= 0 then return end
  for _, old in ipairs(call('ZRANGE', log, 0, beyond - 1)) do
    if call('HGET', DELIVERY .. old, 'st') ~= 'pending' then call('DEL', DELIVERY .. old) end
    call('ZREM', log, old)
  end
end

-- A job with an endpoint has ended; unless the log says already what came of that, the endpoint is to be told.
local function announce(id, tenant, endpoint, status, at)
  local delivery = delivery_of(id, status)
  if call('EXISTS', DELIVERY .. delivery) == 1 then return end
  local told, attempts = unpack(call('HMGET', JOB .. id, 'told', 'tat'))
  call('HSET', DELIVERY .. delivery, 'e', endpoint, 'ten', tenant, 'job', id, 'ty', status, 'at', at,
    'st', told or 'pending', 'n', 0, 'att', attempts or '')
  call('PEXPIRE', DELIVERY .. delivery, DELIVERY_MS)
  note_in_log(endpoint, delivery, at)
  if not told then queue_delivery(endpoint, delivery, math.min(tonumber(at), now)) end
end

-- What the log says came of telling; 'pending' begins it anew.
local function note_told(id, status, state, attempts, known)
  local delivery = delivery_of(id, status)
  if known then
    call('HSET', JOB .. id, 'tat', attempts)
    if state == 'pending' then call('HDEL', JOB .. id, 'told') else call('HSET', JOB .. id, 'told', state) end
  end
  local endpoint = call('HGET', DELIVERY .. delivery, 'e')
  if not endpoint then return end
  call('HSET', DELIVERY .. delivery, 'st', state, 'att', attempts)
  if state == 'pending' then
    call('HSET', DELIVERY .. delivery, 'n', 0)
    call('PEXPIRE', DELIVERY .. delivery, DELIVERY_MS)
    queue_delivery(endpoint, delivery, now)
  else
    unqueue_delivery(endpoint, delivery)
  end
end

-- Nobody is to be told, or to see that somebody was.
local function silence(id, endpoint, status)
  local delivery = delivery_of(id, status)
  call('DEL', DELIVERY .. delivery)
  call('ZREM', queue_of(endpoint) .. ':log', delivery)
  unqueue_delivery(endpoint, delivery)
end
