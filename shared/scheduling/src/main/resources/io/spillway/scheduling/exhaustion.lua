-- Comes after the prelude: which keys of which targets must not be called, until when, and how carefully they are tried
-- again.
local function scopes(target) return {target, string.match(target, '^[^/]+')} end

-- What is known of a key benched for a target and for its provider: until, kind, why, allow, epoch. Asked once a script.
local benches, NEVER = {}, {}
-- Keys of which a provider has said what remains.
local limited = {}
local function bench_of(name, exists)
  local bench = benches[name]
  if not bench then
    bench = exists and call('HMGET', R .. 'bench:' .. name, 'until', 'kind', 'why', 'allow', 'epoch') or NEVER
    benches[name] = bench
  end
  return bench
end

-- When a target's key may be called again, why not before, and how many calls at once it may have then (nil = any).
local function key_state(target, key)
  local own, providers = target .. '#' .. key, string.match(target, '^[^/]+') .. '#' .. key
  if not (benches[own] and benches[providers]) then
    local known = call('HMGET', R .. 'benched', own, providers, '~' .. own)
    bench_of(own, known[1])
    bench_of(providers, known[2])
    limited[own] = known[3] and true
  end
  if benches[own] == NEVER and benches[providers] == NEVER then return 0, '', '', nil, '0' end
  local back, kind, why, allow, epoch = 0, '', '', nil, '0'
  for i, bench in ipairs({benches[own], benches[providers]}) do
    if bench[1] and tonumber(bench[1]) > back then back, kind, why = tonumber(bench[1]), bench[2], bench[3] end
    if bench[4] then allow = math.min(allow or 1000000, tonumber(bench[4])) end
    if bench[5] then epoch = i == 1 and bench[5] or epoch .. '/' .. bench[5] end
  end
  return back, kind, why, allow, epoch
end

-- When the first of a target's keys is back, and why not before.
local function target_state(target)
  local first, kind, why
  for key = 0, tonumber(call('HGET', R .. 'keys', target) or '1') - 1 do
    local back, its_kind, its_why = key_state(target, key)
    if not first or back < first then first, kind, why = back, its_kind, its_why end
  end
  return first, kind, why
end

local ESCALATION_MS, ESCALATION_CAP_MS = 30000, 300000
local CALM_LEAST = 4

-- Benches a key for a scope: never for a shorter time than it is benched already. Without a time it escalates, but of
-- many calls that fail together only once: those that began before the bench that is on carry an older epoch.
-- Answers until when, '' if nothing has changed.
local function bench(scope, key, kind, ms, why, epoch)
  local at = R .. 'bench:' .. scope .. '#' .. key
  local seen = call('HMGET', at, 'until', 'n', 'epoch')
  local old, n, current = tonumber(seen[1] or '0'), tonumber(seen[2] or '0'), tonumber(seen[3] or '0')
  local back
  if ms ~= '' then
    back = now + tonumber(ms)
  elseif not epoch or tonumber(epoch) == current or old <= now then
    n = n + 1
    back = now + math.min(ESCALATION_MS * 2 ^ (n - 1), ESCALATION_CAP_MS)
  else
    back = old
  end
  if back > old then
    if old <= now then
      -- As many at once were too many: up to half of it the ramp doubles, from there it feels its way.
      local at_once = call('ZCARD', R .. 'running:' .. scope .. '#' .. key)
      call('HSET', at, 'calm', math.max(CALM_LEAST, math.floor(at_once / 2)))
    end
    call('HSET', at, 'until', integer(back), 'kind', kind, 'why', why, 'n', n, 'epoch', integer(current + 1), 'allow', 1,
      'credit', 0)
    if not seen[3] then call('HSET', R .. 'benched', scope .. '#' .. key, '1') end
    benches[scope .. '#' .. key] = nil
    call('PUBLISH', R .. 'benched', scope)
    return integer(back)
  end
  return ''
end

-- A call that began after a bench has succeeded. After one probe two at once, then four, eight … but once as many as
-- may be too many are reached, one more only after as many successes as there are at once: where a provider permits a
-- rate and answers 429 to the rest, doubling would run into it again and again. Beyond PROVEN nothing holds it.
local PROVEN = 32
local function prove(target, key, epoch)
  local _, _, _, allow, current = key_state(target, key)
  if not allow or epoch ~= current then return end
  for _, scope in ipairs(scopes(target)) do
    local at = R .. 'bench:' .. scope .. '#' .. key
    local state = call('HMGET', at, 'until', 'allow', 'calm')
    local at_once = tonumber(state[2])
    if at_once and tonumber(state[1]) <= now then
      if at_once >= PROVEN then
        call('HDEL', at, 'allow', 'calm', 'credit')
      elseif at_once < tonumber(state[3] or PROVEN) or call('HINCRBY', at, 'credit', 1) >= at_once then
        call('HSET', at, 'allow', at_once + 1, 'credit', 0)
      end
      call('HSET', at, 'n', 0)
      benches[scope .. '#' .. key] = nil
      call('PUBLISH', R .. 'benched', scope)
    end
  end
end
