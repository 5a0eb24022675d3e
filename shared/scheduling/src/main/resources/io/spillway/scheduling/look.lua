-- Everything about one job, without touching it.
-- ARGV  5 job, 6 tenant ('' = any)
-- Answers  found | unknown, then record, state, status, started, ended, attempts, target in use, output, error,
--          position, entered or delayed until, then for each target of the plan: {target, first back, kind}, the
--          priority it has now, 1 if a quota holds it, and when that quota's window ends (ms, '' = not known)
local id, tenant = ARGV[5], ARGV[6]
local job = call('HMGET', JOB .. id, 'st', 'ten', 'rec', 'status', 'sa', 'ea', 'att', 't', 'out', 'err', 'p', 'first', 'del',
  'pri', 'qk')
local state = job[1]
if not state or state == 'hidden' or not job[3] or job[13] or (tenant ~= '' and job[2] ~= tenant) then return reply('unknown') end

local position, wait_until, stops, quota, quota_back = 0, '', {}, '', ''
if state == 'queued' then
  local lane = lane_of(job[2], job[15])
  local rank = call('ZRANK', jobs_of(job[11], lane), id)
  for _, holder in ipairs({job[2], lane}) do
    if is_held(holder) then
      local back = call('HGET', R .. 'holds', holder) or ''
      if back ~= '' and tonumber(back) > tonumber(quota_back ~= '' and quota_back or '0') then quota_back = back end
      quota = '1'
    end
  end
  position = (rank or 0) + 1
  -- Fair queueing serves the other tenants in turn: of each, no more than this tenant's own jobs ahead, and its own.
  for _, other in ipairs(call('ZRANGE', R .. 'plan:' .. job[11], 0, 99)) do
    if other ~= job[2] then
      position = position + math.min(call('ZCARD', R .. 'queue:' .. job[11] .. '>' .. other), (rank or 0) + 1)
    end
  end
elseif state == 'delayed' then
  wait_until = call('ZSCORE', R .. 'delayed', id) or ''
end
local plan = job[11] or job[12]
if plan and state ~= 'ended' then
  for target in string.gmatch(plan, CHOICE) do
    local back, kind = target_state(target)
    stops[#stops + 1] = {target, back > now and integer(back) or '', back > now and kind or ''}
  end
end
return reply('found', job[3], state, job[4] or '', job[5] or '', job[6] or '', job[7] or '', job[8] or '', job[9] or '',
  job[10] or '', integer(position), wait_until, stops, job[14] or '', quota, quota_back)
