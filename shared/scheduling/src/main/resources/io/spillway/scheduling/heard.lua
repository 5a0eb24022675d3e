-- What a call has told of its target while or after it ran: that it answers, and what remains of the key's limits.
-- ARGV  5 job, 6 fence, 7 target, 8 key, 9 first content has come (1, else 0), then for requests and for tokens
--       remaining ('' = not said), limit ('' = not said), reset (ms from now)
local id, fence, target, key = ARGV[5], tonumber(ARGV[6]), ARGV[7], ARGV[8]
local job = call('HMGET', JOB .. id, 'st', 'f', 'be', 'pr')
local mine = job[1] == 'leased' and tonumber(job[2]) == fence

-- Once for a lease: its end must not count for the ramp again. Without an epoch it was registered again after a loss.
if ARGV[9] == '1' and mine and job[3] and job[3] ~= '0' and job[4] ~= job[2] then
  call('HSET', JOB .. id, 'pr', job[2])
  prove(target, key, job[3])
  call('PUBLISH', R .. 'wake', target .. '~0')
end

if ARGV[10] ~= '' or ARGV[13] ~= '' then
  local lane = target .. '#' .. key
  local at, begun = R .. 'allowance:' .. lane, R .. 'begun:' .. lane
  if call('EXISTS', at) == 0 then
    -- The first word: what has begun since this call did was not noted yet.
    for _, other in ipairs(call('ZRANGE', R .. 'running:' .. lane, 0, 999)) do
      local its = call('HMGET', JOB .. other, 'f', 'tok')
      if other ~= id and its[1] and tonumber(its[1]) > fence then note_begun(lane, other, tonumber(its[1]), its[2]) end
    end
  end
  if ARGV[10] ~= '' then learn(at, 'r', fence, ARGV[10], ARGV[11], tonumber(ARGV[12])) end
  if ARGV[13] ~= '' then learn(at, 't', fence, ARGV[13], ARGV[14], tonumber(ARGV[15])) end
  if call('EXISTS', at) == 1 then
    call('HSET', R .. 'benched', '~' .. lane, '1')
    call('PEXPIRE', at, CALLS_KNOWN_MS)
    local seen = call('HMGET', at, 'rf', 'tf')
    local oldest = math.min(tonumber(seen[1] or fence), tonumber(seen[2] or fence))
    call('ZREMRANGEBYSCORE', begun, '-inf', integer(oldest))
    call('PUBLISH', R .. 'wake', target .. '~0')
  end
end
return reply()
