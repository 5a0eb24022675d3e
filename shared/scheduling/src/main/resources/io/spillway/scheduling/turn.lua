-- Comes after waiting: whose turn it is among the plans that a worker can serve. The lowest tenant of all plans goes first,
-- and of that tenant the first job; who has had a turn pays for it.
local plans = {}

-- The head of a plan is its lowest tenant; that tenant's first job is looked at only if it matters, with the turn of the
-- one behind it in its lane.
local heads = {}
local function head(plan)
  if not heads[plan] then
    local tenant = call('ZRANGE', R .. 'plan:' .. plan, 0, 0, 'WITHSCORES')
    heads[plan] = tenant[1] and {plan = plan, tenant = tenant[1], score = tonumber(tenant[2])}
  end
  return heads[plan]
end

local function first_job(head)
  if not head.id then
    head.lane = call('ZRANGE', lanes_of(head.plan, head.tenant), 0, 0)[1]
    local queue = call('ZRANGE', jobs_of(head.plan, head.lane), 0, 1, 'WITHSCORES')
    head.id, head.turn, head.next_turn = queue[1], tonumber(queue[2]), queue[4]
  end
  return head
end

-- A tenant's jobs of different plans have the same score: among them the one that came first goes first.
local function before(one, other)
  if one.score ~= other.score then return one.score < other.score end
  local turn, others = first_job(one).turn, first_job(other).turn
  if turn ~= others then return turn < others end
  return one.plan < other.plan
end

-- The best head of those that may still be usable.
local function best_head()
  local best
  for plan in pairs(plans) do
    local candidate = head(plan)
    if not candidate then
      plans[plan] = nil
    elseif not candidate.unusable and (not best or before(candidate, best)) then
      best = candidate
    end
  end
  return best
end

local function forget_heads(tenant)
  for plan, first in pairs(heads) do
    if first and first.tenant == tenant then heads[plan] = nil end
  end
end

-- A plan all of whose targets were out has a usable one again: whoever waited in it alone is owed nothing for that time
-- and starts at the present. A bounded piece of it; answers whether somebody's place has changed.
local REOPENED_AT_ONCE = 1000
local function reopen(plan)
  local since = call('HGET', R .. 'closed', plan)
  if not since then return false end
  local present = tonumber(since ~= '' and since or call('HGET', R .. 'tags', '') or '0')
  local waiting, moved = call('ZRANGE', R .. 'plan:' .. plan, 0, REOPENED_AT_ONCE - 1), 0
  for i, tag in ipairs(call('HMGET', R .. 'tags', unpack(waiting))) do
    local behind = present - tonumber(tag or '0')
    if behind > 0 then
      moved = moved + 1
      call('HSET', R .. 'tags', waiting[i], present)
      for _, its in ipairs(call('SMEMBERS', R .. 'tenant:' .. waiting[i] .. ':plans')) do
        call('ZINCRBY', R .. 'plan:' .. its, behind, waiting[i])
      end
      forget_heads(waiting[i])
    end
  end
  if moved > 0 and #waiting == REOPENED_AT_ONCE then
    call('HSET', R .. 'closed', plan, present)
  else
    call('HDEL', R .. 'closed', plan)
  end
  return moved > 0
end

-- The tenant pays for a job of one plan: there its next job has the turn, in its other plans the same as before, later.
local function charge(first)
  local tenant, tags = first.tenant, R .. 'tags'
  local seen = call('HMGET', tags, tenant, '')
  local tag, vtime = tonumber(seen[1] or '0'), tonumber(seen[2] or '0')
  if tag > vtime then call('HSET', tags, '', tag) end
  local paid = tag + tonumber(first.job[11] or '1')
  call('HSET', tags, tenant, paid)
  for _, plan in ipairs(call('SMEMBERS', R .. 'tenant:' .. tenant .. ':plans')) do
    if plan == first.plan then
      place_lane(plan, first.lane, first.next_turn)
      place_tenant(plan, tenant, paid)
    else
      call('ZINCRBY', R .. 'plan:' .. plan, paid - tag, tenant)
    end
  end
  forget_heads(tenant)
end
