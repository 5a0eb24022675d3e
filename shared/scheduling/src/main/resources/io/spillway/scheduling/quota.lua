-- Comes after the prelude: what jobs take of their tenants' and keys' quotas.
-- A job that reserves carries, in its hash: qk (key, '' = the key has no quotas), qt, qc (tokens and millionths of cost
-- reserved), qw (the windows it counts in, those of its acceptance), qs (1 while it is counted). Its attempts leave un
-- (the last one counted), ut and uc (what they really used), whether it is known yet to reserve or not.
--   quota:<t:tenant or k:key>:<window>:<start>  hash  REQUESTS, TOKENS, COST; goes a minute after its window
--   reserved                                    zset  hidden jobs that are counted, by when they are given up on
local QUOTA, RESERVED, KEPT_MS, GIVEN_UP_MS = R .. 'quota:', R .. 'reserved', 60000, 300000
local WINDOW = '(%u+) (%d+):(%d+)'

local function scopes_of(tenant, key)
  return key ~= '' and {'t:' .. tenant, 'k:' .. key} or {'t:' .. tenant}
end

-- Adds to what was used in each window, or takes away.
local function count(windows, tenant, key, requests, tokens, cost)
  for window, start, ends in string.gmatch(windows, WINDOW) do
    for _, scope in ipairs(scopes_of(tenant, key)) do
      local counter = QUOTA .. scope .. ':' .. window .. ':' .. start
      if requests ~= 0 then call('HINCRBY', counter, 'REQUESTS', integer(requests)) end
      if tokens ~= 0 then call('HINCRBY', counter, 'TOKENS', integer(tokens)) end
      if cost ~= 0 then call('HINCRBY', counter, 'COST', integer(cost)) end
      call('PEXPIRE', counter, integer(math.max(tonumber(ends) - now, 0) + KEPT_MS))
    end
  end
end

-- What is used of a limit, where a job counts in these windows.
local function used_of(windows, scope, wanted, measure)
  for window, start in string.gmatch(windows, WINDOW) do
    if window == wanted then
      return tonumber(call('HGET', QUOTA .. scope .. ':' .. window .. ':' .. start, measure) or '0')
    end
  end
end

local function reserve(id, tenant, key, tokens, cost, windows)
  call('HSET', JOB .. id, 'qk', key, 'qt', tokens, 'qc', cost, 'qw', windows, 'qs', '1')
  count(windows, tenant, key, 1, tonumber(tokens), tonumber(cost))
end

-- What an attempt used, once: the log may hold an attempt twice, by its worker and by a sweep.
local function note_used(id, number, tokens, cost)
  if tokens == 0 and cost == 0 then return end
  if number <= tonumber(call('HGET', JOB .. id, 'un') or '0') then return end
  call('HSET', JOB .. id, 'un', number)
  call('HINCRBY', JOB .. id, 'ut', integer(tokens))
  call('HINCRBY', JOB .. id, 'uc', integer(cost))
end

-- The estimate goes, what was really used stays.
local function settle_reservation(id, tenant)
  local job = call('HMGET', JOB .. id, 'qs', 'qk', 'qt', 'qc', 'qw', 'ut', 'uc')
  if not job[1] then return end
  call('HDEL', JOB .. id, 'qs')
  count(job[5], tenant, job[2], 0, tonumber(job[6] or '0') - tonumber(job[3]), tonumber(job[7] or '0') - tonumber(job[4]))
end

-- Jobs that were let in and never came into the log, as after the death of their gateway: they take nothing.
local function give_up_reservations(most)
  for _, id in ipairs(call('ZRANGEBYSCORE', RESERVED, '-inf', now, 'LIMIT', 0, most)) do
    local job = call('HMGET', JOB .. id, 'st', 'qs', 'ten', 'qk', 'qt', 'qc', 'qw')
    call('ZREM', RESERVED, id)
    if job[1] == 'hidden' and job[2] then
      call('HDEL', JOB .. id, 'qs', 'qw')
      count(job[7], job[3], job[4], -1, -tonumber(job[5]), -tonumber(job[6]))
    end
  end
end
