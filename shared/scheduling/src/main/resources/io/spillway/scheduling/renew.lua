-- Extends all leases of a worker in one call, and keeps its report. After a loss it also registers again what the
-- worker is running.
-- ARGV  5 worker, 6 report, 7 report's life (ms), 8 lease (ms), then for each job: id, fence, target, key
-- Answers  leases lost, leases of jobs to cancel, each {job, fence}
local worker, lease_ms = ARGV[5], tonumber(ARGV[8])
call('ZADD', R .. 'workers', now, worker)
call('SET', R .. 'worker:' .. worker, ARGV[6], 'PX', ARGV[7])

local lost, cancelled = {}, {}
for i = 9, #ARGV, 4 do
  local id, fence, target, key = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3]
  local job = call('HMGET', JOB .. id, 'st', 'f', 'c', 'p', 'ten', 't', 'k', 'bar', 'qk', 'qp', 'qw')
  local state, current = job[1], tonumber(job[2] or '0')
  local mine = (state == 'leased' or state == 'ending') and current == tonumber(fence)
  if not mine and recovering and state ~= 'ended' and state ~= 'ending' and current <= tonumber(fence) then
    -- Redis has forgotten this lease, and nobody has had a later one.
    if state == 'queued' or state == 'delayed' then dequeue(id, state, job[4], job[5], job[9]) end
    if state == 'leased' then release(id, job[6], job[7]) end
    call('HSET', JOB .. id, 'st', 'leased', 'f', fence, 'w', worker, 't', target, 'k', key, 'be', '0', 'ls', integer(now), 'sa',
      integer(now))
    call('PERSIST', JOB .. id)
    if job[9] then stand(id, job[5], job[9], 'active') end
    if job[10] and not job[11] then book(id, job[5], fence) end
    mine = true
  end
  if mine then
    -- Never for a shorter time than before, should the clock have been set back.
    call('ZADD', R .. 'leases', 'GT', now + lease_ms, id)
    call('ZADD', R .. 'running:' .. target .. '#' .. key, 'GT', now + lease_ms, id)
    if job[8] then call('HDEL', JOB .. id, 'bar') end
    if job[3] then cancelled[#cancelled + 1] = {id, fence} end
  else
    lost[#lost + 1] = {id, fence}
  end
end
end_recovery_if_struck()
return reply(lost, cancelled)
