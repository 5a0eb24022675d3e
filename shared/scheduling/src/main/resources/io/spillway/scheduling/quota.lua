-- Comes after the prelude: what jobs take of their tenants' and keys' quotas, and how many of them stand where.
-- A job that reserves carries, in its hash: qk (key, '' = the key has no quotas), qt, qc (tokens and millionths of cost
-- reserved), qp (1 = it waits: take counts it, not admit), qw (the windows it counts in), qb (the fence it was counted
-- by, if take did), qs (1 while its estimate is counted). Its attempts leave qf (the fence of the first that the log
-- has), un (the last one counted), ut and uc (what they really used), whether it is known yet to reserve or not.
--   quota:<t:tenant or k:key>:<window>:<start>  hash  REQUESTS, TOKENS, COST; goes a minute after its window
--   reserved                                    zset  hidden jobs that reserve, by when they are given up on
--   queued:<t: or k:>                           set   jobs that reserve and wait: hidden, accepted, queued, delayed
--   active:<t: or k:>                           set   jobs that reserve and are leased
--   limits:<t: or k:>                           hash  at (ms), most: what take holds jobs to, as the latest job said
local QUOTA, RESERVED, KEPT_MS, GIVEN_UP_MS = R .. 'quota:', R .. 'reserved', 60000, 300000
local LIMITS_KEPT_MS = 2592000000
local WINDOW, LIMIT = '(%u+) (%d+):(%d+)', '(%u+):(%u+):(%d+)'

local function scopes_of(tenant, key)
  return key ~= '' and {'t:' .. tenant, 'k:' .. key} or {'t:' .. tenant}
end

-- Where a job that reserves stands: 'queued', 'active' or neither. Sets, so that nothing is ever counted twice.
local function stand(id, tenant, key, where)
  for _, scope in ipairs(scopes_of(tenant, key)) do
    call(where == 'queued' and 'SADD' or 'SREM', R .. 'queued:' .. scope, id)
    call(where == 'active' and 'SADD' or 'SREM', R .. 'active:' .. scope, id)
  end
end

-- The first day of a month in days since 1970: http://howardhinnant.github.io/date_algorithms.html#days_from_civil
local function first_day(year, month)
  if month > 12 then year, month = year + 1, month - 12 end
  local y = month <= 2 and year - 1 or year
  local era = math.floor(y / 400)
  local yoe, doy = y - era * 400, math.floor((153 * ((month + 9) % 12) + 2) / 5)
  return era * 146097 + yoe * 365 + math.floor(yoe / 4) - math.floor(yoe / 100) + doy - 719468
end

-- The year and the month of a day: #civil_from_days.
local function month_of(day)
  local z = day + 719468
  local era = math.floor(z / 146097)
  local doe = z - era * 146097
  local yoe = math.floor((doe - math.floor(doe / 1460) + math.floor(doe / 36524) - math.floor(doe / 146096)) / 365)
  local mp = math.floor((5 * (doe - (365 * yoe + math.floor(yoe / 4) - math.floor(yoe / 100))) + 2) / 153)
  local month = mp < 10 and mp + 3 or mp - 9
  return yoe + era * 400 + (month <= 2 and 1 or 0), month
end

-- The windows that a fence's time is in, all in UTC. A fence follows Redis' clock in µs, and the log keeps it: whoever
-- reads it there counts in the same windows as the take that gave it.
local MINUTE_OF, DAY_OF = 60000, 86400000
local function windows_of(fence)
  local at = math.floor(tonumber(fence) / 1000)
  local minute, day = math.floor(at / MINUTE_OF) * MINUTE_OF, math.floor(at / DAY_OF)
  local year, month = month_of(day)
  return string.format('MINUTE %.0f:%.0f DAY %.0f:%.0f MONTH %.0f:%.0f', minute, minute + MINUTE_OF, day * DAY_OF,
    (day + 1) * DAY_OF, first_day(year, month) * DAY_OF, first_day(year, month + 1) * DAY_OF)
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

-- What is used of a limit, where a job counts in these windows, and when its window ends.
local function used_of(windows, scope, wanted, measure)
  for window, start, ends in string.gmatch(windows, WINDOW) do
    if window == wanted then
      return tonumber(call('HGET', QUOTA .. scope .. ':' .. window .. ':' .. start, measure) or '0'), tonumber(ends)
    end
  end
end

-- Reserves for a job; without windows it is take that counts it.
local function reserve(id, tenant, key, tokens, cost, windows)
  call('HSET', JOB .. id, 'qk', key, 'qt', tokens, 'qc', cost)
  if windows == '' then
    call('HSET', JOB .. id, 'qp', '1')
  else
    call('HSET', JOB .. id, 'qw', windows, 'qs', '1')
    count(windows, tenant, key, 1, tonumber(tokens), tonumber(cost))
  end
end

-- Counts nothing of a job any more, as if it had never begun.
local function unbook(id, tenant)
  local job = call('HMGET', JOB .. id, 'qs', 'qk', 'qt', 'qc', 'qw')
  if not job[1] then return end
  call('HDEL', JOB .. id, 'qs', 'qw', 'qb')
  count(job[5], tenant, job[2], -1, -tonumber(job[3]), -tonumber(job[4]))
end

-- What was reserved for a job at the door gives way to what its record says, if that is something else.
local function drop_other_reservation(id, tenant, ...)
  local known = call('HMGET', JOB .. id, 'qk', 'qt', 'qc', 'qw')
  if not known[1] then return end
  for i, wanted in ipairs({...}) do
    if (known[i] or '') ~= wanted then
      unbook(id, tenant)
      stand(id, tenant, known[1], '')
      call('HDEL', JOB .. id, 'qk', 'qt', 'qc', 'qp')
      call('ZREM', RESERVED, id)
      return
    end
  end
end

-- Counts a job that waits in the windows of the fence under which it began, and in no others.
local function book(id, tenant, fence)
  local job = call('HMGET', JOB .. id, 'qk', 'qt', 'qc', 'qb')
  if job[4] == fence then return end
  unbook(id, tenant)
  local windows = windows_of(fence)
  call('HSET', JOB .. id, 'qw', windows, 'qb', fence, 'qs', '1')
  count(windows, tenant, job[1], 1, tonumber(job[2]), tonumber(job[3]))
end

-- Limits as the latest of a tenant's or key's jobs brings them, or as an operator has just set them; answers whether
-- they have changed.
local function learn_limits(scope, at, most)
  local known = call('HMGET', R .. 'limits:' .. scope, 'at', 'most')
  if known[1] and tonumber(known[1]) > tonumber(at) then return false end
  call('HSET', R .. 'limits:' .. scope, 'at', at, 'most', most)
  call('PEXPIRE', R .. 'limits:' .. scope, LIMITS_KEPT_MS)
  return known[2] ~= most
end

-- Whether a scope has no room for a job that is to begin under a fence, and until when (nil = until one of its jobs
-- ends). A job larger than a whole window fits into an empty one: the limit was lowered after it had been accepted.
local function is_over(scope, fence, booked, wants)
  local most, over, back = call('HGET', R .. 'limits:' .. scope, 'most'), false, nil
  for measure, window, limit in string.gmatch(most or '', LIMIT) do
    if measure == 'CONCURRENT' then
      over = over or call('SCARD', R .. 'active:' .. scope) >= tonumber(limit)
    elseif not booked then
      local used, ends = used_of(windows_of(fence), scope, window, measure)
      if used + wants[measure] > tonumber(limit) and (used > 0 or limit == '0') then
        over, back = true, math.max(back or 0, ends)
      end
    end
  end
  return over, back
end

-- What an attempt used, once: the log may hold an attempt twice, by its worker and by a sweep.
local function note_used(id, number, tokens, cost)
  if tokens == 0 and cost == 0 then return end
  if number <= tonumber(call('HGET', JOB .. id, 'un') or '0') then return end
  call('HSET', JOB .. id, 'un', number)
  call('HINCRBY', JOB .. id, 'ut', integer(tokens))
  call('HINCRBY', JOB .. id, 'uc', integer(cost))
end

-- The first attempt that the log has says when the job began.
local function note_begun_by(id, tenant, fence)
  if fence == '' or call('HSETNX', JOB .. id, 'qf', fence) == 0 then return end
  if call('HEXISTS', JOB .. id, 'qp') == 1 then book(id, tenant, fence) end
end

-- The estimate goes, what was really used stays; of a job that never began nothing does.
local function settle_reservation(id, tenant)
  local job = call('HMGET', JOB .. id, 'qs', 'qk', 'qt', 'qc', 'qw', 'ut', 'uc', 'qp', 'qf')
  if not job[1] then return end
  if job[8] and not job[9] then return unbook(id, tenant) end
  call('HDEL', JOB .. id, 'qs')
  count(job[5], tenant, job[2], 0, tonumber(job[6] or '0') - tonumber(job[3]), tonumber(job[7] or '0') - tonumber(job[4]))
end

-- Jobs that were let in and never came into the log, as after the death of their gateway: they take nothing.
local function give_up_reservations(most)
  for _, id in ipairs(call('ZRANGEBYSCORE', RESERVED, '-inf', now, 'LIMIT', 0, most)) do
    local job = call('HMGET', JOB .. id, 'st', 'ten', 'qk')
    call('ZREM', RESERVED, id)
    if job[1] == 'hidden' and job[3] then
      unbook(id, job[2])
      stand(id, job[2], job[3], '')
    end
  end
end
